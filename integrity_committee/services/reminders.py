"""Mails that say that there is something to do, and nothing else: a roster that runs out in 90, 30 or 7 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail

from integrity_committee.models import Account, Reminder, Role
from integrity_committee.services import rosters
from meldpunt.core import clock
from reports.models import Committee

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = (90, 30, 7)
SUBJECT = "Meldpunt"
TEXT = "Er staat iets voor u klaar. Log in op {address}\n\nThere is something for you to do. Sign in at {address}\n"


def remind() -> int:
    """Note who is to be reminded, then send what was not sent; returns how many were sent.

    A kill between sending and noting sends one mail twice, never none.
    """
    for account, roster, days in _due():
        Reminder.objects.get_or_create(account=account, roster=roster, days=days)
    return sum(_send(reminder) for reminder in Reminder.objects.filter(sent=False).select_related("account"))


def _due() -> Iterator[tuple[Account, str, int]]:
    """Everyone with a seat and an address, once for each of the three moments that is reached."""
    for slug in Committee.objects.values_list("slug", flat=True):
        epoch = rosters.epoch_in_force(slug)
        if epoch is None:
            continue
        left = (epoch.roster.valid_until - clock.today()).days
        reached = [days for days in DAYS if left <= days]
        seated = [member.id for member in epoch.roster.members]
        accounts = Account.objects.filter(committee=slug, role=Role.MEMBER, is_active=True, member__in=seated)
        for account in accounts.exclude(mail="") if reached else ():
            yield account, epoch.hash, min(reached)


def _send(reminder: Reminder) -> bool:
    if not settings.EMAIL_HOST:
        return False
    text = TEXT.format(address=f"{settings.ADDRESS}/nl/committee/")
    try:
        send_mail(SUBJECT, text, None, [reminder.account.mail])
    except OSError:  # the mail server does not answer or refuses: the next sweep tries again
        return False
    reminder.sent = True
    reminder.save(update_fields=["sent"])
    return True
