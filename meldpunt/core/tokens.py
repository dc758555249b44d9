"""Purpose-salted signed tokens: what the server hands out and wants back, without keeping a row."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing

from meldpunt.core.problems import Problem
from meldpunt.core.services import use_once

CHALLENGE_SECONDS = 120
MAILBOX_SECONDS = 30 * 60


def new_challenge(purpose: str) -> str:
    """An opaque challenge for signing, 120 seconds, single use."""
    return signing.dumps(secrets.token_urlsafe(16), salt=f"meldpunt.challenge.{purpose}")


def use_challenge(purpose: str, challenge: str) -> None:
    """Use a challenge up.

    Raises:
        Problem: 409 `challenge-expired` if it is not ours, too old, or used.
    """
    try:
        nonce = signing.loads(challenge, salt=f"meldpunt.challenge.{purpose}", max_age=CHALLENGE_SECONDS)
    except signing.BadSignature:
        raise Problem("challenge-expired", 409) from None
    use_once(f"challenge:{purpose}:{nonce}".encode(), timedelta(seconds=CHALLENGE_SECONDS), "challenge-expired")


def new_mailbox_token(signing_key: str) -> str:
    """A bearer token for the mailbox with this signing key."""
    return signing.dumps(signing_key, salt="meldpunt.mailbox")


def read_mailbox_token(token: str) -> str | None:
    """The signing key of the mailbox that the token opens, or None if it opens none (any more)."""
    try:
        signing_key: str = signing.loads(token, salt="meldpunt.mailbox", max_age=MAILBOX_SECONDS)
    except signing.BadSignature:
        return None
    return signing_key
