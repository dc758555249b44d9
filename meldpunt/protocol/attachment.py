"""Attachments: name, type and content in one padded file (protocol section 3)."""

import re
import unicodedata
from dataclasses import dataclass, field

from meldpunt.protocol.encoding import check_int, check_members, check_text, dump_json, parse_json, sha256_b64u
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.padme import is_permitted_length, padded_length

MAX_CONTENT = 100 * 1024 * 1024  # bytes
_LENGTH_BYTES = 4
_MAX_HEADER = 16_384
_MAX_NAME = 120  # code points
_MAX_EXTENSION = 16
_UNSAFE = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file whose hash was verified; its name is cleaned, its type is the sender's word."""

    name: str
    type: str
    content: bytes = field(repr=False)


def clean_name(name: str) -> str:
    """A file name that is safe to show and to save on any system.

    Folders, control and direction characters, characters that Windows refuses, leading and trailing dots go; at most
    120 characters, the extension kept; `file` when nothing is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(" " if c in "\t\n\r" else c for c in last if c in "\t\n\r" or unicodedata.category(c)[0] != "C")
    cleaned = _SPACES.sub(" ", _UNSAFE.sub("_", printable)).strip(" .")
    if _RESERVED.fullmatch(cleaned):
        cleaned = "_" + cleaned
    return _shorten(cleaned) or "file"


def _shorten(name: str) -> str:
    if len(name) <= _MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _MAX_EXTENSION:
        return name[:_MAX_NAME].rstrip(" .")
    return stem[: _MAX_NAME - len(extension) - 1].rstrip(" .") + "." + extension


def pack(name: str, media_type: str, content: bytes) -> bytes:
    """Header, content and zero bytes up to a Padmé length: what is then sealed to the thread's recipients."""
    if len(content) > MAX_CONTENT:
        raise MalformedError("a file larger than 100 MB")
    known = media_type if _TYPE.fullmatch(media_type) else "application/octet-stream"
    header = dump_json({"name": clean_name(name), "type": known, "size": len(content), "sha256": sha256_b64u(content)})
    plain = len(header).to_bytes(_LENGTH_BYTES, "big") + header + content
    return plain.ljust(padded_length(len(plain)), b"\x00")


def unpack(plain: bytes) -> Attachment:
    """The file, after its hash was verified and its padding seen to be zero.

    Raises:
        MalformedError: anything that `pack` would not have made.
    """
    if not is_permitted_length(len(plain)):
        raise MalformedError("an attachment of a wrong size")
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    if length > _MAX_HEADER:
        raise MalformedError("an attachment with too long a header")
    start = _LENGTH_BYTES + length
    fields = check_members(parse_json(plain[_LENGTH_BYTES:start]), ("name", "type", "size", "sha256"))
    end = start + check_int(fields["size"], 0, MAX_CONTENT)
    content = plain[start:end]
    if len(content) != end - start or len(plain) != padded_length(end) or plain.count(0, end) != len(plain) - end:
        raise MalformedError("an attachment that is not padded as it should be")
    if sha256_b64u(content) != fields["sha256"]:
        raise MalformedError("an attachment with a wrong hash")
    media_type = check_text(fields["type"], 150)
    known = media_type if _TYPE.fullmatch(media_type) else "application/octet-stream"
    return Attachment(clean_name(check_text(fields["name"], 1000, shortest=0)), known, content)
