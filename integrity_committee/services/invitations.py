"""Invitations on paper: made by the operator, accepted once, by the person named on them."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from integrity_committee.models import Account, Invitation, Role
from integrity_committee.services import devices, keys
from meldpunt.core import clock, proof
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol import age, ed25519
from meldpunt.protocol.encoding import sha256_b64u, unb64u
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.roster import Seat
from meldpunt.protocol.staff import check_username

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

CODE_BYTES = 16
VALID = timedelta(days=30)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """A person whom the operator invites.

    Attributes:
        seat: without meaning for a union representative.
        deputy: stands by with a key, outside the roster until a change brings them in.
        replaces: the member whose place this person takes, or the same person's earlier entry.
    """

    name: str
    seat: Seat = Seat.MEMBER
    deputy: bool = False
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed for one person. The code stands on the paper alone."""

    invited: Invited
    code: str = field(repr=False)
    valid_until: date


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the person's browser hands in; every secret was made there.

    Attributes:
        password: the sign-in secret, derived from the passphrase.
        wrapped: the sealed member secret, or None when it is kept off the server.
        recipient, signing_key: the member's public keys; empty for a union representative.
        recovery_hashes: SHA-256 of each recovery code.
    """

    username: str
    password: str = field(repr=False)
    otp_key: bytes = field(repr=False)
    otp_code: str = field(repr=False)
    recovery_hashes: Sequence[str] = field(repr=False)
    wrapped: bytes | None = field(default=None, repr=False)
    recipient: str = ""
    signing_key: str = ""
    mail: str = ""


def invite(committee: str, role: Role, invited: Invited) -> Paper:
    """Make an invitation. Its code is returned once and kept nowhere."""
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    valid_until = clock.today() + VALID
    Invitation.objects.create(
        committee=committee,
        role=role,
        name=invited.name,
        seat=invited.seat if role == Role.MEMBER else "",
        deputy=invited.deputy,
        replaces=invited.replaces,
        code=_digest(code),
        valid_until=valid_until,
    )
    record(Event.INVITED, committee=committee)
    return Paper(invited, code, valid_until)


def show(altcha: str, code: str) -> Invitation:
    """The invitation of this code, so that its person can see whether it is theirs. Uses nothing up.

    Raises:
        Problem: 422 `proof-of-work`; 404 `no-invitation`; 409 `invitation-used`.
    """
    proof.spend(altcha)
    invitation = _by_code(code)
    if invitation.account_id:
        raise Problem("invitation-used", 409)
    return invitation


@transaction.atomic
def accept(altcha: str, code: str, given: Acceptance) -> Account:
    """Open the person's account. The same acceptance again gets the same answer, since an answer can be lost.

    Raises:
        Problem: 404 `no-invitation`; 409 `invitation-used` or `name-taken`; 422 `one-time-code`, `malformed`,
            `not-sealed`, `proof-of-work`.
    """
    proof.spend(altcha)
    invitation = _by_code(code, lock=True)
    if invitation.account:
        return _same_again(invitation, given)
    _check(invitation, given)
    devices.check_code(given.otp_key, given.otp_code)
    if Account.objects.filter(username=given.username).exists():
        raise Problem("name-taken", 409)
    member = invitation.id if invitation.role == Role.MEMBER else None
    account = keys.open_account(
        given.username, Role(invitation.role), invitation.committee, given.password, member, given.wrapped
    )
    account.mail = given.mail
    account.save(update_fields=["mail"])
    devices.set_device(account, given.otp_key, given.recovery_hashes)
    invitation.account = account
    invitation.recipient, invitation.signing_key = given.recipient, given.signing_key
    invitation.save(update_fields=["account", "recipient", "signing_key"])
    record(Event.INVITATION_ACCEPTED, committee=invitation.committee)
    return account


def _same_again(invitation: Invitation, given: Acceptance) -> Account:
    account = invitation.account
    same = account and (account.username, invitation.signing_key) == (given.username, given.signing_key)
    if account is None or not same or not account.check_password(given.password):
        raise Problem("invitation-used", 409)
    return account


def _check(invitation: Invitation, given: Acceptance) -> None:
    check_username(given.username)
    unb64u(given.password, SECRET_BYTES)
    if invitation.role == Role.UNION:
        if given.wrapped is not None or given.recipient or given.signing_key:
            raise MalformedError("a union representative has no member key")
        return
    age.check_recipient(given.recipient)
    ed25519.check_key(given.signing_key)
    taken = Invitation.objects.filter(signing_key=given.signing_key) | Invitation.objects.filter(
        recipient=given.recipient
    )
    if taken.exists():
        raise MalformedError("a key that somebody has already")


def _by_code(code: str, *, lock: bool = False) -> Invitation:
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects
    invitation = rows.filter(code=_digest(code), valid_until__gte=clock.today()).first()
    if invitation is None:
        raise Problem("no-invitation", 404)
    return invitation


def _digest(code: str) -> str:
    """A code is typed in any case, with or without hyphens; 0 and 1 are read as the letters they look like."""
    plain = "".join(code.upper().replace("0", "O").replace("1", "I").replace("-", " ").split())
    return sha256_b64u(plain.encode())
