"""The site that `build_site` writes: the same bytes every time, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING

import brotli
import pytest

from meldpunt.site import bundle, extraction
from meldpunt.site.services import PAGES, build_site
from meldpunt.site.serving import HASHED
from tests.unit.site.pages import Page, pages_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

LANGUAGES = {"nl": "ltr", "en": "ltr", "ar": "rtl"}
PACKED = {".gz": gzip.decompress, ".br": brotli.decompress}
IMPORTED = re.compile(rb"""(?:from|import)\s*\(?\s*["']\./([\w.-]+)["']""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site") / "site"
    build_site(root)
    return root


@pytest.fixture(scope="module")
def pages(site: Path) -> list[Page]:
    return pages_of(site)


def files_of(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_two_builds_are_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert build_site(again) == len(files_of(site))
    assert files_of(again) == files_of(site)


def test_a_build_takes_the_place_of_the_last_one(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "nl").mkdir(parents=True)
    (root / "nl" / "gone.html").write_text("from an earlier build")
    build_site(root)
    assert files_of(root) == files_of(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_every_page_is_there_in_every_language(pages: list[Page]) -> None:
    inner = {f"/{language}/" + ("" if page == "home" else f"{page}/") for language in LANGUAGES for page in PAGES}
    assert {page.address for page in pages} == inner | {"/", "/404.html"}


def test_a_page_says_its_language_and_direction(pages: list[Page]) -> None:
    for page in pages:
        html = page.one("html").attributes
        language = page.address.split("/")[1] if page.address.count("/") > 1 else "nl"
        assert (html["lang"], html["dir"]) == (language, LANGUAGES[language]), page.address


def test_nothing_is_inline(pages: list[Page]) -> None:
    for page in pages:
        assert not page.all("style"), page.address
        for element in page.elements:
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], page.address
        for script in page.all("script"):
            assert script.attributes["type"] == "module"
            assert script.attributes["src"].startswith("/assets/")
            assert not script.text.strip()


def test_nothing_comes_from_elsewhere(pages: list[Page]) -> None:
    for page in pages:
        for element in page.elements:
            for name, value in element.attributes.items():
                # The way out is not a link: it is followed when somebody has to leave at once.
                assert "//" not in value or (element.tag, name) == ("html", "data-exit"), (page.address, value)
        for link in [element.attributes["href"] for element in page.elements if "href" in element.attributes]:
            assert link == "data:," or (link[0] in "/#" and not link.startswith("//")), (page.address, link)


def test_every_file_that_is_named_is_there(site: Path, pages: list[Page]) -> None:
    files = files_of(site)
    named = {address for page in pages for address in page.assets()}
    assert all(address.startswith("/assets/") and address[1:] in files for address in named)
    for name, content in files.items():
        if name.endswith(".js"):
            assert [found for found in IMPORTED.findall(content) if f"assets/{found.decode()}" not in files] == [], name


def test_assets_carry_their_hash(site: Path) -> None:
    names = [name for name in files_of(site) if name.startswith("assets/") and not name.endswith((".gz", ".br"))]
    assert names
    assert all(HASHED.match("/" + name) for name in names)
    assert not [name for name in names if name.endswith(".map")]


def test_every_link_leads_somewhere(pages: list[Page]) -> None:
    targets = {page.address: {element.attributes.get("id") for element in page.elements} for page in pages}
    for page in pages:
        for link in page.all("a"):
            address, _, part = link.attributes["href"].partition("#")
            ids = targets[address or page.address]
            assert not part or part in ids, (page.address, link.attributes["href"])


def test_pages_are_well_made(pages: list[Page]) -> None:
    for page in pages:
        assert page.one("h1").text.strip(), page.address
        assert page.one("main").attributes["id"] == "main"
        assert page.one("title").text.endswith("Meldpunt")
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), page.address
        assert {"name": "robots", "content": "noindex"} in [meta.attributes for meta in page.all("meta")]
        assert any("data-exit-now" in button.attributes for button in page.all("button")), page.address


def test_a_page_that_needs_its_script_says_so(pages: list[Page]) -> None:
    for page in pages:
        drawn = any(element.attributes.get("id") == "app" for element in page.elements)
        assert drawn == bool(page.all("noscript")), page.address


def test_titles_do_not_tell(pages: list[Page]) -> None:
    telling = re.compile(r"report|meld(?!punt)|klok|whistle|بلاغ", re.IGNORECASE)
    for page in pages:
        assert not telling.search(page.one("title").text), page.address


def test_packed_files_are_the_same(site: Path) -> None:
    files = files_of(site)
    packed = [name for name in files if name.endswith(tuple(PACKED))]
    assert len(packed) > 50
    for name in packed:
        path, end = name[:-3], name[-3:]
        assert PACKED[end](files[name]) == files[path], name


def test_the_manifest_lists_every_file(site: Path) -> None:
    files = files_of(site)
    listed = json.loads(files.pop("manifest.json"))
    expected = {
        "/" + name: base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        for name, content in files.items()
        if not name.endswith(tuple(PACKED))
    }
    assert listed == expected


def test_robots_stay_out(site: Path) -> None:
    assert (site / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_a_page_gets_the_texts_of_its_sources_and_no_others(site: Path, pages: list[Page]) -> None:
    texts = extraction.collect()
    for page in pages:
        html = page.one("html").attributes
        name = html["data-page"]
        if not html["data-texts"]:
            assert html["lang"] == "en" or name in {"home", "help", "language", "404"}, page.address
            continue
        inputs = bundle.assets()[f"{name}.js"].inputs
        given = json.loads((site / html["data-texts"][1:]).read_text(encoding="utf-8"))
        assert set(given) <= {one for one, text in texts.items() if text.sources & inputs}, page.address
        for one, text in given.items():
            assert isinstance(text, list) == (texts[one].many is not None)
            assert len(text) == {"nl": 2, "ar": 6}[html["lang"]] or isinstance(text, str)


def test_printed_matter_can_speak_every_language(site: Path, pages: list[Page]) -> None:
    for page in pages:
        html = page.one("html").attributes
        if html["data-page"] != "poster":
            assert "data-tongues" not in html
            continue
        tongues = dict(pair.split("=") for pair in html["data-tongues"].split(" "))
        assert set(tongues) == set(LANGUAGES)
        assert tongues[html["lang"]] == html["data-texts"]
        assert all((site / address[1:]).is_file() for address in tongues.values() if address)


def test_only_printed_matter_names_the_onion_service(tmp_path: Path, settings: SettingsWrapper) -> None:
    settings.ONION = f"http://{'a2' * 28}.onion"
    build_site(tmp_path / "site")
    for page in pages_of(tmp_path / "site"):
        html = page.one("html").attributes
        assert html.get("data-onion") == (settings.ONION if html["data-page"] == "poster" else None), page.address


@pytest.mark.parametrize("page", ["report", "mailbox"])
def test_a_first_visit_takes_few_requests(pages: list[Page], page: str) -> None:
    """The page and what it names, the chunks of the worker, and the committees: at most eight (issue 2)."""
    (found,) = [one for one in pages if one.address == f"/nl/{page}/"]
    chunks = bundle.assets()["keyring.js"].imports
    assert 1 + len(found.assets()) + len(chunks) + 1 <= 8
