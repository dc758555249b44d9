"""The operator at the machine where the system runs: commands, and the papers that they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.real_services import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import System

NAMES = ("Anna Bos", "Bram Dijk", "Carla Evers")
DEPUTY = "Dina Faber"


def command(system: System, *words: str) -> str:
    """What a command says."""
    environment = {**os.environ, "MELDPUNT_DATA": str(system.data), "MELDPUNT_ENV": "development"}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def codes_on(paper: Path) -> list[str]:
    """The codes of the invitations on paper."""
    return re.findall(r'<p class="code">([A-Z2-7-]+)</p>', paper.read_text(encoding="utf-8"))


def begun(system: System, slug: str, place: Path, *more: str) -> list[str]:
    """Begin a committee of three; returns the codes on the papers."""
    members = [word for name in NAMES for word in ("--member", name)]
    told = command(
        system, "found_committee", slug, "--name", f"nl=Commissie {slug}",
        "--body", f"{slug}-dienst:NL:nl=Dienst {slug}",
        *members, *more, "--out", str(place),
    )  # fmt: skip
    assert "hand each page over in person" in told
    codes = codes_on(place)
    assert len(codes) == len(NAMES) + len(more) // 2
    return codes
