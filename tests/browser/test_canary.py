"""The server stays blind: nothing that a person typed, named or came from is found in anything that it keeps.

Canaries are texts, file names, addresses and user agents that stand nowhere else. After whole journeys, a failed
sign-in and malformed requests they are looked for in the database dump, the data folder (log, broker, cache and
attachments lie in it), what the processes printed, and in every request body that passed the proxy.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.people import AtDesk, AtIntake, AtMailbox
from tests.browser.traces import forms, kept, traces
from tests.hostile.proxy import Proxy, standing_before
from tests.real_services import ROOT
from tests.running import System, running

pytestmark = pytest.mark.browser

SAID = [
    "Kanarie-melding-zx81", "Kanarie-wanneer-zx82", "Kanarie-angst-zx83", "Kanarie-naam-zx84", "Kanarie-bereik-zx85",
    "Kanarie-antwoord-zx86", "Kanarie-notitie-zx87", "Kanarie-terug-zx88", "Kanarie-bevestiging-zx89",
]  # fmt: skip
FILES = ["kanarie-bestand-qw31.pdf", "kanarie-bijlage-qw32.txt"]
CONTENT = ["Kanarie-inhoud-qw33", "Kanarie-inhoud-qw34"]
WRONG = ["kanarie fout wachtwoord zes woorden", "kanarie-misbruik-naam"]
ADDRESSES = ["203.0.113.77", "2001:db8:7:7::77"]
AGENT = "KanarieBrowser/77.7 (kanarie-agent-op99)"
MALFORMED = ["kanarie-pad-ml11", "kanarie-lichaam-ml12", "kanarie-regel-ml13"]


def canary_profile(profile: Callable[..., Page], proxy: Proxy, **options: object) -> Page:
    headers = {"X-Forwarded-For": ", ".join(ADDRESSES), "X-Real-IP": ADDRESSES[0], "Forwarded": f"for={ADDRESSES[0]}"}
    return profile(proxy.address, user_agent=AGENT, extra_http_headers=headers, **options)


def malformed_requests(system: System) -> None:
    """What no browser sends: not JSON, not HTTP, not an address."""
    for path, body in ((f"/api/v1/{MALFORMED[0]}?q={MALFORMED[0]}", b"{"), ("/api/v1/reports", MALFORMED[1].encode())):
        headers = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESSES[0], "Content-Type": "application/json"}
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(urllib.request.Request(system.address + path, body, headers), timeout=10)
    url = urlsplit(system.address)
    for line in (
        f"GET /{MALFORMED[2]} HTTP/9.9\r\n\r\n",
        f"{MALFORMED[2]} \x00\r\nHost: x\r\n\r\n",
        "GET /" + MALFORMED[2] * 300,
    ):
        with socket.create_connection((url.hostname or "", url.port or 0), timeout=10) as connection:
            connection.sendall(line.encode() + b"\r\n\r\n")
            connection.settimeout(3)
            with contextlib.suppress(TimeoutError):
                connection.recv(4096)


def journeys(system: System, proxy: Proxy, profile: Callable[..., Page]) -> None:
    chair = next(one for one in system.sheet.values() if "id" in one)
    intake = AtIntake(canary_profile(profile, proxy, viewport=PHONE)).open()
    intake.choose_body(chair["committee"]).read_facts().answer(what=SAID[0], when=SAID[1], fear=SAID[2]).leave_out()
    intake.page.fill("#reach", SAID[4])
    intake.give_name(SAID[3]).add_files((FILES[0], CONTENT[0].encode() * 20)).send().type_back()

    desk = AtDesk(canary_profile(profile, proxy), {**chair, "username": WRONG[1]})
    desk.fill_in(WRONG[0], "123456")
    expect(desk.page.locator(".utrecht-alert").first).to_be_visible()

    desk = AtDesk(canary_profile(profile, proxy), chair).sign_in().open(intake.reference)
    desk.says(SAID[0])
    desk.acknowledge(SAID[8])
    desk.write(SAID[5])
    desk.write(SAID[6], "note")
    desk.download()

    mailbox = AtMailbox(canary_profile(profile, proxy, viewport=PHONE)).open(intake.words)
    mailbox.says(SAID[5])
    mailbox.write(SAID[7], (FILES[1], CONTENT[1].encode()))
    WORDS.append(" ".join(intake.words))
    WORDS.append(" ".join(intake.words[:4]))


WORDS: list[str] = []


def test_forms_find_what_is_hidden() -> None:
    """A test that cannot fail proves nothing: each form is found where it was put."""
    for text in ("Kanarie-melding-zx81", "twaalf woorden"):
        for shift in range(3):
            hidden = base64.b64encode(b"x" * shift + text.encode() + b"yz")
            assert traces([text], {"here": hidden}) == [f"{text} in here"], shift
        assert traces([text], {"here": b"{" + text.upper().encode()})
        assert traces([text], {"here": text.encode("utf-16-le")})
        assert not traces([text], {"here": b"something else"})
        assert len(forms(text)) >= 8


def test_no_canary_anywhere(profile: Callable[..., Page]) -> None:
    with running(ALTCHA_COST="500") as system, standing_before(system.address) as proxy:
        journeys(system, proxy, profile)
        malformed_requests(system)
        places = {**kept(system.data), "output": system.output}
        bodies = {"request bodies": proxy.bodies()}
        agents = {request.headers.get("User-Agent") for request in proxy.seen}
        seen = {
            (request.method, urlsplit(request.path).path.split("/")[3])
            for request in proxy.seen
            if "/api/" in request.path
        }
    # The canaries were really there to be found: the browser sent them, and the requests passed.
    assert AGENT in agents
    assert {
        ("POST", "reports"),
        ("PUT", "uploads"),
        ("POST", "mailbox"),
        ("POST", "staff"),
        ("POST", "committee"),
    } <= seen
    assert any(name.startswith("attachments/") for name in places)
    assert b"reports_case" in places["database dump"] or len(places["database dump"]) > 100_000

    everything = [*SAID, *FILES, *CONTENT, WRONG[0], *WORDS]
    assert not traces([*everything, WRONG[1], *ADDRESSES, AGENT, "kanarie-agent-op99", *MALFORMED], places)
    assert not traces(everything, bodies)
    # What an address bar or a referrer could give away does not travel either.
    assert not [request.path for request in proxy.seen if "?" in request.path and "handles=1" not in request.path]
    assert not [request for request in proxy.seen if "Referer" in request.headers]


def test_every_file_has_its_row(profile: Callable[..., Page]) -> None:
    told = (ROOT / "docs" / "server-knows.md").read_text(encoding="utf-8").split("## Files in the data folder", 1)[1]
    names = [
        name
        for row in told.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]
    with running(ALTCHA_COST="500") as system:
        AtIntake(profile(system.address)).file(what="Iets.", files=[("a.pdf", b"x" * 1000)])
        found = [str(path.relative_to(system.data)) for path in system.data.rglob("*") if path.is_file()]
        log = (system.data / "logs").rglob("*")
        lines = [line for path in log if path.is_file() for line in path.read_text(encoding="utf-8").splitlines()]
    unknown = [
        path
        for path in found
        if not any(path == name or (name.endswith("/") and path.startswith(name)) for name in names)
    ]
    assert not unknown
    assert all(isinstance(json.loads(line), dict) for line in lines)
