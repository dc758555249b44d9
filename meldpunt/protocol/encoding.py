"""JSON, base64url, UUIDs and dates as protocol section 1 wants them: one spelling a value, all others refused."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Collection
from datetime import date
from typing import Any, NoReturn, TypeAlias

from meldpunt.protocol.errors import MalformedError

Json: TypeAlias = dict[str, Any]

VERSION = 1
_FROM_URL = str.maketrans({"-": "+", "_": "/", "+": "!", "/": "!", "=": "!"})  # `!` is refused
_MAX_SAFE = 2**53 - 1  # beyond it the browser's numbers lose precision (ECMA-262 Number.MAX_SAFE_INTEGER)
_DEEPEST = 100  # containers around a value; the same limit on both sides
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def b64u(data: bytes) -> str:
    """Base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text: object, length: int | None = None) -> bytes:
    """Decode canonical base64url: no padding, no stray bits, nothing outside the alphabet.

    Raises:
        MalformedError: another spelling, or not `length` bytes when that is asked.
    """
    if not isinstance(text, str) or len(text) % 4 == 1:
        raise MalformedError("not base64url")
    try:
        data = binascii.a2b_base64(text.translate(_FROM_URL) + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError as error:
        raise MalformedError("not canonical base64url") from error
    # The decoder lets stray bits in the last character pass; one spelling a value means that it must encode back.
    rest = len(text) % 4
    if rest and b64u(data[-(rest - 1) :]) != text[-rest:]:
        raise MalformedError("base64url is not canonical")
    if length is not None and len(data) != length:
        raise MalformedError(f"{length} bytes expected, not {len(data)}")
    return data


def dump_json(value: Json) -> bytes:
    """Compact UTF-8 JSON, members in the order of insertion."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError("cannot be written as JSON") from error


def parse_json(data: bytes) -> Json:
    """Read a JSON object strictly (RFC 8259, and the I-JSON rules of RFC 7493).

    Raises:
        MalformedError: not UTF-8, a byte order mark, a name twice, a lone surrogate, NaN, a number that a browser would
            round, nesting too deep, or a top level that is not an object.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_int=_safe_integer,
            parse_float=_safe_float,
        )
        if "\\u" in text:
            _refuse_surrogates(value)
        if text.count("{") + text.count("[") > _DEEPEST:
            _refuse_depth(value, 0)
    except (ValueError, RecursionError) as error:
        raise MalformedError("not JSON") from error
    if not isinstance(value, dict):
        raise MalformedError("not a JSON object")
    return value


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("a name stands twice in an object")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedError(f"{name} is not JSON")


def _safe_integer(text: str) -> int:
    value = int(text)
    if abs(value) > _MAX_SAFE:
        raise MalformedError("an integer too large for a browser")
    return value


def _safe_float(text: str) -> int | float:
    value = float(text)
    if abs(value) > _MAX_SAFE:
        raise MalformedError("a number too large for a browser")
    # A browser cannot tell 1.0 from 1, so neither do we.
    return int(value) if value.is_integer() else value


def _refuse_surrogates(value: object) -> None:
    """Raise UnicodeEncodeError (a ValueError) for an escaped half of a surrogate pair, which UTF-8 cannot hold."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, list):
        for item in value:
            _refuse_surrogates(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            name.encode("utf-8")
            _refuse_surrogates(item)


def _refuse_depth(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise MalformedError("JSON nested too deep")
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            _refuse_depth(item, depth + 1)


def sha256_b64u(data: bytes) -> str:
    """SHA-256 as base64url: how the protocol names envelopes, payloads, shares and files."""
    return b64u(hashlib.sha256(data).digest())


def check_version(value: Json) -> None:
    """Raise MalformedError unless `v` is the version that we speak."""
    if type(value.get("v")) is not int or value["v"] != VERSION:
        raise MalformedError("unknown version")


def check_members(value: object, names: Collection[str]) -> Json:
    """The same object, sure to have exactly these members."""
    if not isinstance(value, dict) or value.keys() != set(names):
        raise MalformedError(f"expected exactly the members {', '.join(names)}")
    return value


def check_uuid4(value: object) -> str:
    """A random UUID in lower case (RFC 9562 section 5.4)."""
    if not isinstance(value, str) or not _UUID4.fullmatch(value):
        raise MalformedError("not a random UUID in lower case")
    return value


def check_date(value: object) -> date:
    """An ISO date `YYYY-MM-DD` that exists."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise MalformedError("not an ISO date")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise MalformedError("a date that does not exist") from error


def check_hash(value: object) -> str:
    """A SHA-256 in base64url."""
    unb64u(value, 32)
    return str(value)


def check_int(value: object, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included; `true` is not a number."""
    if type(value) is not int or not low <= value <= high:
        raise MalformedError(f"not a whole number from {low} to {high}")
    return value


def check_text(value: object, longest: int, shortest: int = 1) -> str:
    """Text of `shortest` to `longest` code points."""
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        raise MalformedError(f"not a text of {shortest} to {longest} characters")
    return value


def check_list(value: object, longest: int) -> list[Any]:
    """A list of at most `longest` items."""
    if not isinstance(value, list) or len(value) > longest:
        raise MalformedError(f"not a list of at most {longest}")
    return value
