"""Grants, and the chaff between them."""

from __future__ import annotations

import hashlib
import math
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from meldpunt.core import clock
from meldpunt.core.services import Event, record
from meldpunt.protocol.grant import decoy
from reports.models import Case, ChaffDay, Committee, Grant
from reports.services import committees

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

LEAST_A_WEEK = 3
LOOK_BACK = timedelta(weeks=8)
HANDLES_AT_ONCE = 500


def of_member(member: uuid.UUID, handles: Iterable[uuid.UUID] | None = None) -> list[Grant]:
    """The member's grants in random order: all of them, or those asked for."""
    grants = Grant.objects.filter(member=member)
    if handles is not None:
        grants = grants.filter(id__in=list(handles)[:HANDLES_AT_ONCE])
    listed = list(grants)
    secrets.SystemRandom().shuffle(listed)
    return listed


def handles_of(member: uuid.UUID) -> list[uuid.UUID]:
    """The handles of the member's grants in random order."""
    handles = list(Grant.objects.filter(member=member).values_list("id", flat=True))
    secrets.SystemRandom().shuffle(handles)
    return handles


def chaff_a_week(committee: str, on: date) -> int:
    """How much chaff a member gets in a week: as much as reports came, rounded up, and never less than three."""
    came = Case.objects.filter(committee=committee, received_on__gt=on - LOOK_BACK, received_on__lte=on).count()
    return max(LEAST_A_WEEK, math.ceil(came / (LOOK_BACK.days / 7)))


def due_on(committee: str, member: str, on: date, a_week: int) -> int:
    """How many of the week's pieces fall on this day for this member: random, and the same when asked again."""
    week = "{}-{}".format(*on.isocalendar()[:2])
    count = 0
    for piece in range(a_week):
        drawn = salted_hmac("meldpunt.chaff", f"{committee} {member} {week} {piece}", algorithm="sha256").digest()
        count += int.from_bytes(hashlib.sha256(drawn).digest()[:8]) % 7 == on.weekday()
    return count


def add_chaff() -> int:
    """Add what is due today and what was missed in the six days before; returns how many. A day is done once."""
    today = clock.today()
    count = 0
    for committee in Committee.objects.all():
        for back in range(6, -1, -1):
            count += _add_day(committee, today - timedelta(days=back))
    return count


def _add_day(committee: Committee, on: date) -> int:
    """One committee's chaff of one day, in one transaction with the row that says it was added."""
    if ChaffDay.objects.filter(committee=committee, on=on).exists():
        return 0
    a_week = chaff_a_week(committee.slug, on)
    members = [member.id for member in committees.newest_roster(committee.slug).roster.members]
    fresh = [
        Grant(committee=committee, member=member, sealed=decoy(), added_on=clock.today())
        for member in members
        for _ in range(due_on(committee.slug, str(member), on, a_week))
    ]
    try:
        with transaction.atomic():
            ChaffDay.objects.create(committee=committee, on=on)
            Grant.objects.bulk_create(fresh)
            record(Event.CHAFF_ADDED, committee=committee.slug)
    except IntegrityError:
        return 0  # another worker was first
    return len(fresh)
