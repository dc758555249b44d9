"""The one gettext catalogue for templates and client: read, compiled for Django, and cut to size for each page."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from babel.messages import mofile, pofile
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

    from meldpunt.site.bundle import Asset

LANGUAGES = [code for code, _ in settings.LANGUAGES]
SOURCE_LANGUAGE = "en"  # a text's name is its English


def path(language: str) -> Path:
    """A language's catalogue, which people edit."""
    found: Path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    return found


def read(language: str) -> Catalog:
    """A language's catalogue."""
    with path(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def compile_for_django() -> None:
    """Write `build/locale`, where LOCALE_PATHS points: compiled catalogues are built, never committed."""
    for language in LANGUAGES:
        compiled = settings.BASE_DIR / "build" / "locale" / language / "LC_MESSAGES" / "django.mo"
        compiled.parent.mkdir(parents=True, exist_ok=True)
        fresh = compiled.with_name(f"django.{os.getpid()}.new")
        with fresh.open("wb") as file:
            mofile.write_mo(file, read(language))
        fresh.replace(compiled)  # another build may be reading it


def texts_for(asset: Asset, language: str) -> bytes:
    """The texts that an entry's sources use, in one language, as the client reads them; empty when there are none."""
    texts = {
        _name(message): _text(message)
        for message in read(language)
        if message.id and any(source in asset.inputs for source, _ in message.locations)
    }
    kept = {name: text for name, text in sorted(texts.items()) if text}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() if kept else b""


def _name(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else str(message.id)


def _text(message: Message) -> Any:
    if isinstance(message.id, (list, tuple)):
        forms = list(message.string) if isinstance(message.string, (list, tuple)) else []
        return forms if any(forms) else None
    return message.string or None
