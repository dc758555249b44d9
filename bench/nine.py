"""Founds a committee of nine in the data folder, for the benchmark."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings")
django.setup()

from integrity_committee.demonstration.cast import Player, Scene  # noqa: E402  (Django comes first)
from integrity_committee.demonstration.play import play  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    players = tuple(
        Player(f"lid-{n}", f"Lid {n}", "chair" if n == 1 else "member", f"zin {n} van zes woorden hier")
        for n in range(1, 10)
    )
    bodies = (("dienst", {"nl": "Dienst", "en": "Service", "ar": "دائرة"}, "NL"),)
    name = {"nl": "Commissie van negen", "en": "Committee of nine", "ar": "لجنة"}
    play(Scene("negen", name, bodies, players, Player("bond", "Bond", "union", "zin tien van zes woorden"), ()))
