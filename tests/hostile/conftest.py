"""The browser fixtures, for tests in which the server lies."""

from tests.browser.conftest import browser, profile, system

__all__ = ["browser", "profile", "system"]
