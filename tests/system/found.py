"""What an operator does before the first visit, in one process: database, proxy, and one small committee.

Its arguments are those of `proxy_config`; it prints the members' sign-in sheet.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings")


def main() -> None:
    """The committee as the demonstration founds it, but on today's date: production knows no other."""
    from integrity_committee.demonstration import play  # noqa: PLC0415  (after django.setup)
    from integrity_committee.demonstration.cast import Player, Scene  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("proxy_config", *sys.argv[1:])
    names = {"nl": "Proefcommissie", "en": "Trial", "ar": "لجنة"}
    players = (
        Player("alice", "Alice", "chair", "appel boom citroen deur eiland feest"),
        Player("bob", "Bob", "member", "glas hout ijs jas kraan lamp"),
        Player("charlie", "Charlie", "member", "maan neus oven peer radijs sok"),
    )
    union = Player("vakbond", "Vakbond", "union", "vis vork vlag vuur vloer vriend")
    body = ("dienst", {"nl": "Dienst", "en": "Service", "ar": "دائرة"}, "NL")
    scene = Scene("proef", names, (body,), players, union)
    members = play._invited(scene)
    play._found(scene, members)
    print(json.dumps([member.sheet() for member in members]))


if __name__ == "__main__":
    django.setup()
    main()
