"""Runs services, API and tasks once more on a real PostgreSQL and Redis, on free ports in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 30


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root; root hands it to the `postgres` account."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def postgres_programs() -> Path:
    """Debian keeps each version's programs in a folder of its own; the newest is taken."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        sys.exit("PostgreSQL is not installed: make services")
    return found[-1].parent


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server; yields its DATABASE_URL."""
    programs, data, port = postgres_programs(), folder / "postgres", free_port()
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        folder.chmod(0o755)
    make = as_postgres(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "meldpunt")
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = ["-D", str(data), "-p", str(port), "-k", str(data), "-c", "listen_addresses=127.0.0.1"]
    server = subprocess.Popen(
        as_postgres(str(programs / "postgres"), *options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )
    try:
        wait_for(port, server)
        create = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "meldpunt", "meldpunt"]
        subprocess.run(create, check=True, cwd="/")
        yield f"postgres://meldpunt@127.0.0.1:{port}/meldpunt"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis server that keeps nothing; yields its REDIS_URL."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers and, for PostgreSQL, is past its start-up."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    sys.exit(f"{server.args!r} did not start")


def main() -> int:
    """Start both, run the tests, stop both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meldpunt-")))
        database = stack.enter_context(postgres(folder))
        broker = stack.enter_context(redis(folder))
        chosen = {"DATABASE_URL": database, "REDIS_URL": broker, "MELDPUNT_DATA": str(folder / "data")}
        # In one process: tests clear the cache, and that is one Redis for all.
        command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser and not slow", *PATHS]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **chosen}, check=False).returncode


PATHS = ("tests/api", "tests/tasks", "tests/unit/server")

if __name__ == "__main__":
    sys.exit(main())
