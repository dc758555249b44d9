"""What the web process spends on a submission, and what it holds after a thousand."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.peer.people import Reporter
from tests.peer.transport import OverHttp
from tests.real_services import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBMISSIONS = 1000
BATCH = 100
TEXT = "Op onze afdeling wordt iemand al maanden gepest. " * 61  # 3,000 characters
TICKS = os.sysconf("SC_CLK_TCK")


def pids_below(parent: int) -> list[int]:
    """A process and everything it started."""
    found = [parent]
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        found += pids_below(int(child))
    return found


def gunicorn_below(parent: int) -> list[int]:
    """The web processes: gunicorn's arbiter and its worker."""
    return [pid for pid in pids_below(parent) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def processor_ms(pids: list[int]) -> float:
    """User and system time that these processes have spent, in milliseconds."""
    spent = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        spent += int(fields[11]) + int(fields[12])
    return spent * 1000 / TICKS


def resident_mb(pid: int) -> float:
    """Memory of a process that is in use, in megabytes."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@contextmanager
def committee_of_nine(**environment: str) -> Iterator[tuple[str, int]]:
    """The embedded default with one committee of nine; yields address and process."""
    with tempfile.TemporaryDirectory(prefix="meldpunt-bench-") as folder:
        port = str(free_port())
        chosen = {**os.environ, "MELDPUNT_ENV": "test", "MELDPUNT_DATA": folder, "PORT": port, **environment}
        subprocess.run([sys.executable, "-m", "bench.nine"], cwd=ROOT, env=chosen, check=True)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"], cwd=ROOT, env=chosen, stdout=subprocess.PIPE, text=True
        )
        try:
            lines = iter(process.stdout or [])
            next(line for line in lines if line.startswith("Meldpunt is on"))
            yield f"http://localhost:{port}", process.pid
        finally:
            process.terminate()
            process.wait(30)


def measure() -> list[tuple[str, str, str]]:
    """Rows for RESULTS.md: what, figure, target."""
    # A shorter prefix costs the client less and the server the same: it derives one key to check, whatever the prefix.
    with committee_of_nine(ALTCHA_PREFIX="0") as (address, process):
        web = gunicorn_below(process)
        before = resident_mb(web[-1])
        costs = [_batch(address, web) for _ in range(SUBMISSIONS // BATCH)]
        after = resident_mb(web[-1])
    return [
        ("server processor time per submission, with its challenge", f"{statistics.median(costs):.1f} ms", "< 15 ms"),
        ("web process memory at start", f"{before:.0f} MB", ""),
        (f"web process memory after {SUBMISSIONS} submissions", f"{after:.0f} MB", "< 110 MB"),
    ]  # fmt: skip


def _batch(address: str, web: list[int]) -> float:
    """Processor milliseconds a submission, over a batch; sealing happens here and is not counted."""
    reporters = [Reporter(OverHttp(address)) for _ in range(BATCH)]
    sealed = [(reporter, reporter.seal("negen", {"what": TEXT})) for reporter in reporters]
    before = processor_ms(web)
    for reporter, submission in sealed:
        answer = reporter.send(submission)
        if answer.status != 201:
            raise RuntimeError(answer.content)
    return (processor_ms(web) - before) / BATCH
