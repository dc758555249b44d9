"""Collects the texts of templates and client, and compares them with the catalogues."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.core.management.base import CommandError
from django.template.base import Lexer, TokenType

from meldpunt.site import catalogue

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
            if token.token_type is TokenType.TEXT:
                continue
            where = f"{source}:{token.lineno}"
            name, *arguments = token.split_contents() or [""]
            if name in FORBIDDEN or "_(" in token.contents:
                raise CommandError(f"{where}: use translate with a literal, not {name}.")
            if name in TAGS and token.token_type is TokenType.BLOCK:
                found.append((source, _literal(arguments[0], where), None))
    return found


def _literal(argument: str, where: str) -> str:
    if argument[0] != argument[-1] or argument[0] not in "\"'":
        raise CommandError(f"{where}: use translate with a literal, not {argument}.")
    return argument[1:-1]


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
        if known is None or known.pluralizable != bool(text.many):
            known = Message(name)
        fresh.add(
            name, known.string, locations=[(source, 1) for source in sorted(text.sources)],
            user_comments=known.user_comments, flags={"fuzzy"} if known.fuzzy else set(),
        )  # fmt: skip
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
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    forms = [form or "" for form in strings]
    if message.fuzzy:
        return ["uncertain"]
    if not all(forms):
        return ["not translated"]
    return [] if all(_has_placeholders(message, form) for form in forms) else ["its placeholders are other ones"]


def _has_placeholders(message: Message, form: str) -> bool:
    """Whether a translation fills in exactly what its English does; a plural form may say its number in words."""
    in_words = {"n"} if message.pluralizable else set()
    wanted, found = (set(PLACEHOLDER.findall(text)) - in_words for text in (_key(message), form))
    return bool(wanted == found)
