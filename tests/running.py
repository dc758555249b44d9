"""The whole system as `make run` starts it, on a free port and in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.real_services import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS_TO_START = 120


@dataclass
class System:
    """A running Meldpunt.

    Attributes:
        sheet: the demonstration's sign-in sheet, by username.
        receipts: words of the demonstration's reports.
        process: id of the process that started the others.
    """

    address: str
    data: Path
    sheet: dict[str, dict[str, str]] = field(default_factory=dict)
    receipts: list[dict[str, str]] = field(default_factory=list)
    process: int = 0

    @property
    def output(self) -> bytes:
        """What it printed."""
        return (self.data.parent / "output").read_bytes()


def _read_sheet(system: System) -> None:
    told: dict[str, Any] = json.loads((system.data / "demo.json").read_text(encoding="utf-8"))
    for committee in told["committees"]:
        for member in committee["members"]:
            system.sheet[member["username"]] = {**member, "committee": committee["committee"]}
    system.sheet |= {account["username"]: account for account in told["union"]}
    system.receipts = told["receipts"]


@contextmanager
def running(folder: Path | None = None, **environment: str) -> Iterator[System]:
    """Start everything, wait until it answers, and end all of it with Ctrl-C's signal.

    Args:
        folder: where its data and output go, to start it again on the same data; a temporary one when left out.
        environment: settings besides the demonstration's.
    """
    with tempfile.TemporaryDirectory(prefix="meldpunt-") as temporary:
        home = folder or Path(temporary)
        port = free_port()
        system = System(f"http://localhost:{port}", home / "data")
        chosen = {"MELDPUNT_ENV": "test", "MELDPUNT_DEMO": "1", "MELDPUNT_DATA": str(system.data), "PORT": str(port)}
        with (home / "output").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "run"], cwd=ROOT, env={**os.environ, **chosen, **environment},
                stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
            system.process = process.pid
            try:
                _wait(system, process)
                _read_sheet(system)
                yield system
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def _wait(system: System, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{system.address}/api/v1/health", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the system did not start")
