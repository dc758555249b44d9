"""The hybrid keys of age: MLKEM768-X25519 (X-Wing) in HPKE, with HKDF-SHA-256 and ChaCha20-Poly1305 (RFC 9180).

The secret key is a 32-byte seed, stretched with SHAKE-256 (draft-connolly-cfrg-xwing-kem, section 5.2).
"""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from meldpunt.protocol.errors import MalformedError

SEED_SIZE = 32
PUBLIC_SIZE = 1216  # ML-KEM-768 encapsulation key, then X25519
ENCAPSULATED_SIZE = 1120  # ML-KEM-768 ciphertext, then X25519
SEALED_KEY_SIZE = 32  # a 16-byte file key and its tag
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

_P = 2**255 - 19
# The u coordinates of small order (RFC 7748 section 6.1; the list of cr.yp.to/ecdh.html), canonical spellings only.
_SMALL_ORDER = frozenset(
    value.to_bytes(32, "little")
    for value in (
        0,
        1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
        _P - 1,
    )
)


def check_x25519(point: bytes) -> None:
    """Raise MalformedError for a u coordinate of small order or in a non-canonical spelling."""
    # Every value of p or more has 0x7f or 0xff as its last byte, so most points need no arithmetic.
    if point in _SMALL_ORDER or (point[31] >= 0x7F and int.from_bytes(point, "little") >= _P):
        raise MalformedError("an X25519 point that may not be used")


def _private(seed: bytes) -> MLKEM768X25519PrivateKey:
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])
    )


def public_of(seed: bytes) -> bytes:
    """The public key of a 32-byte seed."""
    expanded = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key().public_bytes_raw()
    return lattice + X25519PrivateKey.from_private_bytes(expanded[64:]).public_key().public_bytes_raw()


@lru_cache(maxsize=256)
def public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    """A usable public key from its 1,216 bytes.

    Raises:
        MalformedError: wrong length, coefficients out of range (FIPS 203 section 7.2), a weak X25519 part.
    """
    if len(raw) != PUBLIC_SIZE:
        raise MalformedError("a hybrid key of a wrong length")
    check_x25519(raw[-32:])
    try:
        lattice = MLKEM768PublicKey.from_public_bytes(raw[:-32])
        return MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(raw[-32:]))
    except ValueError as error:
        raise MalformedError("not a hybrid key") from error


def seal_key(file_key: bytes, recipient: bytes) -> tuple[bytes, bytes]:
    """The encapsulated key and the sealed file key for one recipient."""
    sealed = _SUITE.encrypt(file_key, public_key(recipient), info=_INFO)
    return sealed[:ENCAPSULATED_SIZE], sealed[ENCAPSULATED_SIZE:]


def open_key(encapsulated: bytes, sealed: bytes, seed: bytes) -> bytes | None:
    """The file key, or None when it was sealed to another recipient."""
    try:
        return _SUITE.decrypt(encapsulated + sealed, _private(seed), info=_INFO)
    except (InvalidTag, ValueError):
        return None
