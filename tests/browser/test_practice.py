"""Practice: the whole guide on a phone, without a request, without a session, and without a trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import axe
from tests.browser.chromium import PHONE
from tests.browser.practising import AtPractice
from tests.running import System

pytestmark = pytest.mark.browser


@dataclass
class Requests:
    """What a page asked for after it stood."""

    asked: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        if not request.url.startswith(("blob:", "data:")):
            self.asked.append(urlsplit(request.url).path)


@pytest.fixture(params=["nl", "ar"])
def at(request: pytest.FixtureRequest, profile: Callable[..., Page]) -> AtPractice:
    page = profile(viewport=PHONE, reduced_motion="reduce")
    return AtPractice(page, request.param, look=True)


def test_the_whole_guide_on_a_phone_asks_nobody_anything(at: AtPractice) -> None:
    everything = Requests()
    at.page.on("request", everything.note)
    at.open()
    assert not [path for path in everything.asked if not path.startswith(("/assets/", f"/{at.language}/practice/"))]
    later = Requests()
    at.page.on("request", later.note)
    at.page.context.set_offline(True)
    at.try_everything()
    expect(at.page.locator(".guide-dots .done")).to_have_count(8)
    at.check()
    at.sign_out()
    assert later.asked == []
    assert at.page.context.cookies() == []
    kept = "() => [localStorage.length, sessionStorage.length, document.cookie.length]"
    assert at.page.evaluate(kept) == [0, 0, 0]
    assert at.page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0


def test_it_is_marked_as_practice_wherever_one_is(at: AtPractice) -> None:
    page = at.open().page
    mark = page.locator(".practice-band")
    word = page.locator("#practice-mark b").inner_text().rstrip(".")
    for reference in at.references():
        assert word.upper() in reference.upper()
        at.show(reference)
        expect(page.locator("h1")).to_contain_text(reference)
        assert page.title().startswith(word)
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        expect(mark).to_be_in_viewport(ratio=1)
        page.emulate_media(media="print")
        expect(mark).to_be_visible()
        expect(page.locator("#guide")).to_be_hidden()
        page.emulate_media(media="screen")
        at.to_board()


def test_no_line_runs_out_of_a_narrow_page(at: AtPractice) -> None:
    at.open()
    at.page.click("#guide-toggle")
    at.check()
    at.page.set_viewport_size({"width": 320, "height": 640})
    assert at.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    at.page.click("#guide-toggle")
    at.show(at.references()[0])
    assert at.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_beginning_again_forgets_all_of_it(at: AtPractice) -> None:
    page = at.open().page
    at.show(at.references()[0])
    page.click("#compose-notes")
    page.fill("#note-text", "Niet bewaard.")
    page.click("#begin-again")
    at.wait()
    expect(page.locator(".guide-dots .done")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("Niet bewaard.")


def test_a_key_that_is_shown_to_all_opens_nothing_real(profile: Callable[..., Page], system: System) -> None:
    """The made-up name and passphrase are no account of the server, and the page never calls it."""
    at = AtPractice(profile(viewport=PHONE), "nl").open()
    at.page.click("#lock")
    passphrase = at.page.locator("#guide code").inner_text()
    page = profile()
    page.goto("/nl/committee/")
    page.fill("#username", "oefening")
    page.fill("#passphrase", passphrase)
    page.fill("#code", "000000")
    page.click("#sign-in")
    expect(page.locator("#outcome")).to_be_visible()
    expect(page.locator("#board")).to_have_count(0)


def test_links_lead_here_from_signing_in_and_the_board_and_no_reporter_loads_it(
    profile: Callable[..., Page], system: System
) -> None:
    page = profile()
    page.goto("/nl/committee/")
    page.click("#to-practice")
    page.wait_for_selector("#board")
    assert re.search(r"/nl/practice/$", page.url)
    axe.check(page)
    asked = Requests()
    reporter = profile()
    reporter.on("request", asked.note)
    for path in ("/nl/", "/nl/report/", "/nl/mailbox/", "/nl/committee/"):
        reporter.goto(path)
        reporter.wait_for_load_state("networkidle")
    assert not [path for path in asked.asked if "practice" in path]
