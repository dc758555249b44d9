"""The portal as an operator runs it: production, PostgreSQL, Redis, worker and beat apart, and nginx before it."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from redis import Redis

from meldpunt.core.problems import Problem
from meldpunt.headers import HSTS, POLICY
from tests.browser.chromium import DESKTOP
from tests.browser.people import AtDesk, AtIntake, AtMailbox
from tests.browser.traces import kept, traces
from tests.real_services import ROOT
from tests.system.portal import PROGRAMS, Portal, Raw, portal

pytestmark = pytest.mark.browser

AGENT = "KanarieBrowser/99.1 (kanarie-agent-pq55)"
ADDRESS = "203.0.113.91"
PATH = "kanarie-pad-pq56"
SAID = "Kanarie-melding-pq57"
STRANGE = {"User_Agent": AGENT, "X_Forwarded_For": ADDRESS, "Referer": f"https://x/{PATH}"}
MEGABYTE = 1024 * 1024


def has_policy(answer: Raw, *, hsts: bool = True) -> None:
    """The policy, byte for byte, each header once."""
    expected = {**POLICY, **({"Strict-Transport-Security": HSTS} if hsts else {})}
    assert {name: answer.all(name) for name in expected} == {name: [value] for name, value in expected.items()}
    assert answer.all("server") in (["nginx"], [])


def is_problem(answer: Raw, status: int, code: str) -> None:
    has_policy(answer)
    assert (answer.status, answer.all("content-type")) == (status, ["application/problem+json"])
    assert answer.all("cache-control") == ["no-store"]
    assert answer.body == Problem(code, status).response().content


def is_page(answer: Raw, status: int, *, hsts: bool = True) -> None:
    has_policy(answer, hsts=hsts)
    assert (answer.status, answer.all("content-type")) == (status, ["text/html; charset=utf-8"])
    assert answer.body == (ROOT / "build/site/404.html").read_bytes()


def last_changed(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_dir()}


def journey(running: Portal, browser: Browser) -> None:
    """A report with a file, the committee's answer, and the mailbox."""
    faults: list[str] = []

    def person() -> Page:
        context = browser.new_context(
            base_url=running.address, viewport=DESKTOP, ignore_https_errors=True, user_agent=AGENT,
            extra_http_headers={"X-Forwarded-For": ADDRESS, "X-Real-IP": ADDRESS, "Forwarded": f"for={ADDRESS}"},
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    intake = AtIntake(person()).file(what=SAID, files=[("brief.pdf", b"x" * 300_000)])
    intake.type_back()
    desk = AtDesk(person(), running.sheet[0]).sign_in().open(intake.reference)
    desk.says(SAID)
    desk.acknowledge("Wij lezen het.")
    assert desk.page.context.cookies()[0]["secure"]
    mailbox = AtMailbox(person()).open(intake.words)
    mailbox.says("Wij lezen het.")
    assert not faults


def refusals(running: Portal) -> None:
    """What nginx refuses itself."""
    two, four = 2 * MEGABYTE, 4 * MEGABYTE
    is_problem(running.get("/api/v1/reports", "POST", Content_Length=str(two + 1), **STRANGE), 413, "too-large")
    part = "/api/v1/uploads/x/parts/0"
    is_problem(running.get(part, "PUT", Content_Length=str(four + 1), **STRANGE), 413, "too-large")
    is_page(running.get(f"/{PATH}", "POST", Content_Length=str(two + 1)), 413)
    long = "x" * 2100
    is_page(running.get(f"/{PATH}?{long}", **STRANGE), 414)
    is_problem(running.get(f"/api/{PATH}?{long}"), 414, "too-large")
    is_problem(running.get("/api/v1/health", Cookie=long, **STRANGE), 431, "too-large")
    host = f"Host: localhost:{running.ports['https']}\r\n\r\n"
    is_problem(running.raw(f"GET /api/v1/{PATH} HTTP/1.1\r\n\r\n".encode()), 400, "refused")
    is_page(running.raw(f"{PATH} \x00 nothing\r\n{host}".encode()), 400)
    is_page(running.raw(f"GET /{PATH} HTTP/7.7\r\n{host}".encode()), 505)
    is_page(running.raw(f"GET /{PATH} HTTP/1.1\r\n{host}".encode(), tls=False), 400)
    is_page(running.get("/refused/page/413"), 404)
    # A whole part passes, and is refused by who reads it.
    body = b"x" * four
    head = f"PUT {part} HTTP/1.1\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n"
    answer = running.raw(f"{head}Content-Length: {len(body)}\r\n{host}".encode() + body)
    assert answer.json()["code"] in {"no-upload", "malformed", "not-found"}
    has_policy(answer)


def answers(running: Portal) -> None:
    """What nginx serves, and what it hands on, carry the policy once; the pages are the same bytes as before."""
    asset = next((ROOT / "build/site/assets").glob("report.*.js")).name
    for path, status in (("/", 200), ("/nl/report/", 200), (f"/assets/{asset}", 200), (f"/{PATH}", 404),
                         ("/api/v1/health", 200), (f"/api/v1/{PATH}", 404)):  # fmt: skip
        answer = running.get(path, **STRANGE)
        assert answer.status == status
        has_policy(answer)
    page = running.get("/nl/report/", Accept_Encoding="gzip")
    assert page.all("content-encoding") == ["gzip"]
    assert gzip.decompress(page.body) == (ROOT / "build/site/nl/report/index.html").read_bytes()
    assert page.all("cache-control") == ["max-age=0, public"]
    assert "immutable" in running.get(f"/assets/{asset}").all("cache-control")[0]
    assert running.get("/nl").all("location") in (["/nl/"], ["nl/"])  # not an absolute address
    has_policy(running.get("/nl/report/", "POST", Content_Length="0"))
    # The same answer as the application's own, header by header, but for what nginx adds.
    own = running.get("/nl/report/", port="web", tls=False, X_Forwarded_Proto="https", Host="localhost")
    proxied = running.get("/nl/report/")
    for name in (*POLICY, "Strict-Transport-Security", "Cache-Control"):
        assert own.all(name) == proxied.all(name)
    assert own.body == proxied.body
    assert running.get("/nl/", port="onion", tls=False, Host="localhost").status == 200
    assert running.get("/api/v1/health", Host="elsewhere.example").json()["code"] == "refused"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own: PostgreSQL runs under an account that cannot enter it."""
    with tempfile.TemporaryDirectory(prefix="meldpunt-") as made:
        yield Path(made)


def test_the_portal_behind_nginx(browser: Browser, folder: Path) -> None:
    with portal(folder) as running:
        empty = last_changed(folder / "tmp")
        redirect = running.get(f"/nl/{PATH}?q=1", port="http", tls=False, Host="elsewhere.example", **STRANGE)
        assert (redirect.status, redirect.all("location")) == (308, [f"{running.address}/nl/{PATH}?q=1"])
        has_policy(redirect, hsts=False)
        journey(running, browser)
        answers(running)
        refusals(running)
        healthy = ["inspect", "--timeout", "20", "--destination", "worker@meldpunt", "--json", "ping"]
        told = running.run(str(PROGRAMS / "celery"), "--app", "meldpunt", "--quiet", *healthy)
        assert json.loads(told)["worker@meldpunt"] == {"ok": "pong"}
        assert list(running.data.glob("beat-schedule*"))

        # Not one body or answer was written, not even for a moment: a file that comes and goes changes its folder.
        assert last_changed(folder / "tmp") == empty
        assert not [path for path in (folder / "tmp").rglob("*") if path.is_file() and path.suffix != ".pid"]

        running.stop("web")
        is_problem(running.get("/api/v1/health", **STRANGE), 502, "server-error")
        is_page(running.get(f"/{PATH}", **STRANGE), 502)
        is_page(running.get("/nl/", "POST", Content_Length="0"), 502)
        assert running.get("/nl/report/").status == 200  # the pages are files

        assert {name for name, part in running.parts.items() if part.poll() is not None} == set()
        queue = Redis.from_url(running.redis_url)
        queue.config_set("rdbcompression", "no")
        queue.save()
        queue.close()
        time.sleep(0.1)
        written = kept(folder)
    left_over = {path.name for path in running.data.iterdir()}
    assert {name for name in left_over if not name.startswith("beat-schedule")} == {"attachments", "logs"}
    assert any(name.startswith("services/postgres/") for name in written)
    assert any("dump.rdb" in name for name in written)
    written |= kept(Path("/var/log/nginx")) if Path("/var/log/nginx").exists() else {}
    assert not traces([AGENT, "kanarie-agent-pq55", ADDRESS, PATH, SAID], written)
    assert written["proxy.output"] + written["web.output"] + written["worker.output"] + written["beat.output"] == b""
