"""The portal as docker-compose.yml puts it together, without containers: nginx, gunicorn, worker, beat and services."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.compose import command_of_image, compose, settings_of
from tests.real_services import ROOT, free_port, postgres, redis

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS_TO_START = 60
PROGRAMS = Path(sys.executable).parent


@dataclass
class Portal:
    """Everything that runs.

    Attributes:
        folder: all that any part writes is in here.
        sheet: the members' sign-in sheet.
    """

    folder: Path
    ports: dict[str, int]
    environment: dict[str, str]
    redis_url: str = ""
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sheet: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.ports['https']}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *command: str) -> str:
        """One command with the portal's settings, as `docker compose exec` would run it."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        told = done.stdout.decode()
        assert done.returncode == 0, told
        return told

    def start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.output").open("ab") as output:
            self.parts[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )

    def stop(self, name: str) -> None:
        part = self.parts.pop(name)
        part.terminate()
        try:
            part.wait(20)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()

    def raw(self, request: bytes, port: str = "https", *, tls: bool = True) -> Raw:
        """The answer to bytes that may be no HTTP at all."""
        trusted = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        with socket.create_connection(("127.0.0.1", self.ports[port]), timeout=15) as plain:
            connection = trusted.wrap_socket(plain, server_hostname="localhost") if tls else plain
            connection.sendall(request)
            answer = Raw.receive(connection)
            connection.close()
        return answer

    def get(self, path: str, method: str = "GET", *, port: str = "https", tls: bool = True, **headers: str) -> Raw:
        sent = {"Host": f"localhost:{self.ports[port]}", "Connection": "close", **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{k.replace('_', '-')}: {v}" for k, v in sent.items())]
        return self.raw("\r\n".join([*lines, "", ""]).encode(), port, tls=tls)


@dataclass
class Raw:
    """An answer, every header as often as it came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def receive(cls, connection: socket.socket) -> Raw:
        """Read to the end of the body, and not until the connection is closed: nginx lingers after a refusal."""
        response = http.client.HTTPResponse(connection)
        response.begin()
        body = response.read()
        return cls(response.status, [(name.lower(), value) for name, value in response.getheaders()], body)

    def all(self, name: str) -> list[str]:
        return [value for header, value in self.headers if header == name.lower()]

    def json(self) -> Any:
        return json.loads(self.body)


def _certificate(folder: Path) -> None:
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    make += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    make += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(make, check=True, stderr=subprocess.DEVNULL)


def _environment(folder: Path, address: str, database: str, broker: str) -> dict[str, str]:
    """What the compose file sets, its secrets in files, and nothing of the shell that runs the tests."""
    secrets = {"SECRET_KEY": "k" * 60, "DATABASE_URL": database, "REDIS_URL": broker, "EMAIL_PASSWORD": ""}
    given = settings_of(compose()["services"]["web"], MELDPUNT_ADDRESS=address, ALLOWED_HOSTS="localhost")
    for name, secret in secrets.items():
        place = folder / f"secret-{name}"
        place.write_text(secret + "\n", encoding="utf-8")
        given[f"{name}_FILE"] = str(place)
    # The proof of work is the one thing made lighter: this machine is shared. Celery warns when it runs as root.
    ours = {"ALTCHA_COST": "500", "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return {**given, **ours, "MELDPUNT_DATA": str(folder / "data"), "PATH": os.environ["PATH"]}


def _wait(portal: Portal) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        dead = [name for name, part in portal.parts.items() if part.poll() is not None]
        assert not dead, {name: (portal.folder / f"{name}.output").read_text() for name in dead}
        try:
            if portal.get("/api/v1/health").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the portal did not start")


def _command(name: str, **instead: str) -> list[str]:
    """The service's command in docker-compose.yml, with this machine's places in it."""
    command = compose()["services"][name].get("command") or command_of_image()
    return [str(PROGRAMS / command[0]), *(instead.get(word, word) for word in command[1:])]


@contextmanager
def portal(folder: Path) -> Iterator[Portal]:
    """Start everything, found a committee, and end all of it."""
    with ExitStack() as stack:
        ports = {name: free_port() for name in ("http", "https", "onion", "web")}
        services = folder / "services"
        services.mkdir()
        folder.chmod(0o755)  # PostgreSQL runs as another account
        database, broker = stack.enter_context(postgres(services)), stack.enter_context(redis(services))
        address = f"https://localhost:{ports['https']}"
        started = Portal(folder, ports, _environment(folder, address, database, broker), broker)
        _certificate(folder)
        (folder / "tmp").mkdir()
        places = {"out": folder / "nginx.conf", "temp": folder / "tmp", "web": f"127.0.0.1:{ports['web']}"}
        places |= {"certificate": folder / "certificate.pem", "key": folder / "key.pem", "user": "root"}
        places |= {name: f"127.0.0.1:{ports[name]}" for name in ("http", "https", "onion")}
        places |= {"copy-site": folder / "site", "site": folder / "site"}
        options = [f"--{name}={place}" for name, place in places.items()]
        try:
            bound = {"0.0.0.0:8000": f"127.0.0.1:{ports['web']}"}
            started.start("web", *_command("web", **bound))
            started.start("worker", *_command("worker"))
            started.start("beat", *_command("beat", **{"/data/beat-schedule": str(started.data / "beat-schedule")}))
            started.sheet = json.loads(started.run(str(PROGRAMS / "python"), "-m", "tests.system.found", *options))
            started.start("proxy", "nginx", "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", "daemon off;")
            _wait(started)
            yield started
        finally:
            for name in list(started.parts):
                started.stop(name)
