"""The staff passphrase: one phrase that signs in and opens the member's own key (protocol section 2)."""

import re
import unicodedata

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from meldpunt.protocol import age
from meldpunt.protocol.encoding import b64u
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.keys import MEMBER_SECRET_SIZE, derive

_USERNAME = re.compile(r"[a-z0-9-]{3,32}")
# ECMAScript's white space, spelled out: Python's own \s differs from it in six characters.
_WHITE_SPACE = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def check_username(value: object) -> str:
    """A username: 3 to 32 lower-case letters, digits and hyphens."""
    if not isinstance(value, str) or not _USERNAME.fullmatch(value):
        raise MalformedError("not a username")
    return value


def normalise_passphrase(passphrase: str) -> str:
    """NFKC, trimmed, each run of white space one space."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFKC", passphrase)).strip(" ")


def stretch(username: str, passphrase: str) -> bytes:
    """32 bytes by scrypt (RFC 7914): N 2¹⁷, r 8, p 1, which takes 128 MiB and about half a second."""
    salt = f"meldpunt/v1/staff/{check_username(username)}".encode()
    return Scrypt(salt, 32, 2**17, 8, 1).derive(normalise_passphrase(passphrase).encode("utf-8"))


def sign_in_secret(stretched: bytes) -> str:
    """What is sent as the password."""
    return b64u(derive(stretched, "meldpunt/v1/staff/sign-in"))


def wrap_identity(stretched: bytes) -> str:
    """The age identity that opens the wrapped key; never sent."""
    return age.identity_from_secret(derive(stretched, "meldpunt/v1/staff/wrap"))


def wrap_member_secret(secret: bytes, recipient: str) -> bytes:
    """The wrapped key: the member secret sealed to the recipient of `wrap_identity`."""
    if len(secret) != MEMBER_SECRET_SIZE:
        raise MalformedError("a member secret has 32 bytes")
    return age.encrypt(secret, [recipient])


def unwrap_member_secret(wrapped: bytes, identity: str) -> bytes:
    """The member secret from its wrapped key.

    Raises:
        DecryptError: a wrong passphrase.
    """
    secret = age.decrypt(wrapped, identity)
    if len(secret) != MEMBER_SECRET_SIZE:
        raise MalformedError("a member secret has 32 bytes")
    return secret
