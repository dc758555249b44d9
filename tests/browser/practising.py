"""Somebody who practises on made-up cases; knows the page, as people.py knows the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class AtPractice:
    """Somebody who practises, with or without an account."""

    page: Page
    language: str = "nl"
    look: bool = False

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def open(self) -> AtPractice:
        self.page.goto(f"/{self.language}/practice/")
        return self.wait()

    def wait(self) -> AtPractice:
        """Until the made-up world stands."""
        self.page.wait_for_selector("#board")
        self.check()
        return self

    def references(self) -> list[str]:
        """Of the new case and the one under way."""
        found = [card.get_attribute("data-reference") or "" for card in self.page.locator("[data-reference]").all()]
        return sorted(found)

    def show(self, reference: str) -> None:
        self.page.click(f"[data-reference='{reference}']")
        self.page.wait_for_selector("#case-holds")
        self.check()

    def to_board(self) -> None:
        self.page.click("#to-board")
        self.page.wait_for_selector("#board")

    def send(self, thread: str, text: str) -> None:
        before = self.page.locator(".entry").count()
        self.page.fill(f"#{thread}-text", text)
        self.page.click(f"#send-{thread}")
        expect(self.page.locator(".entry")).to_have_count(before + 1)
        self.check()

    def try_everything(self) -> None:
        """Every step of the guide, in its order."""
        fresh, old = self.references()
        self.work_on_new(fresh)
        self.to_board()
        self.show(old)
        self.page.set_input_files("#files-conversation", [{"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}])
        expect(self.page.locator(".file-state.done")).to_have_count(1)
        self.send("answer", "Over twee weken hoort u meer.")
        # The number alone: no line is broken in the reference there, so its hyphen is another one.
        expect(self.page.locator("#guide-reply")).to_contain_text(old.rpartition("-")[2])
        self.check()
        self.read_reply(old)
        for saving in self.page.locator("[id^='download-']").all():
            with self.page.expect_download():
                saving.click()
        self.lock_and_unlock()

    def work_on_new(self, reference: str) -> None:
        self.show(reference)
        self.page.click("#acknowledge")
        expect(self.page.locator("#acknowledge-panel")).to_have_count(0)
        expect(self.page.locator("#next-stage")).to_be_enabled()
        self.page.click("#compose-notes")
        self.send("note", "Eerst bellen.")
        self.page.click("#next-stage")
        self.page.click("#sign-stage")
        expect(self.page.locator(".guide-dots .done")).to_have_count(4)
        self.check()

    def read_reply(self, reference: str) -> None:
        self.to_board()
        self.page.click("#refresh")
        expect(self.page.locator(f"[data-reference='{reference}'] .news-dot")).to_be_visible()
        self.show(reference)
        expect(self.page.locator(".guide-dots .done")).to_have_count(6)

    def lock_and_unlock(self) -> None:
        self.page.click("#lock")
        self.page.wait_for_selector("#unlock-form")
        self.check()
        self.page.click("#fill-in")
        self.page.click("#unlock")
        self.page.wait_for_selector("#case")

    def sign_out(self) -> None:
        self.page.click("#sign-out")
        self.page.wait_for_selector("#practise-again")
        self.check()
