"""From the click to the receipt, in chromium, for a report to a committee of nine."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.server import TEXT, committee_of_nine
from tests.browser.chromium import ARGUMENTS, CHROMIUM, PHONE
from tests.browser.people import AtIntake

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUNS = 11
# Measured inside the page, from the click itself until the words are drawn.
CLICK = """() => new Promise((resolve) => {
  const began = performance.now();
  const look = () => document.querySelector(".words-grid") ? resolve(performance.now() - began) : setTimeout(look, 2);
  document.querySelector("#next").click();
  look();
})"""


def click_to_receipt(browser: Browser, address: str) -> float:
    """Milliseconds, once the proof of work is solved, which happens while the answers are read."""
    context = browser.new_context(base_url=address, viewport=PHONE)
    page = context.new_page()
    intake = AtIntake(page).open().choose_body("negen").read_facts().answer(what=TEXT).leave_out().give_name()
    with page.expect_response("**/challenge"):
        intake.add_files()
    page.wait_for_timeout(3000)
    took: float = page.evaluate(CLICK)
    context.close()
    return took


def measure() -> list[tuple[str, str, str]]:
    """Rows for RESULTS.md: what, figure, target."""
    with committee_of_nine() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        times = [click_to_receipt(browser, address) for _ in range(RUNS)]
        browser.close()
    name = f"click to receipt, {len(TEXT)} characters to a committee of nine, median of {RUNS}"
    return [(name, f"{statistics.median(times):.0f} ms (slowest {max(times):.0f} ms)", "< 1 s")]
