"""`manage.py status`: what the operator has to look after."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from integrity_committee.services import status


class Command(BaseCommand):
    """Print a line for every committee."""

    help = "Say of every committee how long its roster runs and what is waited for."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print."""
        lines = list(status.lines())
        self.stdout.write("\n".join(lines) if lines else "There is no committee yet: see manage.py found_committee.")
