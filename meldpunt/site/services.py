"""Builds the site ahead of time: every page in every language, the same bytes for everyone, each file hashed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import brotli
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from meldpunt.site import bundle, catalogue

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("home", "report", "mailbox", "committee", "invitation", "recovery", "help", "poster", "room", "practice")
STYLES = {"committee", "poster", "practice"}  # pages with a style of their own; the others share the reporter's
# Where the exit button leads: a page that everybody has open at work.
EXITS = {"nl": "https://www.buienradar.nl/", "en": "https://www.bbc.com/weather", "ar": "https://www.bbc.com/arabic"}
RIGHT_TO_LEFT = {"ar"}
ROBOTS = "User-agent: *\nDisallow: /\n"
SMALLEST = 200  # bytes; below it compressing gains nothing
COMPRESSED = {".html", ".js", ".css", ".json", ".svg", ".txt"}


def build_site(root: Path) -> int:
    """Write the site to `root`: beside it first, then in its place. Returns the number of files."""
    catalogue.compile_for_django()
    fresh = root.with_name(root.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy_assets(fresh)
    for language in catalogue.LANGUAGES:
        for page in PAGES:
            address = f"{language}/" if page == "home" else f"{language}/{page}/"
            _write(fresh / address / "index.html", _page(page, language, fresh))
    _write(fresh / "index.html", _plain("language"))
    _write(fresh / "404.html", _plain("404"))
    _write(fresh / "robots.txt", ROBOTS.encode())
    _write(fresh / "manifest.json", _manifest(fresh))
    _compress(fresh)
    return _replace(root, fresh)


def _copy_assets(fresh: Path) -> None:
    for path in sorted(bundle.folder().glob("*.*.*")):
        _write(fresh / "assets" / path.name, path.read_bytes())


def _page(page: str, language: str, fresh: Path) -> bytes:
    with translation.override(language):
        more = _printables(fresh) if page == "poster" else {}
        return _render(page, language, _texts(page, language, fresh), more)


def _plain(page: str) -> bytes:
    """A page that speaks every language at once."""
    with translation.override(catalogue.LANGUAGES[0]):
        return _render(page, catalogue.LANGUAGES[0], "")


def _printables(fresh: Path) -> dict[str, str]:
    """What printed matter needs besides: the texts of every language, so that a poster speaks another than the page."""
    texts = " ".join(f"{language}={_texts('poster', language, fresh)}" for language in catalogue.LANGUAGES)
    return {"tongues": texts, "onion": settings.ONION}


def _render(page: str, language: str, texts: str, more: dict[str, str] | None = None) -> bytes:
    context: dict[str, Any] = {
        "page": page,
        "path": "" if page in {"home", "language", "404"} else f"{page}/",
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "languages": settings.LANGUAGES,
        "script": f"{page if page in PAGES else 'help'}.js",
        "style": f"{page if page in STYLES else 'reporter'}.css",
        "texts": texts,
        "exit": EXITS[language],
        **(more or {}),
    }
    lines = render_to_string(f"pages/{page}.html", context).splitlines()
    return ("\n".join(line.strip() for line in lines if line.strip()) + "\n").encode()


def _texts(page: str, language: str, fresh: Path) -> str:
    """Write the texts that a page's client needs; returns their address, or nothing when it needs none."""
    content = catalogue.texts_for(bundle.assets()[f"{page}.js"], language)
    if not content:
        return ""
    mark = base64.b32encode(hashlib.sha256(content).digest()).decode()[:8]
    name = f"texts-{page}-{language}.{mark}.json"
    _write(fresh / "assets" / name, content)
    return f"/assets/{name}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _manifest(fresh: Path) -> bytes:
    """Every file's SHA-256, to be signed and compared from outside."""
    hashes = {
        "/" + str(path.relative_to(fresh)): base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest())
        .decode()
        .rstrip("=")
        for path in sorted(fresh.rglob("*"))
        if path.is_file()
    }
    return (json.dumps(hashes, indent=1) + "\n").encode()


def _compress(fresh: Path) -> None:
    for path in [path for path in fresh.rglob("*") if path.suffix in COMPRESSED]:
        content = path.read_bytes()
        if len(content) >= SMALLEST:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))


def _replace(root: Path, fresh: Path) -> int:
    old = root.with_name(root.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    fresh.rename(root)
    shutil.rmtree(old, ignore_errors=True)
    return sum(1 for path in root.rglob("*") if path.is_file())
