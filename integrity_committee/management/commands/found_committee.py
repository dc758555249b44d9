"""`manage.py found_committee`: write down what a committee serves and print its members' invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from integrity_committee.management.commands._invitations import InvitingCommand, person
from integrity_committee.services import founding
from integrity_committee.services.founding import Plan
from meldpunt.protocol.errors import ProtocolError

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from meldpunt.protocol.encoding import Json


class Command(InvitingCommand):
    """Print the invitations with which a committee founds itself."""

    help = (
        "Begin a committee and print one-time invitations. Example: manage.py found_committee verblijf "
        "--name nl='Integriteitscommissie Verblijf' --body ind:NL:nl='Dienst Verblijf' --quorum 2 "
        "--member 'Marijke Terpstra=chair' --member 'Joost Wiersma' --member 'Ruben Koster=employee-representative' "
        "--deputy 'Farida el Amrani'"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the committee serves, and who is invited."""
        super().add_arguments(parser)
        parser.add_argument("committee", help="its id in addresses: small letters, digits, hyphens")
        parser.add_argument("--name", action="append", required=True, metavar="LANGUAGE=NAME")
        parser.add_argument(
            "--body", action="append", required=True, metavar="ID:COUNTRY:LANGUAGE=NAME[;LANGUAGE=NAME]"
        )
        parser.add_argument("--succeeds", default="", metavar="COMMITTEE", help="a committee that has lost its quorum")
        parser.add_argument("--quorum", type=int, default=2)
        parser.add_argument("--member", action="append", required=True, metavar="NAME[=SEAT]")
        parser.add_argument("--deputy", action="append", default=[], metavar="NAME[=SEAT]")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write down and print."""
        bodies = [body(text) for text in options["body"]]
        plan = Plan(options["committee"], names(options["name"]), bodies, options["quorum"], options["succeeds"])
        people = [person(text) for text in options["member"]]
        people += [person(text, deputy=True) for text in options["deputy"]]
        try:
            self.print_invitations(plan.committee, options, lambda: founding.begin(plan, people))
        except ProtocolError as error:
            raise CommandError(f"This committee cannot be founded: {error}.") from error


def names(texts: list[str]) -> dict[str, str]:
    """`nl=Naam` and so on, as a name by language."""
    pairs = [text.partition("=") for text in texts]
    if any(not name for _, _, name in pairs):
        raise CommandError("A name is given as LANGUAGE=NAME, for instance nl='Integriteitscommissie'.")
    return {language: name for language, _, name in pairs}


def body(text: str) -> Json:
    """`id:NL:nl=Naam;en=Name` as a body of a roster."""
    parts = text.split(":", 2)
    if len(parts) != len(("id", "country", "name")):
        raise CommandError("A body is given as ID:COUNTRY:LANGUAGE=NAME, for instance ind:NL:nl='Dienst Verblijf'.")
    return {"id": parts[0], "name": names(parts[2].split(";")), "country": parts[1]}
