"""Ed25519 with one answer everywhere (RFC 8032 section 5.1, without the latitude that libraries differ in).

A public key must be canonical, on the curve and not of small order; S must be below the group order; the equation is
checked without cofactor, comparing R byte for byte. The last two are what OpenSSL does, behind Python and in browsers.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meldpunt.protocol.encoding import unb64u
from meldpunt.protocol.errors import MalformedError

KEY_SIZE = 32
SIGNATURE_SIZE = 64
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_Y_BITS = (1 << 255) - 1
_EIGHTH_Y = 2707385501144840649318225287225658788936804267575313519463743609750303402022  # of the points of order 8
_SMALL_ORDER_Y = frozenset((0, 1, _P - 1, _EIGHTH_Y, _P - _EIGHTH_Y))


@lru_cache(maxsize=1024)
def is_usable(key: bytes) -> bool:
    """Whether 32 bytes are a public key that may sign: canonical, on the curve, not of small order."""
    if len(key) != KEY_SIZE:
        return False
    y = int.from_bytes(key, "little") & _Y_BITS
    if y >= _P or y in _SMALL_ORDER_Y:
        return False
    # x² = (y² - 1) / (d y² + 1) must have a root: Euler's criterion.
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    return pow(square, (_P - 1) // 2, _P) == 1


def check_key(text: object) -> bytes:
    """The bytes of a signing key in base64url, or MalformedError for one that may not be used."""
    key = unb64u(text, KEY_SIZE)
    if not is_usable(key):
        raise MalformedError("a signing key that may not be used")
    return key


def public_key(secret: bytes) -> bytes:
    """The public key of a 32-byte secret."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    """A 64-byte signature."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def verifies(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is by this key over this message."""
    if len(signature) != SIGNATURE_SIZE or not is_usable(key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
