"""What the operator may know of the committees: dates and what is waited for, never a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrity_committee.models import Founding, Invitation
from integrity_committee.services import rosters
from meldpunt.core import clock
from reports.models import Committee

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 90  # days


def lines() -> Iterator[str]:
    """The state of every committee, a line each."""
    for founding in Founding.objects.order_by("committee"):
        yield f"{founding.committee}: being founded; {_waiting(founding.committee)}"
    for slug in Committee.objects.order_by("slug").values_list("slug", flat=True):
        roster = rosters.epoch_in_force(slug)
        if roster is not None:
            yield f"{slug}: {_validity((roster.roster.valid_until - clock.today()).days)}; {_waiting(slug)}"


def _validity(days: int) -> str:
    if days < 0:
        return f"ROSTER EXPIRED {-days} days ago: no report can be filed until the members sign a new one"
    return f"roster runs {days} days more" + (": the members must renew it" if days <= SOON else "")


def _waiting(committee: str) -> str:
    open_ones = Invitation.objects.filter(committee=committee, account=None, valid_until__gte=clock.today()).count()
    draft = rosters.draft_of(committee)
    told = "nothing waits for signatures"
    if draft:
        told = "a draft was STOPPED by a member" if draft.stopped_by else f"a draft of {draft.drafted_on} waits"
    return f"{open_ones} open invitations; {told}"
