"""The wrapped key, and setting it anew with the 24 words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from integrity_committee.models import Account, Invitation, Role
from integrity_committee.services import sessions
from meldpunt.core import proof, tokens
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol import age
from meldpunt.protocol.encoding import b64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.session import verify_recovery
from reports.services import committees

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

CHALLENGE = "recovery"
MEMBER_SECRET_BYTES = 32


def wrapped_key(account: Account) -> str | None:
    """The sealed member secret, or None when the member keeps it off the server."""
    return b64u(bytes(account.wrapped)) if account.wrapped else None


def check_wrapped(wrapped: bytes) -> None:
    """An age file for one recipient over 32 bytes.

    Raises:
        Problem: 422 `not-sealed`.
    """
    try:
        sealed = age.inspect(wrapped)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    if sealed.stanzas != 1 or sealed.payload_length != MEMBER_SECRET_BYTES:
        raise Problem("not-sealed", 422)


def open_account(  # noqa: PLR0913, PLR0917  (a plain list of what an account is)
    username: str, role: Role, committee: str, secret: str, member: UUID | None, wrapped: bytes | None
) -> Account:
    """Make an account. `secret` is the sign-in secret that the browser derived."""
    if wrapped is not None:
        check_wrapped(wrapped)
    return Account.objects.create(
        username=username,
        role=role,
        committee=committee,
        password=make_password(secret),
        member=member,
        wrapped=wrapped,
    )


def recover(altcha: str, recovery: Mapping[str, Any], origin: str) -> None:
    """Set sign-in secret and wrapped key anew, asked for by the member's own key.

    Exempt from the lock on signing in, so that an outsider cannot keep a member out.

    Raises:
        Problem: 404 `no-account` for every mismatch; 409 `challenge-expired`; 422 `proof-of-work` or `not-sealed`.
    """
    proof.spend(altcha)
    try:
        asked = verify_recovery(recovery)
    except ProtocolError as error:
        raise Problem("no-account", 404) from error
    tokens.use_challenge(CHALLENGE, asked.challenge)
    account = Account.objects.filter(username=asked.username, role=Role.MEMBER, is_active=True).first()
    if account is None or asked.origin != origin or asked.signing_key != _signing_key(account):
        raise Problem("no-account", 404)
    with transaction.atomic():
        account.password, account.wrapped = make_password(asked.password), asked.wrapped
        account.save(update_fields=["password", "wrapped"])
        sessions.end_all(account)
        record(Event.KEY_RECOVERED, committee=account.committee)


def _signing_key(account: Account) -> str | None:
    """The member's signing key: in the newest roster, or of who is not in it yet, as the invitation was accepted."""
    invited = Invitation.objects.filter(account=account).exclude(signing_key="").first()
    if invited:
        return str(invited.signing_key)
    seated = committees.newest_roster(account.committee).roster.member(str(account.member))
    return seated.signing_key if seated else None
