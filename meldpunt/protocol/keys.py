"""Secrets and what follows from them (protocol section 2)."""

import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from meldpunt.protocol import age, ed25519
from meldpunt.protocol.encoding import b64u
from meldpunt.protocol.errors import MalformedError

RECEIPT_SIZE = 16
MEMBER_SECRET_SIZE = 32


def derive(secret: bytes, label: str) -> bytes:
    """32 bytes by HKDF-SHA-256 (RFC 5869): empty salt, the label as info."""
    return HKDF(hashes.SHA256(), 32, b"", label.encode("utf-8")).derive(secret)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a receipt or of a member.

    Attributes:
        identity: age identity, secret.
        recipient: age recipient, public.
        signing_secret: 32 bytes, secret.
        signing_key: Ed25519 public key in base64url.
    """

    identity: str = field(repr=False)
    recipient: str
    signing_secret: bytes = field(repr=False)
    signing_key: str


def _keys(secret: bytes, role: str) -> Keys:
    identity = age.identity_from_secret(derive(secret, f"meldpunt/v1/{role}/age"))
    signing_secret = derive(secret, f"meldpunt/v1/{role}/signing")
    signing_key = b64u(ed25519.public_key(signing_secret))
    return Keys(identity, age.recipient_of(identity), signing_secret, signing_key)


def receipt_keys(receipt: bytes) -> Keys:
    """The reporter's keys from the 16 bytes of the receipt."""
    if len(receipt) != RECEIPT_SIZE:
        raise MalformedError("a receipt has 16 bytes")
    return _keys(receipt, "receipt")


def member_keys(secret: bytes) -> Keys:
    """A member's keys from the 32 bytes of the member secret."""
    if len(secret) != MEMBER_SECRET_SIZE:
        raise MalformedError("a member secret has 32 bytes")
    return _keys(secret, "member")


def generate_receipt() -> bytes:
    """A new receipt."""
    return os.urandom(RECEIPT_SIZE)


def generate_member_secret() -> bytes:
    """A new member secret."""
    return os.urandom(MEMBER_SECRET_SIZE)
