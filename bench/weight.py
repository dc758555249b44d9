"""What the first visit of a page costs over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.server import committee_of_nine
from tests.browser.chromium import ARGUMENTS, CHROMIUM, PHONE
from tests.hostile.proxy import standing_before

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ["report", "mailbox", "committee"]
LANGUAGES = ["nl", "en", "ar"]


def visit(browser: Browser, target: str, path: str) -> tuple[float, int]:
    """Kilobytes over the wire, headers and the worker's scripts included, and requests, until the network is quiet."""
    with standing_before(target) as proxy:
        context = browser.new_context(viewport=PHONE, base_url=proxy.address)
        context.new_page().goto(path, wait_until="networkidle")
        context.close()
        return sum(request.size for request in proxy.seen) / 1000, len(proxy.seen)


def measure() -> list[tuple[str, str, str]]:
    """Rows for RESULTS.md: what, figure, target."""
    rows = []
    with committee_of_nine() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in PAGES:
            seen = [visit(browser, address, f"/{language}/{name}/") for language in LANGUAGES]
            size, requests = max(seen)
            target = "< 100 KB in at most 8 requests" if name == "report" else ""
            rows.append((f"first visit of /{name}/, the heaviest language", f"{size:.0f} KB in {requests}", target))
        browser.close()
    return rows
