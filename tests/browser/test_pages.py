"""Pages are the same bytes for everyone, and every response carries the one header policy."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from meldpunt.headers import POLICY
from tests.real_services import ROOT
from tests.running import System

pytestmark = pytest.mark.browser
SITE = ROOT / "build" / "site"

ASKERS: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("?campaign=intranet&id=17", {"Cookie": "meldpunt-staff=x; lang=ar; id=17"}),
    ("?q=%3Cscript%3E", {"User-Agent": "Somebody/1.0", "Accept-Language": "ar", "Accept": "*/*"}),
    ("", {"Authorization": "Bearer x", "X-Forwarded-For": "203.0.113.9", "Referer": "https://intranet.example/"}),
    ("", {"If-None-Match": '"x"', "Sec-CH-UA-Mobile": "?1", "DNT": "1", "Save-Data": "on"}),
]
VARIES = {"date"}


def fetch(system: System, path: str, headers: dict[str, str], method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    url = urlsplit(system.address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def addresses() -> list[str]:
    """Every address of the site as a browser asks for it."""
    found = [
        "/" + str(path.relative_to(SITE))
        for path in sorted(SITE.rglob("*"))
        if path.is_file() and path.suffix not in {".gz", ".br"}
    ]
    return [path.removesuffix("index.html") for path in found]


def file_of(path: str) -> Path:
    return SITE / (path + "index.html" if path.endswith("/") else path).lstrip("/")


def test_every_page_is_the_same_for_everyone(system: System) -> None:
    assert len([path for path in addresses() if path.endswith("/")]) >= 16
    for path in addresses():
        answers = [fetch(system, path + query, headers) for query, headers in ASKERS]
        for status, headers, body in answers:
            assert status == 200, path
            assert body == file_of(path).read_bytes(), path
            assert "set-cookie" not in headers, path
        kept = [{name: value for name, value in headers.items() if name not in VARIES} for _, headers, _ in answers]
        assert all(headers == kept[0] for headers in kept), path


def test_every_response_has_the_policy(system: System) -> None:
    asked = [
        *[("GET", path) for path in addresses()],
        *[("HEAD", path) for path in addresses()],
        ("GET", "/nowhere"),
        ("GET", "/assets/none.ABCDEFGH.js"),
        ("GET", "/nl/report"),
        ("POST", "/nl/report/"),
        ("GET", "/api/v1/nowhere"),
        ("GET", "/api/v1/health"),
        ("GET", "/api/v1/openapi.json"),
        ("DELETE", "/api/v1/reports"),
        ("GET", "/../../etc/passwd"),
        ("GET", "/%2e%2e/manage.py"),
        ("OPTIONS", "/"),
    ]
    for method, path in asked:
        status, headers, _ = fetch(system, path, {}, method)
        assert {name: headers.get(name.lower()) for name in POLICY} == POLICY, (method, path)
        assert "set-cookie" not in headers
        assert "location" not in headers or "//" not in headers["location"], (method, path)
        assert status < 500, (method, path)
        assert not any(character.isdigit() for character in headers.get("server", "")), headers


def test_hashed_files_are_kept_for_ever_and_pages_asked_again(system: System) -> None:
    for path in addresses():
        _, headers, _ = fetch(system, path, {})
        if path.startswith("/assets/"):
            assert "immutable" in headers["cache-control"], path
        else:
            assert headers["cache-control"] == "max-age=0, public", path


def test_what_is_compressed_is_the_same(system: System) -> None:

    for path in addresses():
        _, headers, body = fetch(system, path, {"Accept-Encoding": "gzip"})
        if headers.get("content-encoding") == "gzip":
            assert gzip.decompress(body) == file_of(path).read_bytes(), path
        else:
            assert len(body) < 1000 or path.endswith((".png", ".woff2")), path
