"""The audit trail and things that count once: core's door."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from meldpunt.core import clock
from meldpunt.core.models import AuditDay, AuditEntry, SingleUse
from meldpunt.core.problems import Problem
from meldpunt.protocol.encoding import sha256_b64u

if TYPE_CHECKING:
    from datetime import date, timedelta


class Event(StrEnum):
    """What the trail can say, `subject:action`."""

    REPORT_RECEIVED = "report:received"
    STATEMENT_POSTED = "statement:posted"
    STAGE_SET = "stage:set"
    STAFF_SIGNED_IN = "staff:signed-in"
    STAFF_REFUSED = "staff:refused"
    KEY_RECOVERED = "staff:key-recovered"
    INVITED = "invitation:made"
    INVITATION_ACCEPTED = "invitation:accepted"
    DEVICE_RENEWED = "staff:device-renewed"
    ROSTER_DRAFTED = "roster:drafted"
    ROSTER_STOPPED = "roster:stopped"
    ROSTER_ACCEPTED = "roster:accepted"
    CHAFF_ADDED = "chaff:added"


def record(event: Event, *, committee: str = "", about: str = "") -> None:
    """Add an entry for today. Call it inside the transaction of what it records."""
    AuditEntry.objects.create(event=event, committee=committee, about=about, on=clock.today())


def use_once(value: bytes, lasts: timedelta, code: str) -> None:
    """Mark `value` as used.

    Raises:
        Problem: 409 with `code` if it was used before.
    """
    try:
        with transaction.atomic():
            SingleUse.objects.create(digest=sha256_b64u(value), expires=clock.hour_boundary(lasts))
    except IntegrityError:
        raise Problem(code, 409) from None


def forget_expired() -> int:
    """Remove what expired; returns how many. Safe to repeat or to kill: a row goes or stays."""
    removed, _ = SingleUse.objects.filter(expires__lt=timezone.now()).delete()
    return removed + _forget_expired_cache()


def _forget_expired_cache() -> int:
    """Remove what expired from the database cache, which by itself forgets a key only when it is asked for."""
    table = settings.CACHES["default"]["LOCATION"]
    if "DatabaseCache" not in settings.CACHES["default"]["BACKEND"]:
        return 0
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [now])  # noqa: S608  (our own table's name)
        return int(cursor.rowcount)


def day_digest(on: date, previous: str) -> str:
    """SHA-256 over the previous day's digest and the day's entries in the order of their ids."""
    digest = hashlib.sha256(previous.encode())
    for entry in AuditEntry.objects.filter(on=on).order_by("id"):
        digest.update(f"\n{entry.id} {entry.event} {entry.committee} {entry.about}".encode())
    return sha256_b64u(digest.digest())


def seal_audit_days() -> int:
    """Seal every day that is over and not sealed; returns how many. A day is sealed once, in order of date."""
    newest = AuditDay.objects.order_by("-on").first()
    days = AuditEntry.objects.filter(on__lt=clock.today())
    if newest:
        days = days.filter(on__gt=newest.on)
    previous, count = (newest.digest if newest else ""), 0
    for on in days.order_by("on").values_list("on", flat=True).distinct():
        previous = day_digest(on, previous)
        AuditDay.objects.create(on=on, digest=previous)
        count += 1
    return count


def audit_trail_holds() -> bool:
    """Whether every sealed day still has the digest it was sealed with."""
    previous = ""
    for day in AuditDay.objects.order_by("on"):
        if day_digest(day.on, previous) != day.digest:
            return False
        previous = day.digest
    return True
