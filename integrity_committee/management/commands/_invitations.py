"""What the commands that print invitations have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from integrity_committee import paper
from integrity_committee.services.invitations import Invited
from meldpunt.protocol.roster import Seat

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from integrity_committee.services.invitations import Paper


class InvitingCommand(BaseCommand):
    """A command that ends with a file to print."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the file goes, and its language."""
        parser.add_argument("--out", type=Path, help="the file to write (invitations-COMMITTEE.html)")
        parser.add_argument("--language", default="nl", choices=[code for code, _ in settings.LANGUAGES])

    def print_invitations(self, committee: str, options: dict[str, Any], make: Callable[[], Sequence[Paper]]) -> None:
        """Make the invitations, unless the file is there already: their codes are nowhere else."""
        place: Path = options["out"] or Path(f"invitations-{committee}.html")
        if place.exists():
            raise CommandError(f"{place} exists. Print and remove it first, or give another name with --out.")
        papers = make()
        paper.write_invitations(papers, committee, options["language"], place)
        for one in papers:
            self.stdout.write(f"  {one.invited.name:<30} until {one.valid_until}")
        self.stdout.write(f"\nPrint {place} on paper, hand each page over in person, then remove the file (shred -u).")
        self.stdout.write(
            "Whoever holds a page can take that seat. Only the words the members read to each other tell."
        )


def person(text: str, *, deputy: bool = False) -> Invited:
    """`Name=seat` as an invited person; the seat is `member` when it is left out."""
    name, _, seat = text.partition("=")
    if not name.strip() or seat not in {"", *Seat}:
        raise CommandError(f"'{text}' is not NAME=SEAT, with {', '.join(Seat)} as seats.")
    return Invited(name.strip(), Seat(seat or "member"), deputy=deputy)
