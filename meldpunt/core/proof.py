"""Proof of work against abuse, in the ALTCHA library's own format; no address, cookie or fingerprint is looked at.

Random-prefix mode: a proof takes a telephone a few tenths of a second and the server one derivation to check.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from typing import Any

import altcha
from django.conf import settings
from django.utils.crypto import salted_hmac

from meldpunt.core import clock
from meldpunt.core.problems import Problem
from meldpunt.core.services import use_once

ALGORITHM = "PBKDF2/SHA-256"
LASTS = timedelta(hours=1)
LIMIT = 4096  # characters of a payload
KEY_LENGTH = 32


def _secret() -> str:
    return salted_hmac("meldpunt.proof-of-work", b"").hexdigest()


def new_challenge() -> dict[str, Any]:
    """A fresh challenge. It expires on an hour boundary, so the challenge does not tell when it was asked for."""
    challenge: dict[str, Any] = altcha.create_challenge(
        ALGORITHM,
        settings.ALTCHA_COST,
        key_prefix=settings.ALTCHA_PREFIX,
        expires_at=clock.hour_boundary(LASTS),
        hmac_secret=_secret(),
    ).to_dict()
    return challenge


def spend(payload: str) -> None:
    """Check a proof and use it up.

    Raises:
        Problem: 422 `proof-of-work` if it is malformed, wrong or expired; 409 `proof-of-work-used` if it was used up.
    """
    if len(payload) > LIMIT or not _is_ours(payload):
        raise Problem("proof-of-work", 422)
    result = altcha.verify_solution(payload, _secret())
    if not result.verified:
        raise Problem("proof-of-work", 422)
    use_once(_nonce(payload), LASTS * 2, "proof-of-work-used")


def _is_ours(payload: str) -> bool:
    """Whether the parameters are those we ask for: a dearer one is never run for a stranger."""
    try:
        asked = json.loads(base64.b64decode(payload, validate=True))["challenge"]["parameters"]
        numbers = (asked["cost"], asked["keyLength"])
        return bool(
            asked["algorithm"] == ALGORITHM
            and asked["keyPrefix"] == settings.ALTCHA_PREFIX
            and numbers == (settings.ALTCHA_COST, KEY_LENGTH)
            # 5000.0 equals 5000, is signed alike, and is no number of rounds.
            and all(type(number) is int for number in numbers),
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return False


def _nonce(payload: str) -> bytes:
    """What makes a proof one of a kind: its challenge's signed nonce, which no re-encoding of the payload changes."""
    nonce: str = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["nonce"]
    return b"proof:" + nonce.encode()
