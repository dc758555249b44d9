"""Printed matter: nothing without a verified chain, each sheet alone on A4, and a code that the intake checks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.people import AtPoster
from tests.running import System

pytestmark = pytest.mark.browser
A4 = b"[0 0 594.95996 841.91998]"  # points


@pytest.fixture
def at(profile: Callable[..., Page], system: System) -> AtPoster:
    return AtPoster(profile()).open(system.receipts[0]["committee"])


@pytest.mark.parametrize("sheet", ["poster", "cards"])
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_a_sheet_is_printed_alone_on_one_a4(at: AtPoster, sheet: str, language: str) -> None:
    at.speak(language)
    axe.check(at.page)
    at.print(sheet)
    expect(at.page.locator(".sheet:visible")).to_have_count(1)
    over = "box => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1"
    assert not any(box.evaluate(over) for box in at.page.locator(".sheet:visible, .card:visible").all())
    pdf = at.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert set(re.findall(rb"/MediaBox (\[[^]]*\])", pdf)) == {A4}
    at.printed()
    expect(at.page.locator(".sheet:visible")).to_have_count(2)


def test_without_a_verified_chain_there_is_nothing_to_print(at: AtPoster) -> None:
    at.page.route("**/roster", lambda route: route.fulfill(json={"chain": []}))
    at.page.reload()
    expect(at.page.locator("#stopped.utrecht-alert--error")).to_be_visible()
    expect(at.page.locator(".sheet, textarea")).to_have_count(0)
    axe.check(at.page)


def test_the_fingerprint_goes_from_the_code_to_the_intake(at: AtPoster, system: System) -> None:
    block = at.page.locator("#snippet").input_value()
    found = re.search(r'href="([^"]+)"', block)
    assert found
    words = at.page.locator(".wall-intro .word").all_inner_texts()
    page = at.page
    page.goto(found[1])
    page.click("a.choice-card.primary")
    expect(page.locator("#from-poster")).to_be_visible()
    assert "#fp=" in page.url
    page.locator(f"[id^='body-{system.receipts[0]['committee']}'] + label").first.click()
    page.click("#next")
    page.click("#real-committee summary")
    expect(page.locator("#real-committee .word")).to_have_text(words)
