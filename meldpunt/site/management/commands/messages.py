"""`manage.py messages`: collect the texts into locale/; `--check` says what is missing and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.messages import pofile
from django.core.management.base import BaseCommand, CommandError

from meldpunt.site import catalogue, extraction

if TYPE_CHECKING:
    from argparse import ArgumentParser

NOISE = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Last-Tr', '"Language-Team', '"Report-Msgid')
LONGEST = 40  # faults told at once


class Command(BaseCommand):
    """Keep the catalogues in step with templates and client."""

    help = "Collect every text of templates and client into locale/*/LC_MESSAGES/django.po."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check`."""
        parser.add_argument("--check", action="store_true", help="fail on a missing, left-over or uncertain text")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        """Collect, or check."""
        found = extraction.collect()
        if not check:
            for language in catalogue.LANGUAGES:
                _write(language, found)
        told = [fault for language in catalogue.LANGUAGES for fault in extraction.faults(language, found)]
        if told:
            more = f"\n… and {len(told) - LONGEST} more" if len(told) > LONGEST else ""
            advice = "\nRun `make messages`, then translate what is empty." if check else ""
            raise CommandError("\n".join(told[:LONGEST]) + more + advice)
        self.stdout.write(f"{len(found)} texts, complete in {', '.join(catalogue.LANGUAGES)}")


def _write(language: str, found: dict[str, extraction.Found]) -> None:
    path = catalogue.path(language)
    fresh = extraction.merged(language, found)  # reads what is there, so before the file is opened for writing
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # No line numbers and no dates, so that a catalogue changes only when a text does.
        pofile.write_po(file, fresh, width=120, include_lineno=False, omit_header=False)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(NOISE)]
    path.write_text("".join(kept), encoding="utf-8")
