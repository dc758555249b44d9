"""What `client/build.mjs` made: by logical name, the file, the chunks it imports at once, and every source in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import CommandError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asset:
    """One bundled entry.

    Attributes:
        file: name with the content's hash.
        imports: chunks that it needs at once.
        inputs: sources, relative to the project.
    """

    file: str
    imports: tuple[str, ...]
    inputs: frozenset[str]


def folder() -> Path:
    """Where the bundles lie before they are copied into the site."""
    found: Path = settings.BASE_DIR / "build" / "client"
    return found


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Every entry by its logical name (`report.js`)."""
    path = folder() / "manifest.json"
    if not path.exists():
        raise CommandError("The client is not bundled yet: run `node client/build.mjs`, or `make build`.")
    listed = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Asset(entry["file"], tuple(entry["imports"]), frozenset(entry["inputs"]))
        for name, entry in listed.items()
    }


def url(name: str) -> str:
    """The address of an entry, or of a chunk by its file name."""
    return f"/assets/{assets()[name].file if name in assets() else name}"
