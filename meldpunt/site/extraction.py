"""Collects the texts of templates and client, and compares them with the catalogues."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import CommandError
from django.template.base import Lexer, TokenType

from meldpunt.site import catalogue

if TYPE_CHECKING:
    from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"\{(\w+)\}")
TAGS = {"translate"}
FORBIDDEN = {"blocktranslate", "blocktrans", "trans"}


@dataclass(slots=True)
class Found:
    """A text: its plural when it has one, and the sources in which it stands."""

    many: str | None = None
    sources: set[str] = field(default_factory=set)


def collect() -> dict[str, Found]:
    """Every text by its English.

    Raises:
        CommandError: a text that is no literal, or one that has a plural here and none there.
    """
    found: dict[str, Found] = {}
    for source, one, many in [*_of_templates(), *_of_client()]:
        known = found.setdefault(one, Found(many))
        if known.many != many:
            raise CommandError(f"“{one}” has two plurals, or one here and none there.")
        known.sources.add(source)
    return found


def _of_templates() -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = []
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        source = str(path.relative_to(settings.BASE_DIR))
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            if token.token_type is not TokenType.BLOCK:
                continue
            name, *arguments = token.split_contents()
            if name in FORBIDDEN:
                raise CommandError(f"{source}:{token.lineno}: use translate with a literal, not {name}.")
            if name in TAGS:
                found.append((source, arguments[0][1:-1], None))
    return found


def _of_client() -> list[tuple[str, str, str | None]]:
    run = subprocess.run(  # our own program, no input from outside
        ["node", "client/texts.mjs"],  # noqa: S607
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        raise CommandError(run.stderr)
    return [(item["source"], item["one"], item["many"]) for item in json.loads(run.stdout)]


def merged(language: str, found: dict[str, Found]) -> Catalog:
    """A language's catalogue with exactly the texts that are there now; translations are kept."""
    old = catalogue.read(language) if catalogue.path(language).exists() else Catalog(locale=language)
    fresh = Catalog(
        locale=language, project="Meldpunt", version="1", fuzzy=False, charset="utf-8",
        header_comment=f"# Meldpunt, {language}. A text's name is its English.",
    )  # fmt: skip
    for one, text in sorted(found.items()):
        known = old.get(one)
        name = (one, text.many) if text.many else one
        kept = known.string if known and known.pluralizable == bool(text.many) else ""
        fresh.add(name, kept, locations=[(source, 1) for source in sorted(text.sources)])
    return fresh


def faults(language: str, found: dict[str, Found]) -> list[str]:
    """What is missing, left over, uncertain, or lacks a placeholder in a language's catalogue."""
    if not catalogue.path(language).exists():
        return [f"{language}: there is no catalogue"]
    listed = {_key(message): message for message in catalogue.read(language) if message.id}
    told = [f"{language}: not collected: {one}" for one in found.keys() - listed.keys()]
    told += [f"{language}: no longer used: {one}" for one in listed.keys() - found.keys()]
    for one in found.keys() & listed.keys():
        message = listed[one]
        if {source for source, _ in message.locations} != found[one].sources:
            told.append(f"{language}: stands elsewhere now: {one}")
        if language != catalogue.SOURCE_LANGUAGE:
            told += [f"{language}: {fault}: {one}" for fault in _faults_of(message)]
    return sorted(told)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else str(message.id)


def _faults_of(message: Message) -> list[str]:
    forms = list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]
    if message.fuzzy:
        return ["uncertain"]
    if not all(forms):
        return ["not translated"]
    wanted = set(PLACEHOLDER.findall(_key(message))) - {"n"}
    return [] if all(wanted <= set(PLACEHOLDER.findall(form or "")) for form in forms) else ["a placeholder is missing"]
