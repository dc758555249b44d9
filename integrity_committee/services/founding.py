"""A committee founds itself: its signed roster and its members' accounts come in together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from integrity_committee.models import Account, Role
from integrity_committee.services import keys
from meldpunt.core.problems import Problem
from reports.services import committees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meldpunt.protocol.roster import Epoch


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a member's browser hands in.

    Attributes:
        password: the sign-in secret, derived in the browser from the passphrase.
        wrapped: the sealed member secret, or None when it is kept off the server.
        otp_key: the one-time-code secret, 20 bytes.
    """

    username: str
    password: str = field(repr=False)
    member: str | None
    wrapped: bytes | None = field(repr=False)
    otp_key: bytes = field(repr=False)


@transaction.atomic
def found(signed: Mapping[str, Any], accounts: Sequence[NewAccount]) -> Epoch:
    """Found a committee: its roster of epoch 0, signed by all, and an account for each member.

    Raises:
        Problem: 422 `roster-refused` or `not-sealed`; 422 `foreign-member` when accounts and members are not the same.
    """
    epoch = committees.accept_roster(dict(signed))
    if {account.member for account in accounts} != {member.id for member in epoch.roster.members}:
        raise Problem("foreign-member", 422)
    for account in accounts:
        open_account(account, Role.MEMBER, epoch.roster.committee)
    return epoch


def open_account(new: NewAccount, role: Role, committee: str) -> Account:
    """Open one account with its one-time-code device."""
    member = UUID(new.member) if new.member else None
    account = keys.open_account(new.username, role, committee, new.password, member, new.wrapped)
    TOTPDevice.objects.create(user=account, name="one-time code", key=new.otp_key.hex(), confirmed=True)
    return account
