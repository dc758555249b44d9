"""Chromium, the running system, and axe in every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.axe import SCRIPT
from tests.browser.chromium import ARGUMENTS, CHROMIUM, DESKTOP
from tests.running import System, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def profile(browser: Browser, system: System) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser profile of its own; every fault on a console fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_profile(address: str = system.address, **options: object) -> Page:
        context = browser.new_context(base_url=address, **{"viewport": DESKTOP, **options})
        contexts.append(context)
        context.add_init_script(SCRIPT)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda message: faults.append(message.text) if is_fault(message.type, message.text) else None
        )
        return page

    yield open_profile
    for context in contexts:
        context.close()
    assert not faults


def is_fault(kind: str, text: str) -> bool:
    """An error on the console that is not chromium's own note of a refusal that the test asked for."""
    return kind == "error" and "Failed to load resource" not in text
