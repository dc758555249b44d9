"""The header of an age file: exact syntax (c2sp.org/age, "Header"), for any type of stanza."""

import binascii
from dataclasses import dataclass

from meldpunt.protocol.errors import NotSealedError

VERSION_LINE = b"age-encryption.org/v1\n"
MAC_PREFIX = b"--- "
_LINE_COLUMNS = 64
_MAC_COLUMNS = 43  # 32 bytes
_MAX_HEADER = 64 * 1024  # bytes; 32 hybrid stanzas take 50 000
_PRINTABLE = bytes(range(0x21, 0x7F))


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's copy of the file key: its arguments (the first is the type) and its body."""

    args: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header.

    Attributes:
        stanzas: in the order of the file.
        authenticated: the bytes that the MAC covers, up to and including `---`.
        mac: HMAC-SHA-256 under a key derived from the file key.
        length: bytes of the header; the payload's nonce begins there.
    """

    stanzas: tuple[Stanza, ...]
    authenticated: bytes
    mac: bytes
    length: int


def b64_raw(data: bytes) -> bytes:
    """Standard base64 without padding, as age writes it."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def unb64_raw(text: bytes) -> bytes:
    """Decode canonical unpadded base64, or raise NotSealedError."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise NotSealedError("age header: not base64") from error
    if b64_raw(data) != text:
        raise NotSealedError("age header: base64 is not canonical")
    return data


def parse_header(data: bytes) -> Header:
    """Read the header at the beginning of `data`; what follows it is not looked at.

    Raises:
        NotSealedError: any departure from the grammar.
    """
    if not data.startswith(VERSION_LINE):
        raise NotSealedError("not an age file")
    position = len(VERSION_LINE)
    stanzas = []
    while not data.startswith(MAC_PREFIX, position):
        stanza, position = _parse_stanza(data, position)
        stanzas.append(stanza)
    if not stanzas:
        raise NotSealedError("age header: no recipient")
    line, end = _line(data, position)
    if len(line) != len(MAC_PREFIX) + _MAC_COLUMNS:
        raise NotSealedError("age header: a wrong MAC line")
    mac = unb64_raw(line[len(MAC_PREFIX) :])
    return Header(tuple(stanzas), data[: position + 3], mac, end)


def _parse_stanza(data: bytes, position: int) -> tuple[Stanza, int]:
    line, position = _line(data, position)
    marker, *args = line.split(b" ")
    if marker != b"->" or not args or not all(args):
        raise NotSealedError("age header: not a stanza")
    if b"".join(args).translate(None, _PRINTABLE):
        raise NotSealedError("age header: a character that may not be there")
    body = []
    while True:
        line, position = _line(data, position)
        if len(line) > _LINE_COLUMNS:
            raise NotSealedError("age header: a line too long")
        body.append(unb64_raw(line))
        if len(line) < _LINE_COLUMNS:
            return Stanza(tuple(args), b"".join(body)), position


def _line(data: bytes, position: int) -> tuple[bytes, int]:
    end = data.find(b"\n", position, _MAX_HEADER)
    if end < 0:
        raise NotSealedError("age header: it does not end")
    return data[position:end], end + 1


def format_header(stanzas: list[Stanza]) -> bytes:
    """The header up to and including `---`, which is what the MAC covers."""
    lines = [VERSION_LINE]
    for stanza in stanzas:
        lines.append(b"-> " + b" ".join(stanza.args) + b"\n")
        encoded = b64_raw(stanza.body)
        # The last line is always short, so a body that fills its lines is followed by an empty one.
        lines += [encoded[i : i + _LINE_COLUMNS] + b"\n" for i in range(0, len(encoded) + 1, _LINE_COLUMNS)]
    return b"".join([*lines, b"---"])
