"""What the first visit of a page costs over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.server import committee_of_nine
from tests.browser.chromium import ARGUMENTS, CHROMIUM, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ["report", "mailbox", "committee"]
LANGUAGES = ["nl", "en", "ar"]


def visit(browser: Browser, address: str) -> tuple[float, int]:
    """Kilobytes over the wire, headers included, and requests, of a first visit until the network is quiet."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes) / 1000, len(sizes)


def measure() -> list[tuple[str, str, str]]:
    """Rows for RESULTS.md: what, figure, target."""
    rows = []
    with committee_of_nine() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in PAGES:
            seen = [visit(browser, f"{address}/{language}/{name}/") for language in LANGUAGES]
            size, requests = max(seen)
            target = "< 100 KB in at most 8 requests" if name == "report" else ""
            rows.append((f"first visit of /{name}/, the heaviest language", f"{size:.0f} KB in {requests}", target))
        browser.close()
    return rows
