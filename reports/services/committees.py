"""Committees and their roster chains: on show for everyone, extended only by what verifies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol.encoding import unb64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.roster import parse_roster, verify_chain
from reports.models import Committee, RosterEpoch

if TYPE_CHECKING:
    from meldpunt.protocol.roster import Epoch, Roster


def chain_of(slug: str) -> list[dict[str, Any]]:
    """The committee's roster chain as signed, oldest first; empty if there is no such committee."""
    signed = RosterEpoch.objects.filter(committee=slug).order_by("epoch").values_list("signed", flat=True)
    return [json.loads(envelope) for envelope in signed]


def on_show() -> list[dict[str, Any]]:
    """Every committee with the name and bodies of its newest roster."""
    slugs = Committee.objects.order_by("slug").values_list("slug", flat=True)
    rosters = {slug: newest_roster(slug) for slug in slugs}
    return [
        {
            "committee": slug,
            "name": epoch.roster.name,
            "bodies": [{"id": body.id, "name": body.name, "country": body.country} for body in epoch.roster.bodies],
        }
        for slug, epoch in rosters.items()
    ]


def newest_roster(slug: str) -> Epoch:
    """The newest epoch of a committee.

    Raises:
        Problem: 404 `no-committee`.
    """
    newest = RosterEpoch.objects.filter(committee=slug).order_by("-epoch").values_list("hash", flat=True).first()
    if newest is None:
        raise Problem("no-committee", 404)
    return _verified(slug, newest)[-1]


_chains: dict[tuple[str, str], list[Epoch]] = {}


def _verified(slug: str, newest: str) -> list[Epoch]:
    """The verified chain up to `newest`. Verified once a process: the key is a hash over the whole chain's end."""
    if (slug, newest) not in _chains:
        for stale in [key for key in _chains if key[0] == slug]:
            _chains.pop(stale, None)
        _chains[slug, newest] = verify_chain(chain_of(slug))
    return _chains[slug, newest]


def successor_of(slug: str) -> str | None:
    """The committee that goes on for one that has lost its quorum. The operator's word: readers are warned, not led."""
    return Committee.objects.filter(slug=slug).values_list("successor", flat=True).first() or None


def succeed(slug: str, successor: str) -> None:
    """Say that another committee goes on. Nothing of the old one is handed over: its keys open it, and no others."""
    Committee.objects.filter(slug=slug).update(successor=successor)


def epochs_of(slug: str) -> list[Epoch]:
    """The committee's verified chain.

    Raises:
        Problem: 404 `no-committee`.
    """
    newest_roster(slug)
    newest = RosterEpoch.objects.filter(committee=slug).order_by("-epoch").values_list("hash", flat=True).first()
    return _verified(slug, newest or "")


def is_member(roster: Roster, member: str) -> bool:
    """Whether the member stands in the roster."""
    return roster.member(member) is not None


@transaction.atomic
def accept_roster(signed: dict[str, Any]) -> Epoch:
    """Add a signed roster to its committee's chain, or found the committee with epoch 0.

    Raises:
        Problem: 422 `roster-refused` when the chain with it does not verify; 409 `roster-changed` when another roster
            took this place meanwhile.
    """
    try:
        slug = _committee_named(signed)
        chain = [*chain_of(slug), signed]
        epoch = verify_chain(chain)[-1]
    except ProtocolError as error:
        raise Problem("roster-refused", 422) from error
    committee, _ = Committee.objects.get_or_create(slug=slug)
    try:
        with transaction.atomic():
            RosterEpoch.objects.create(
                committee=committee, epoch=epoch.roster.epoch, hash=epoch.hash, signed=json.dumps(signed)
            )
    except IntegrityError:
        raise Problem("roster-changed", 409) from None
    record(Event.ROSTER_ACCEPTED, committee=slug, about=epoch.hash)
    return epoch


def _committee_named(signed: dict[str, Any]) -> str:
    """Which chain a signed roster says it belongs to; the chain's verification decides whether that is true."""
    return parse_roster(unb64u(signed.get("payload"))).committee
