"""Rosters on their way: drafted by one member, compared by voice, signed, and in force when enough have signed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from integrity_committee.models import Account, Founding, Invitation, ReleaseShare, RosterDraft
from integrity_committee.services import sessions
from meldpunt.core import clock
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import unb64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.roster import SUFFIX, add_signatures, parse_roster, payload_hash, verify_chain
from reports.services import committees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meldpunt.protocol.roster import Epoch, Member, Roster

SHARE_SIZE = 512  # protocol.md §8
CLOCKS_DIFFER = timedelta(days=1)


def epoch_in_force(committee: str) -> Epoch | None:
    """The newest roster of the committee; None while it is being founded."""
    try:
        return committees.newest_roster(committee)
    except Problem:
        return None


def name_of(committee: str) -> dict[str, str]:
    """The committee's name by language, from its roster or from its plan."""
    epoch = epoch_in_force(committee)
    if epoch:
        return dict(epoch.roster.name)
    founding = Founding.objects.filter(committee=committee).first()
    return dict(json.loads(founding.plan)["name"]) if founding else {}


def people(committee: str) -> list[dict[str, Any]]:
    """Who sits in the committee, stands by, or is invited: what a roster can be drafted from."""
    epoch = epoch_in_force(committee)
    seated = [_entry(member) | {"seated": True} for member in epoch.roster.members] if epoch else []
    invited = Invitation.objects.filter(committee=committee, role="member").order_by("name", "id")
    return seated + [
        {
            "member": str(one.id),
            "name": one.name,
            "seat": one.seat,
            "recipient": one.recipient,
            "signing_key": one.signing_key,
            "deputy": one.deputy,
            "replaces": one.replaces,
            "valid_until": one.valid_until,
            "seated": False,
        }
        for one in invited
        if one.account_id or one.valid_until >= clock.today()
    ]


def _entry(member: Member) -> dict[str, Any]:
    return {
        "member": member.id,
        "name": member.name,
        "seat": member.seat,
        "recipient": member.recipient,
        "signing_key": member.signing_key,
        "deputy": False,
        "replaces": None,
        "valid_until": None,
    }


def draft_of(committee: str) -> RosterDraft | None:
    """The roster that waits for signatures."""
    return RosterDraft.objects.filter(committee=committee).first()


def signers_of(draft: RosterDraft) -> list[str]:
    """Signing keys that have signed the draft."""
    return dsse.verify(json.loads(draft.signed), SUFFIX)[1] if draft.signed else []


def post_draft(by: Account, payload: bytes, shares: Sequence[Mapping[str, str]]) -> RosterDraft:
    """Put a roster up for signing, with a sealed share of its release seed for every member.

    Raises:
        Problem: 409 `draft-exists` or `roster-changed`; 422 `roster-refused`, `foreign-member`, `wrong-date`,
            `not-sealed`.
    """
    try:
        roster = parse_roster(payload)
    except ProtocolError as error:
        raise Problem("roster-refused", 422) from error
    _check_place(by, roster)
    _check_people(by, roster)
    sealed = _checked_shares(roster, shares)
    if abs(roster.issued_on - clock.today()) > CLOCKS_DIFFER:
        raise Problem("wrong-date", 422)
    return _kept(by, payload, sealed)


@transaction.atomic
def _kept(by: Account, payload: bytes, shares: Mapping[str, bytes]) -> RosterDraft:
    name = payload_hash(payload)
    there = RosterDraft.objects.select_for_update().filter(committee=by.committee).first()
    if there and there.hash == name:
        return there  # the same again: its answer was lost
    if there:
        raise Problem("draft-exists", 409)
    try:
        with transaction.atomic():
            draft = RosterDraft.objects.create(
                committee=by.committee, hash=name, payload=payload, drafted_by=str(by.member), drafted_on=clock.today()
            )
    except IntegrityError:
        raise Problem("draft-exists", 409) from None
    ReleaseShare.objects.bulk_create(
        [ReleaseShare(roster=name, member=UUID(member), sealed=share) for member, share in shares.items()]
    )
    record(Event.ROSTER_DRAFTED, committee=by.committee, about=name)
    return draft


def _check_place(by: Account, roster: Roster) -> None:
    """The draft goes on from what is there: the operator's plan, or the roster in force."""
    if roster.committee != by.committee:
        raise Problem("roster-refused", 422)
    epoch = epoch_in_force(by.committee)
    if epoch is None:
        _check_plan(roster)
        return
    if roster.epoch != epoch.roster.epoch + 1 or roster.previous != epoch.hash:
        raise Problem("roster-changed", 409)
    if epoch.roster.member(str(by.member)) is None:
        raise Problem("foreign-member", 422)


def _check_plan(roster: Roster) -> None:
    founding = Founding.objects.filter(committee=roster.committee).first()
    bodies = [{"id": body.id, "name": body.name, "country": body.country} for body in roster.bodies]
    asked = {"name": roster.name, "bodies": bodies, "quorum": roster.quorum}
    if founding is None or roster.epoch != 0 or json.loads(founding.plan) != asked:
        raise Problem("roster-refused", 422)


def _check_people(by: Account, roster: Roster) -> None:
    """Nobody gets in with a key that was not made on an invitation."""
    epoch = epoch_in_force(by.committee)
    known = {(one.id, one.recipient, one.signing_key) for one in epoch.roster.members} if epoch else set()
    for one in Invitation.objects.filter(committee=by.committee, account__isnull=False):
        known.add((str(one.id), one.recipient, one.signing_key))
    if any((one.id, one.recipient, one.signing_key) not in known for one in roster.members):
        raise Problem("foreign-member", 422)


def _checked_shares(roster: Roster, shares: Sequence[Mapping[str, str]]) -> dict[str, bytes]:
    members = {member.id for member in roster.members}
    sealed = {share["member"]: share["sealed"] for share in shares}
    if len(shares) != len(sealed) or sealed.keys() != members or roster.release.shares.keys() != members:
        raise Problem("foreign-member", 422)
    return {member: _sealed_share(text) for member, text in sealed.items()}


def _sealed_share(text: str) -> bytes:
    raw = unb64u(text)
    try:
        fits = age.inspect(raw) == age.Inspection(1, SHARE_SIZE)
    except ProtocolError:
        fits = False
    if not fits:
        raise Problem("not-sealed", 422)
    return raw


@transaction.atomic
def sign(by: Account, signed: Mapping[str, Any]) -> Epoch | None:
    """Add a signature to the draft; returns the roster when it is now in force.

    Raises:
        Problem: 404 `no-draft`; 409 `draft-stopped` or `stale-draft`; 422 `bad-signature` or `foreign-member`.
    """
    draft = _open_draft(by.committee)
    payload, signer = dsse.verify_single(signed, SUFFIX)
    if payload_hash(payload) != draft.hash:
        raise Problem("stale-draft", 409)
    if draft.stopped_by:
        raise Problem("draft-stopped", 409)
    if signer not in _keys_of(by):
        raise Problem("foreign-member", 422)
    merged = add_signatures(json.loads(draft.signed), dict(signed)) if draft.signed else dict(signed)
    draft.signed = json.dumps(merged)
    draft.save(update_fields=["signed"])
    return _in_force(draft, merged)


def _open_draft(committee: str) -> RosterDraft:
    draft = RosterDraft.objects.select_for_update().filter(committee=committee).first()
    if draft is None:
        raise Problem("no-draft", 404)
    return draft


def _keys_of(account: Account) -> set[str]:
    """The keys with which this account may sign: of its entry in force, of its accepted invitation."""
    epoch = epoch_in_force(account.committee)
    seated = epoch.roster.member(str(account.member)) if epoch else None
    invited = Invitation.objects.filter(account=account).exclude(signing_key="").first()
    return {one.signing_key for one in (seated, invited) if one}


def _in_force(draft: RosterDraft, signed: dict[str, Any]) -> Epoch | None:
    try:
        verify_chain([*committees.chain_of(draft.committee), signed])
    except ProtocolError:
        return None  # more signatures are needed
    epoch = committees.accept_roster(signed)
    draft.delete()
    founding = Founding.objects.filter(committee=epoch.roster.committee).first()
    if founding:
        if founding.succeeds:
            committees.succeed(founding.succeeds, epoch.roster.committee)
        founding.delete()
    Invitation.objects.filter(id__in=[member.id for member in epoch.roster.members]).delete()
    _let_go(epoch)
    return epoch


def _let_go(epoch: Epoch) -> None:
    """Who no longer has a seat no longer signs in. A deputy who waits for one still does."""
    committee, seated = epoch.roster.committee, {member.id for member in epoch.roster.members}
    waiting = set(Invitation.objects.filter(committee=committee).values_list("account_id", flat=True))
    for account in Account.objects.filter(committee=committee, role="member", is_active=True):
        if str(account.member) not in seated and account.pk not in waiting:
            account.is_active = False
            account.save(update_fields=["is_active"])
            sessions.end_all(account)


@transaction.atomic
def stop(by: Account, name: str) -> None:
    """A member heard other words than their own browser shows: nobody signs this draft any more.

    Raises:
        Problem: 404 `no-draft`; 409 `stale-draft`.
    """
    draft = _open_draft(by.committee)
    if draft.hash != name:
        raise Problem("stale-draft", 409)
    if draft.stopped_by is None:
        draft.stopped_by = by.member
        draft.save(update_fields=["stopped_by"])
        record(Event.ROSTER_STOPPED, committee=by.committee, about=name)


@transaction.atomic
def discard(by: Account, name: str) -> None:
    """Take a draft away, so that another can be made. Any member with a seat may: nobody is bound by it.

    Raises:
        Problem: 404 `no-draft`; 409 `stale-draft`; 422 `foreign-member`: somebody who only stands by.
    """
    draft = _open_draft(by.committee)
    epoch = epoch_in_force(by.committee)
    if epoch and epoch.roster.member(str(by.member)) is None:
        raise Problem("foreign-member", 422)
    if draft.hash != name:
        raise Problem("stale-draft", 409)
    ReleaseShare.objects.filter(roster=name).delete()
    draft.delete()


def release_shares(account: Account) -> list[ReleaseShare]:
    """The member's sealed release shares, of every roster that has one for them."""
    return list(ReleaseShare.objects.filter(member=str(account.member)).order_by("id"))
