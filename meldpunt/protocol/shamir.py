"""Secret sharing (Shamir, 1979) over GF(2⁸) with polynomial 0x11b; a share is its y bytes followed by its x byte.

Not constant in time: it runs in the offline tool and in tests, never where an attacker can measure it.
"""

import os
import secrets
from collections.abc import Sequence

from meldpunt.protocol.errors import SharesError

_MAX_SHARES = 255


def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    exp, log = [0] * 510, [0] * 256
    value = 1
    for power in range(255):
        exp[power] = exp[power + 255] = value
        log[value] = power
        value ^= value << 1  # times 3, a generator
        if value & 0x100:
            value ^= 0x11B
    return tuple(exp), tuple(log)


_EXP, _LOG = _tables()


def _multiply(a: int, b: int) -> int:
    return _EXP[_LOG[a] + _LOG[b]] if a and b else 0


def _divide(a: int, b: int) -> int:
    return _EXP[_LOG[a] + 255 - _LOG[b]] if a else 0


def split(secret: bytes, threshold: int, count: int) -> list[bytes]:
    """`count` shares of which any `threshold` give the secret back and fewer tell nothing.

    Raises:
        SharesError: numbers that make no sense, or an empty secret.
    """
    if not 2 <= threshold <= count <= _MAX_SHARES or not secret:
        raise SharesError("2 ≤ threshold ≤ shares ≤ 255, of something")
    places = secrets.SystemRandom().sample(range(1, 256), count)
    # One random polynomial a byte, highest power first, the secret byte at zero.
    polynomials = [[*os.urandom(threshold - 1), byte] for byte in secret]
    return [bytes([_evaluate(polynomial, x) for polynomial in polynomials] + [x]) for x in places]


def _evaluate(polynomial: Sequence[int], x: int) -> int:
    value = 0
    for coefficient in polynomial:
        value = _multiply(value, x) ^ coefficient
    return value


def combine(shares: Sequence[bytes]) -> bytes:
    """The secret, by Lagrange interpolation at zero through all shares given.

    Too few or wrong shares give wrong bytes, not an error: check each against its commitment first.

    Raises:
        SharesError: fewer than two, lengths that differ, an x of zero or an x that stands twice (positions named).
    """
    if not 2 <= len(shares) <= _MAX_SHARES:
        raise SharesError("two shares at least")
    size = len(shares[0])
    odd = tuple(str(i) for i, share in enumerate(shares) if len(share) != size or len(share) < 2 or share[-1] == 0)
    if odd:
        raise SharesError("a share of a wrong form", odd)
    places = [share[-1] for share in shares]
    double = tuple(str(i) for i, x in enumerate(places) if places.count(x) > 1)
    if double:
        raise SharesError("a share twice", double)
    weights = [_weight(x, places) for x in places]
    secret = bytearray(size - 1)
    for share, weight in zip(shares, weights, strict=True):
        for i in range(size - 1):
            secret[i] ^= _multiply(share[i], weight)
    return bytes(secret)


def _weight(x: int, places: Sequence[int]) -> int:
    weight = 1
    for other in places:
        if other != x:
            weight = _multiply(weight, _divide(other, other ^ x))
    return weight
