"""`manage.py run`: database, web, worker and schedule in one go, ended together by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

if TYPE_CHECKING:
    from types import FrameType

SECONDS_TO_START = 60
SECONDS_TO_STOP = 10


class Command(BaseCommand):
    """Start everything that Meldpunt needs on one machine."""

    help = "Start web server, worker and schedule (PORT, MELDPUNT_DATA; MELDPUNT_DEMO=1 adds a demonstration)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare, start, wait, stop."""
        port = os.environ.get("PORT", "8000")
        address = f"http://localhost:{port}"
        os.umask(0o077)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if settings.DEMONSTRATION:
            call_command("demonstration", address=address)
        for asked in (signal.SIGTERM, signal.SIGINT):  # a shell's background job would have the second one ignored
            signal.signal(asked, _as_interrupt)
        processes = [_start(command) for command in commands(port)]
        try:
            self._wait_until_up(address, processes)
            self.stdout.write(f"\nMeldpunt is on {address} (Ctrl-C stops it)\n")
            self.stdout.flush()
            _wait_for_the_first_to_end(processes)
            raise CommandError("A part of Meldpunt stopped by itself; see logs/meldpunt.log in the data folder.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping\n")
        finally:
            stop(processes)

    def _wait_until_up(self, address: str, processes: list[subprocess.Popen[bytes]]) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in processes):
                break
            try:
                with urllib.request.urlopen(f"{address}/api/v1/health", timeout=5):  # noqa: S310  (our own address)
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise CommandError(f"The web server does not answer on {address}. Is the port in use? Set PORT to another one.")


def commands(port: str) -> list[list[str]]:
    """What runs: gunicorn, and a Celery worker with the schedule in it (apart on Redis: see docs/operations.md)."""
    beat = str(settings.DATA_DIR / "beat-schedule")
    return [
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}",
         "meldpunt.wsgi"],
        [sys.executable, "-m", "celery", "--app", "meldpunt", "--quiet", "worker", "--beat", "--schedule", beat,
         "--loglevel", "ERROR", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"],
    ]  # fmt: skip


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own, so that Ctrl-C reaches the parts once and through us.
    # Celery warns that it runs as root; whether it does is the operator's choice, and a container has no other account.
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=quiet, start_new_session=True)  # noqa: S603


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """End every part: asked first, then made to."""
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for_the_first_to_end(processes: list[subprocess.Popen[bytes]]) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
