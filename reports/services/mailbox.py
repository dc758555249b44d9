"""The mailbox: only who holds the receipt's key can learn whether it exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meldpunt.core import proof, tokens
from meldpunt.core.problems import Problem
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.session import verify_mailbox_session
from reports.models import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

CHALLENGE = "mailbox"


def open_session(altcha: str, session: Mapping[str, Any], origin: str) -> str:
    """A token for the mailbox whose key signed the challenge.

    Raises:
        Problem: 404 `no-mailbox`, also for a wrong signature or origin; 409 `challenge-expired`; 422 `proof-of-work`.
    """
    proof.spend(altcha)
    try:
        asked = verify_mailbox_session(session)
    except ProtocolError as error:
        raise Problem("no-mailbox", 404) from error
    tokens.use_challenge(CHALLENGE, asked.challenge)
    if asked.origin != origin or not Case.objects.filter(mailbox_key=asked.mailbox).exists():
        raise Problem("no-mailbox", 404)
    return tokens.new_mailbox_token(asked.mailbox)


def case_of(token: str) -> Case | None:
    """The case that a token opens."""
    signing_key = tokens.read_mailbox_token(token)
    return Case.objects.filter(mailbox_key=signing_key).first() if signing_key else None
