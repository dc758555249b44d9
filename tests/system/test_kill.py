"""A report that was accepted survives a kill at any moment, and one that was not can be sent again."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.peer.people import Reporter
from tests.peer.transport import OverHttp
from tests.running import System, running

REPORTERS = 24
AT_ONCE = 4


def below(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children] + [pid for child in children for pid in below(int(child))]


def kill(system: System) -> None:
    """Kill every part at once, without a word."""
    for pid in [*below(system.process), system.process]:
        os.kill(pid, signal.SIGKILL)


def test_nothing_accepted_is_lost(tmp_path: Path) -> None:
    answered: dict[int, str] = {}
    with running(tmp_path, ALTCHA_COST="20", ALTCHA_PREFIX="0") as system:
        committee = next(iter(system.sheet.values()))["committee"]
        reporters = [Reporter(OverHttp(system.address)) for _ in range(REPORTERS)]
        sealed = [reporter.seal(committee, {"what": "Er wordt gepest."}) for reporter in reporters]
        enough = threading.Event()

        def send(number: int) -> None:
            try:
                answer = reporters[number].send(sealed[number])
            except OSError:
                return
            if answer.status == 201:
                answered[number] = answer.json()["reference"]
            if len(answered) >= REPORTERS // 3:
                enough.set()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number in range(REPORTERS):
                pool.submit(send, number)
            assert enough.wait(60)
            kill(system)
    assert REPORTERS // 3 <= len(answered) < REPORTERS

    with running(tmp_path, ALTCHA_COST="20", ALTCHA_PREFIX="0") as again:
        for number, reporter in enumerate(reporters):
            reporter.http = OverHttp(again.address)
            answer = reporter.send(sealed[number])
            assert answer.status in {200, 201}
            assert answered.get(number, answer.json()["reference"]) == answer.json()["reference"]
            reporter.open_mailbox()
            assert [entry.flag for entry in reporter.read().entries] == [None]


def test_a_stop_ends_every_part(tmp_path: Path) -> None:
    with running(tmp_path) as system:
        parts = below(system.process)
        assert len(parts) >= 3
        os.kill(system.process, signal.SIGINT)
        deadline = time.monotonic() + 15
        while any(Path(f"/proc/{pid}").exists() for pid in parts) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not [pid for pid in parts if Path(f"/proc/{pid}").exists()]
