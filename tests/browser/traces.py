"""Looks for a text in everything that a system keeps, in every form in which it could have been kept."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zlib
from pathlib import Path
from urllib.parse import quote


def forms(text: str) -> set[bytes]:
    """A text as bytes: plain, in other encodings, escaped, and inside base64 at each of its three positions."""
    plain = text.encode()
    found = {plain, plain.lower(), plain.upper(), text.encode("utf-16-le"), quote(text).encode(), plain.hex().encode()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # What surrounds the text changes the first and the last characters.
        middle = coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]
        found |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    return {form for form in found if len(form) >= 6}


def traces(texts: list[str], places: dict[str, bytes]) -> list[str]:
    """Where a text was found: a list that must be empty."""
    return [
        f"{text} in {place}"
        for text in texts
        for place, content in places.items()
        if any(f in content for f in forms(text))
    ]


def kept(folder: Path) -> dict[str, bytes]:
    """Every byte of every file of a data folder, what is compressed also opened, and the database as a dump."""
    places: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(folder))
            places[name] = path.read_bytes()
            if places[name].startswith(b"\x1f\x8b"):
                places[f"{name} opened"] = gzip.decompress(places[name])
    database = folder / "meldpunt.sqlite3"
    if database.exists():
        places["database dump"] = dump(database)
    return places


def dump(database: Path) -> bytes:
    """Every value of every row, blobs as they are and, where they are compressed, opened."""
    parts: list[bytes] = []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (names from the database itself)
                parts += [_bytes(value) for value in row]
    finally:
        connection.close()
    return b"\n".join(parts)


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        return str(value).encode()
    try:
        return value + b"\n" + zlib.decompress(value)
    except zlib.error:
        return value
