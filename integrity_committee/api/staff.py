"""Signing in and everything that belongs to an account: invitation, device, recovery. Thin: services decide."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (ninja reads the annotations at run time)
from typing import Annotated, Any

from django.http import HttpRequest  # noqa: TC002
from ninja import Field, Router, Schema, Status

from integrity_committee.api.auth import StaffSession, account_of
from integrity_committee.services import devices, invitations, keys, rosters, sessions
from integrity_committee.services.invitations import Acceptance
from meldpunt.core import tokens
from meldpunt.protocol.encoding import unb64u
from reports.api import Altcha, ChallengeOut, Dsse, Strict, origin_of

router = Router(tags=["staff"])

Code = Annotated[str, Field(max_length=16)]
InvitationCode = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(max_length=64)]
Password = Annotated[str, Field(max_length=64)]
OtpKey = Annotated[str, Field(max_length=64)]
Hashes = Annotated[list[str], Field(max_length=devices.MOST_CODES)]


class SignIn(Strict):
    """A sign-in: the secret that the passphrase was stretched to, never the passphrase."""

    altcha: Altcha
    username: Annotated[str, Field(max_length=64)]
    password: Annotated[str, Field(max_length=64)]
    code: Annotated[str, Field(max_length=16)]


class SignedIn(Schema):
    """Who is signed in."""

    role: str
    member: str | None
    committee: str
    codes_left: int
    csrf: str


class RecoveryIn(Strict):
    """A signed wish to set sign-in secret and wrapped key anew."""

    altcha: Altcha
    recovery: Dsse


class InvitationIn(Strict):
    """The code of an invitation."""

    altcha: Altcha
    code: InvitationCode


class InvitationOut(Schema):
    """Whom an invitation is for."""

    committee: str
    committee_name: dict[str, str]
    role: str
    name: str
    seat: str
    deputy: bool
    valid_until: date


class AcceptanceIn(Strict):
    """An account made in the person's browser: the server gets public keys, hashes and what is sealed."""

    altcha: Altcha
    code: InvitationCode
    username: Name
    password: Password
    otp_key: OtpKey
    otp_code: Code
    recovery_hashes: Hashes
    wrapped: Annotated[str, Field(max_length=8000)] | None = None
    recipient: Annotated[str, Field(max_length=2000)] = ""
    signing_key: Annotated[str, Field(max_length=64)] = ""
    mail: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""


class DeviceIn(Strict):
    """A new one-time-code device, asked for with everything that signing in takes."""

    altcha: Altcha
    username: Name
    password: Password
    code: Code
    otp_key: OtpKey
    otp_code: Code
    recovery_hashes: Hashes


class DeviceWish(Strict):
    """A wish for a new device by somebody who cannot sign in without one."""

    altcha: Altcha
    username: Name
    password: Password
    otp_key: OtpKey
    otp_code: Code


class DeviceNumber(Schema):
    """What the colleagues are to be told in person or by voice."""

    number: str


@router.post("/session", response=SignedIn, auth=None)
def sign_in(request: HttpRequest, body: SignIn) -> dict[str, Any]:
    """Sign in."""
    return sessions.sign_in(request, body.altcha, body.username, body.password, body.code)


@router.get("/session", response=SignedIn, auth=StaffSession())
def show_session(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, after a page was loaded again."""
    return sessions.describe(request, account_of(request))


@router.delete("/session", response={204: None}, auth=StaffSession())
def sign_out(request: HttpRequest) -> Status[None]:
    """Sign out."""
    sessions.sign_out(request)
    return Status(204, None)


@router.post("/recovery/challenge", response=ChallengeOut, auth=None)
def recovery_challenge(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001
    """Something to sign with the member's key."""
    return {"challenge": tokens.new_challenge(keys.CHALLENGE)}


@router.post("/recovery", response={204: None}, auth=None)
def recover(request: HttpRequest, body: RecoveryIn) -> Status[None]:
    """Set sign-in secret and wrapped key anew with the 24 words."""
    keys.recover(body.altcha, body.recovery.model_dump(), origin_of(request))
    return Status(204, None)


@router.post("/invitations/show", response=InvitationOut, auth=None)
def show_invitation(request: HttpRequest, body: InvitationIn) -> dict[str, Any]:  # noqa: ARG001
    """Whom the invitation is for. Uses nothing up."""
    invitation = invitations.show(body.altcha, body.code)
    return {
        "committee": invitation.committee,
        "committee_name": rosters.name_of(invitation.committee),
        "role": invitation.role,
        "name": invitation.name,
        "seat": invitation.seat,
        "deputy": invitation.deputy,
        "valid_until": invitation.valid_until,
    }


@router.post("/invitations/accept", response={204: None}, auth=None)
def accept_invitation(request: HttpRequest, body: AcceptanceIn) -> Status[None]:  # noqa: ARG001
    """Open the person's account."""
    given = Acceptance(
        username=body.username,
        password=body.password,
        otp_key=unb64u(body.otp_key),
        otp_code=body.otp_code,
        recovery_hashes=body.recovery_hashes,
        wrapped=None if body.wrapped is None else unb64u(body.wrapped),
        recipient=body.recipient,
        signing_key=body.signing_key,
        mail=body.mail,
    )
    invitations.accept(body.altcha, body.code, given)
    return Status(204, None)


@router.post("/device", response={204: None}, auth=None)
def renew_device(request: HttpRequest, body: DeviceIn) -> Status[None]:
    """Set another device and other recovery codes."""
    sheet = {"username": body.username, "password": body.password, "code": body.code}
    device = devices.Device(unb64u(body.otp_key), body.otp_code, body.recovery_hashes)
    devices.renew(request, body.altcha, sheet, device)
    return Status(204, None)


@router.post("/device/ask", response=DeviceNumber, auth=None)
def ask_for_device(request: HttpRequest, body: DeviceWish) -> dict[str, str]:  # noqa: ARG001
    """Ask two colleagues to confirm a new device."""
    number = devices.ask(body.altcha, body.username, body.password, unb64u(body.otp_key), body.otp_code)
    return {"number": number}
