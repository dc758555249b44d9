"""The committee's own room: who sits in it, and the roster that waits for signatures. Thin: services decide."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (ninja reads the annotations at run time)
from typing import Annotated, Any
from uuid import UUID  # noqa: TC003

from django.http import HttpRequest  # noqa: TC002
from ninja import Field, Router, Schema, Status

from integrity_committee.api.auth import MemberSession, account_of
from integrity_committee.models import RosterDraft  # noqa: TC001
from integrity_committee.services import devices, founding, rosters
from meldpunt.protocol.encoding import b64u, check_uuid4, unb64u
from reports.api import Dsse, Strict

router = Router(tags=["rosters"], auth=MemberSession())

MOST_MEMBERS = 9
Hash = Annotated[str, Field(max_length=43)]


class Person(Schema):
    """Somebody with a seat, standing by, or invited. Without keys, the invitation is not accepted yet."""

    member: str
    name: str
    seat: str
    recipient: str
    signing_key: str
    deputy: bool
    replaces: UUID | None
    valid_until: date | None
    seated: bool


class Draft(Schema):
    """A roster that waits for signatures."""

    hash: str
    payload: str
    drafted_by: UUID
    drafted_on: date
    signers: list[str]
    stopped_by: UUID | None


class NewDevice(Schema):
    """A member who asks for a new one-time-code device."""

    member: UUID
    confirmed_by: list[str]


class Room(Schema):
    """What the committee has in hand. `plan` is there while the committee is being founded."""

    plan: dict[str, Any] | None
    people: list[Person]
    draft: Draft | None
    devices: list[NewDevice]


class Share(Strict):
    """A sealed share of the draft's release seed."""

    member: str
    sealed: str


class DraftIn(Strict):
    """A roster for signing."""

    payload: str
    shares: Annotated[list[Share], Field(max_length=MOST_MEMBERS)]


class SignatureIn(Strict):
    """One member's signature."""

    signed: Dsse


class SignedOut(Schema):
    """Whether the roster is in force now."""

    in_force: bool


class DraftName(Strict):
    """Which draft is meant."""

    hash: Hash


class DeviceConfirmation(Strict):
    """A colleague's number, as they said it."""

    member: Annotated[str, Field(max_length=36)]
    number: Annotated[str, Field(max_length=4)]


class DeviceConfirmed(Schema):
    """Whether the new device is in use now."""

    in_use: bool


class ReleaseShareOut(Schema):
    """A sealed share of a roster's release seed."""

    roster: str
    sealed: str


def described(draft: RosterDraft | None) -> dict[str, Any] | None:
    """A draft as the API shows it."""
    if draft is None:
        return None
    return {
        "hash": draft.hash,
        "payload": b64u(bytes(draft.payload)),
        "drafted_by": draft.drafted_by,
        "drafted_on": draft.drafted_on,
        "signers": rosters.signers_of(draft),
        "stopped_by": draft.stopped_by,
    }


@router.get("/room", response=Room)
def show_room(request: HttpRequest) -> dict[str, Any]:
    """Who is there, who is waited for, what is to be signed."""
    committee = account_of(request).committee
    return {
        "plan": founding.plan_of(committee),
        "people": rosters.people(committee),
        "draft": described(rosters.draft_of(committee)),
        "devices": devices.waiting(committee),
    }


@router.post("/room/draft", response={201: Draft})
def post_draft(request: HttpRequest, body: DraftIn) -> Status[Any]:
    """Put a roster up for signing."""
    shares = [share.model_dump() for share in body.shares]
    return Status(201, described(rosters.post_draft(account_of(request), unb64u(body.payload), shares)))


@router.post("/room/draft/signatures", response={201: SignedOut})
def sign_draft(request: HttpRequest, body: SignatureIn) -> Status[Any]:
    """Sign the roster."""
    epoch = rosters.sign(account_of(request), body.signed.model_dump())
    return Status(201, {"in_force": epoch is not None})


@router.post("/room/draft/stop", response={204: None})
def stop_draft(request: HttpRequest, body: DraftName) -> Status[None]:
    """Say that the words are different: nobody signs any more."""
    rosters.stop(account_of(request), body.hash)
    return Status(204, None)


@router.post("/room/draft/discard", response={204: None})
def discard_draft(request: HttpRequest, body: DraftName) -> Status[None]:
    """Take the draft away."""
    rosters.discard(account_of(request), body.hash)
    return Status(204, None)


@router.post("/room/devices/confirm", response=DeviceConfirmed)
def confirm_device(request: HttpRequest, body: DeviceConfirmation) -> dict[str, bool]:
    """Confirm a colleague's new device."""
    return {"in_use": devices.confirm(account_of(request), check_uuid4(body.member), body.number)}


@router.get("/release-shares", response=list[ReleaseShareOut])
def release_shares(request: HttpRequest) -> list[dict[str, str]]:
    """The member's sealed release shares."""
    held = rosters.release_shares(account_of(request))
    return [{"roster": share.roster, "sealed": b64u(bytes(share.sealed))} for share in held]
