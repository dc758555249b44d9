"""`manage.py demonstration`: two made-up committees, twelve made-up cases, and a sign-in sheet."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from integrity_committee.demonstration.cast import SCENES
from integrity_committee.demonstration.play import play
from reports.models import Committee
from reports.services import grants

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make the demonstration once; print its sign-in sheet every time."""

    help = "Make the demonstration committees and print the sign-in sheet. Refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address that the sheet names."""
        parser.add_argument("--address", default="http://localhost:8000")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make, write demo.json, print."""
        if settings.PRODUCTION:
            raise CommandError("Demonstration mode is refused when MELDPUNT_ENV=production.")
        sheet = _kept() or self._made()
        sheet["address"] = options["address"]
        _write(sheet)
        self._print(sheet)

    def _made(self) -> dict[str, Any]:
        if Committee.objects.exists():
            raise CommandError("This data folder has committees of its own: a demonstration does not mix with them.")
        self.stdout.write("Making two demonstration committees and twelve sealed cases")
        with transaction.atomic():
            played = [play(scene) for scene in SCENES]
            grants.add_chaff()
        return {
            "address": "",
            "committees": [scene["committee"] for scene in played],
            "union": [scene["union"] for scene in played],
            "receipts": [receipt for scene in played for receipt in scene["receipts"]],
        }

    def _print(self, sheet: dict[str, Any]) -> None:
        self.stdout.write("\nSign-in sheet of the demonstration (made-up people, keys known to all)\n")
        for committee in sheet["committees"]:
            self.stdout.write(f"\n  {committee['committee']}\n")
            for member in committee["members"]:
                self._print_line(member)
        self.stdout.write("\n  union\n")
        for account in sheet["union"]:
            self._print_line(account)
        self.stdout.write(f"\n  a receipt to try: {sheet['receipts'][2]['words']}\n")
        self.stdout.write("  a one-time code: .venv/bin/python manage.py code NAME\n")

    def _print_line(self, account: dict[str, str]) -> None:
        self.stdout.write(f"    {account['username']:<15} {account['passphrase']:<45} {account['otp_secret']}\n")


def _kept() -> dict[str, Any] | None:
    """The sheet of an earlier start, if its committees are in the database."""
    place = settings.DATA_DIR / "demo.json"
    if not place.exists() or not Committee.objects.exists():
        return None
    sheet: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return sheet


def _write(sheet: dict[str, Any]) -> None:
    place = settings.DATA_DIR / "demo.json"
    beside = place.with_suffix(".new")
    beside.write_text(json.dumps(sheet, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(beside, place)  # noqa: PTH105
