"""Writes nginx's configuration from deploy/nginx.conf.template: policy and refusals come from where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from meldpunt.core.problems import Problem
from meldpunt.headers import API, HSTS, POLICY, UPLOADS

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = settings.BASE_DIR / "deploy" / "nginx.conf.template"
MARK = re.compile(r"^(?P<indent> *)@(?P<whole>[A-Z_]+)@$|@(?P<part>[A-Z_]+)@", re.MULTILINE)
STEP = "    "
# What nginx itself refuses, and the code that the application would have given. 494 is its own number for headers that
# are too large, 497 for plain HTTP on the port of HTTPS; neither is a status that a client knows.
REFUSALS = {
    400: "refused",
    403: "refused",
    404: "not-found",
    408: "refused",
    411: "refused",
    412: "refused",
    413: "too-large",
    414: "too-large",
    416: "refused",
    421: "refused",
    431: "too-large",
    500: "server-error",
    501: "refused",
    502: "server-error",
    503: "server-error",
    504: "server-error",
    505: "refused",
}
NGINX_OWN = {494: 431, 497: 400}
OTHER_METHOD = "error_page 405 = @web;  # the application has the answer"


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where nginx listens, what it serves and to whom it hands on.

    Attributes:
        temp: a folder in memory; nothing is written there as long as bodies fit their buffers.
        resolver: a name server, when the application's address changes while nginx runs (containers).
    """

    web: str
    site: Path
    certificate: Path
    key: Path
    temp: Path
    http: str = "80"
    https: str = "443"
    onion: str = "127.0.0.1:8081"
    user: str = "www-data"
    resolver: str = ""


def config(proxy: Proxy) -> str:
    """The configuration file."""
    words = {
        "USER": proxy.user,
        "TEMP": str(proxy.temp),
        "PART_SIZE": str(settings.PART_SIZE),
        "JSON_LIMIT": str(settings.JSON_LIMIT),
        "RESOLVER": f"resolver {proxy.resolver} valid=10s;" if proxy.resolver else "",
        "HTTP": proxy.http,
        "HTTPS": proxy.https,
        "ONION": proxy.onion,
        "ADDRESS": settings.ADDRESS,
        "CERTIFICATE": str(proxy.certificate),
        "KEY": str(proxy.key),
        "POLICY": _policy(hsts=False),
        "ERROR_PAGES": _error_pages(),
        "REFUSALS": _refusals(proxy),
        "PROBLEMS": _problems(),
        "SERVER": _server(proxy),
    }

    def filled(found: re.Match[str]) -> str:
        if found["part"]:
            return words[found["part"]]
        lines = words[found["whole"]].splitlines()
        return "\n".join(found["indent"] + line if line else line for line in lines)

    return MARK.sub(filled, TEMPLATE.read_text(encoding="utf-8"))


def _policy(*, hsts: bool = True, kept: str = "") -> str:
    """The header policy, on whatever status, and how long an answer may be kept."""
    headers = POLICY | ({"Strict-Transport-Security": HSTS} if hsts else {}) | ({"Cache-Control": kept} if kept else {})
    return "\n".join(f'add_header {name} "{value}" always;' for name, value in headers.items())


def _block(opening: str, *inside: str) -> str:
    lines = "\n".join(inside).splitlines()
    return "\n".join([f"{opening} {{", *(STEP + line if line else line for line in lines), "}"])


def _error_pages() -> str:
    own = [f"error_page {number} ={status} /refused/$refused_as/{status};" for number, status in NGINX_OWN.items()]
    return "\n".join([*own, *(f"error_page {status} /refused/$refused_as/{status};" for status in REFUSALS)])


def _refusals(proxy: Proxy) -> str:
    """The answers that nginx gives itself: a problem below /api/, the page of a wrong address elsewhere.

    Both keep the status of the refusal: nginx puts it in the place of the 200.
    """
    page = _block("location /refused/page/", "internal;", f"root {proxy.site};", _policy(), "try_files /404.html =404;")
    no_store = _policy(kept="no-store")
    kind = "default_type application/problem+json;"
    problem = _block("location /refused/problem/", "internal;", kind, "charset off;", no_store, "return 200 $problem;")
    return f"{page}\n{problem}"


def _problems() -> str:
    """The bodies of the problems, as the application writes them."""
    bodies = {status: Problem(code, status).response().content.decode() for status, code in REFUSALS.items()}
    return _block("map $uri $problem", *(f"/refused/problem/{status} '{body}';" for status, body in bodies.items()))


def _server(proxy: Proxy) -> str:
    """What is served over TLS and over Tor alike: the pages from files, the rest by the application."""
    web = _block("location @web", *_hand_on(proxy))
    pages = _block(
        "location /",
        f"root {proxy.site};",
        _policy(kept="$kept"),
        "try_files $uri ${uri}index.html @web;",
    )
    # Expressions, not prefixes: nginx redirects a prefix without its last slash, and the upload begins at one.
    uploads = _block(f"location ~ ^{UPLOADS}", f"client_max_body_size {settings.PART_SIZE};", *_hand_on(proxy))
    api = _block(f"location ~ ^{API}", *_hand_on(proxy))
    return "\n".join([_error_pages(), OTHER_METHOD, web, pages, uploads, api, _refusals(proxy)])


def _hand_on(proxy: Proxy) -> list[str]:
    """To the application, whose answers carry the policy already. The variable makes nginx look the name up again."""
    return [f"set $web http://{proxy.web};", "proxy_pass $web;"]
