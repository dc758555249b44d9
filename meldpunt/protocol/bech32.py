"""Bech32 (BIP 173) without its limit of 90 characters, as age uses it for keys."""

import base64
from functools import reduce
from operator import xor

from meldpunt.protocol.errors import MalformedError

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_BASE32 = str.maketrans(_BECH32, _BASE32)
_TO_BECH32 = str.maketrans(_BASE32, _BECH32)
_VALUE = {character: value for value, character in enumerate(_BECH32)}
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
# The five conditional xors of BIP 173, worked out once for each of the 32 values of the top bits.
_STEP = tuple(reduce(xor, (g for i, g in enumerate(_GENERATORS) if top >> i & 1), 0) for top in range(32))


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value ^ _STEP[checksum >> 25]
    return checksum


def _expand(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def encode(prefix: str, data: bytes) -> str:
    """Lower-case Bech32 of `data` under `prefix`."""
    body = base64.b32encode(data).decode("ascii").rstrip("=").translate(_TO_BECH32)
    values = _expand(prefix) + [_VALUE[character] for character in body]
    checksum = _polymod(values + [0] * 6) ^ 1
    return f"{prefix}1{body}" + "".join(_BECH32[checksum >> 5 * (5 - i) & 31] for i in range(6))


def decode(prefix: str, text: str) -> bytes:
    """The bytes of a lower-case Bech32 string under `prefix`.

    Raises:
        MalformedError: wrong prefix, character, checksum, or padding bits that are not zero.
    """
    start = len(prefix) + 1
    if not text.startswith(prefix + "1") or len(text) < start + 6:
        raise MalformedError("not a key of this type")
    try:
        values = [_VALUE[character] for character in text[start:]]
    except KeyError as error:
        raise MalformedError("not Bech32") from error
    if _polymod(_expand(prefix) + values) != 1:
        raise MalformedError("a wrong Bech32 checksum")
    body = text[start:-6]
    padded = body.translate(_TO_BASE32) + "=" * (-len(body) % 8)
    try:
        data = base64.b32decode(padded)
    except ValueError as error:
        raise MalformedError("not Bech32") from error
    if base64.b32encode(data).decode("ascii") != padded:
        raise MalformedError("Bech32 padding is not zero")
    return data
