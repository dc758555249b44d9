"""The reporter, the member and the union representative, each in front of a page: verbs, no selectors in tests."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.browser import axe

QUESTIONS = ("what", "when", "now", "who", "fear", "want")
HALF_MINUTE = 30


@dataclass
class AtPoster:
    """Somebody who prints posters and copies texts."""

    page: Page
    language: str = "nl"

    def open(self, committee: str) -> AtPoster:
        self.page.goto(f"/{self.language}/poster/#committee={committee}")
        self.page.wait_for_selector(".sheet-poster, #stopped")
        return self

    def speak(self, language: str) -> AtPoster:
        self.page.click(f"#tongue-{language}")
        self.page.wait_for_selector(f".sheet-poster[lang={language}]")
        return self

    def print(self, sheet: str) -> AtPoster:
        """Press the button, and leave the page as the printer sees it."""
        self.page.evaluate("() => { window.print = () => {}; }")
        self.page.click(f"#print-{sheet}")
        self.page.emulate_media(media="print")
        return self

    def printed(self) -> AtPoster:
        self.page.emulate_media(media="null")
        self.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        return self


@dataclass
class AtIntake:
    """Somebody who fills in the intake."""

    page: Page
    language: str = "nl"
    look: bool = False
    words: list[str] = field(default_factory=list)
    reference: str = ""

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def next(self) -> None:
        self.check()
        self.page.click("#next")

    def open(self, fragment: str = "") -> AtIntake:
        self.page.goto(f"/{self.language}/report/{fragment}")
        return self

    def choose_body(self, committee: str = "") -> AtIntake:
        start = f"[id^='body-{committee}']"
        self.page.locator(f"{start} + label").first.click()
        self.next()
        self.page.wait_for_selector(".members, #stopped")
        return self

    def read_facts(self) -> AtIntake:
        self.next()
        return self

    def answer(self, **answers: str) -> AtIntake:
        for question in QUESTIONS:
            self.page.fill(f"#{question}", answers.get(question, ""))
            self.next()
        return self

    def leave_out(self, *names: str) -> AtIntake:
        for name in names:
            self.page.locator("#exclude .choice", has_text=name).locator("label").click()
        self.next()
        return self

    def give_name(self, name: str = "") -> AtIntake:
        self.page.fill("#name", name)
        self.next()
        return self

    def add_files(self, *files: tuple[str, bytes]) -> AtIntake:
        for name, content in files:
            self.page.set_input_files("#files", [{"name": name, "mimeType": "application/pdf", "buffer": content}])
        expect(self.page.locator(".file-state.done")).to_have_count(len(files))
        self.next()
        return self

    def send(self) -> AtIntake:
        """From the check to the receipt."""
        self.next()
        self.page.wait_for_selector(".words-grid")
        self.words = self.page.locator(".words-grid .word").all_inner_texts()
        self.reference = self._reference()
        self.check()
        return self

    def _reference(self) -> str:
        return str(self.page.evaluate("() => document.querySelector('.print-only').textContent.match(/M-\\S+/)[0]"))

    def type_back(self) -> AtIntake:
        for blank in self.page.locator("input[id^='back-']").all():
            position = int((blank.get_attribute("id") or "").removeprefix("back-"))
            blank.fill(self.words[position].upper())
        self.page.click("#words-done")
        self.page.wait_for_selector("a[href$='/mailbox/'].button-link")
        self.check()
        return self

    def file(
        self, committee: str = "", *, out: tuple[str, ...] = (), name: str = "", files: Any = (), **answers: str
    ) -> AtIntake:
        """The whole intake, as a person walks it."""
        self.open().choose_body(committee).read_facts().answer(**answers).leave_out(*out)
        return self.give_name(name).add_files(*files).send()


@dataclass
class AtMailbox:
    """Somebody with twelve words."""

    page: Page
    language: str = "nl"
    look: bool = False

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def open(self, words: list[str]) -> AtMailbox:
        self.type_words(words)
        self.page.wait_for_selector("#thread-title, .alarm, #begin-again")
        self.check()
        return self

    def type_words(self, words: list[str]) -> None:
        self.page.goto(f"/{self.language}/mailbox/")
        self.page.wait_for_selector("#word-1")
        for number, word in enumerate(words, 1):
            self.page.fill(f"#word-{number}", word)
        self.check()
        self.page.click("#open-mailbox")

    def says(self, text: str) -> None:
        expect(self.page.locator(".timeline")).to_contain_text(text)

    def write(self, text: str, *files: tuple[str, bytes]) -> None:
        before = self.page.locator(".entry").count()
        self.page.fill("#answer-text", text)
        for name, content in files:
            self.page.set_input_files("#answer-files", [{"name": name, "mimeType": "text/plain", "buffer": content}])
        if files:
            expect(self.page.locator(".file-state.done")).to_have_count(len(files))
        self.page.click("#send-answer")
        expect(self.page.locator(".entry")).to_have_count(before + 1)
        self.check()

    def withdraw(self) -> None:
        self.page.click("#withdraw")
        self.check()
        self.page.click("#withdraw-confirm")
        self.page.wait_for_selector("#withdrawn")


class Codes:
    """One-time codes: each counts once, so the second in half a minute waits for the next."""

    used: dict[str, int] = {}

    @classmethod
    def next(cls, secret: str) -> str:
        # The server takes the half minute before and after as well, so the next code can be used at once.
        while (
            step := max(int(time.time()) // HALF_MINUTE, cls.used.get(secret, 0) + 1)
        ) > time.time() // HALF_MINUTE + 1:
            time.sleep(0.5)
        cls.used[secret] = step
        drift = step - int(time.time()) // HALF_MINUTE
        return f"{totp(base64.b32decode(secret), drift=drift):06d}"


@dataclass
class AtDesk:
    """A committee member or union representative."""

    page: Page
    sheet: dict[str, str]
    language: str = "nl"
    look: bool = False

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def fill_in(self, passphrase: str | None = None, code: str | None = None) -> None:
        self.page.goto(f"/{self.language}/committee/")
        self.page.fill("#username", self.sheet["username"])
        self.page.fill("#passphrase", passphrase or self.sheet["passphrase"])
        self.page.fill("#code", code or Codes.next(self.sheet["otp_secret"]))
        self.check()
        self.page.click("#sign-in")

    def sign_in(self) -> AtDesk:
        self.fill_in()
        self.page.wait_for_selector("#board, .empty-state, .union-page, #alarm")
        self.check()
        return self

    def references(self) -> list[str]:
        found = self.page.locator("[data-reference]").all()
        return [card.get_attribute("data-reference") or "" for card in found]

    def refresh(self) -> None:
        self.page.click("#refresh")
        expect(self.page.locator("#refresh")).not_to_have_attribute("aria-disabled", "true")

    def open(self, reference: str) -> AtDesk:
        self.page.click(f"[data-reference='{reference}']")
        self.page.wait_for_selector("#case")
        self.check()
        return self

    def acknowledge(self, text: str = "") -> None:
        if text:
            self.page.fill("#acknowledge-text", text)
        self.page.click("#acknowledge")
        expect(self.page.locator("#acknowledge-panel")).to_have_count(0)
        self.check()

    def write(self, text: str, thread: str = "answer") -> None:
        before = self.page.locator(".entry").count()
        self.page.click("#compose-notes" if thread == "note" else "#compose-conversation")
        self.page.fill(f"#{thread}-text", text)
        self.page.click(f"#send-{thread}")
        expect(self.page.locator(".entry")).to_have_count(before + 1)
        self.check()

    def says(self, text: str) -> None:
        expect(self.page.locator(".timeline")).to_contain_text(text)

    def download(self) -> bytes:
        """Save the first file of the case."""
        with self.page.expect_download() as waiting:
            self.page.locator("[id^='download-']").first.click()
        return Path(waiting.value.path()).read_bytes()

    def lock(self) -> None:
        self.page.click("#lock")
        self.page.wait_for_selector("#unlock-form")
        self.check()

    def unlock(self, passphrase: str | None = None) -> None:
        self.page.fill("#passphrase", passphrase or self.sheet["passphrase"])
        self.page.click("#unlock")


@dataclass
class AtInvitation:
    """Somebody with an invitation on paper."""

    page: Page
    language: str = "nl"
    look: bool = False
    username: str = ""
    codes: list[str] = field(default_factory=list)

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def next(self, then: str) -> None:
        self.check()
        self.page.click("#next")
        self.page.wait_for_selector(then)

    def open(self, code: str) -> AtInvitation:
        """As a telephone opens the square on the paper; a code that is no longer good stays on the first step."""
        self.page.goto("about:blank")
        self.page.goto(f"/{self.language}/invitation/#code={code}")
        self.page.wait_for_selector("#whose, #problem")
        return self

    def choose_name(self) -> str:
        """The name for signing in, and the six words on offer; returns the words."""
        self.next("#offered")
        if self.username:
            self.page.fill("#username", self.username)
        self.username = self.page.input_value("#username")
        return self.page.inner_text("#offered")

    def make_key(self, *, keep: bool = True) -> list[str]:
        """The key and its sheet, from which three words are typed back; returns the words."""
        self.page.locator(f"#keep-{'yes' if keep else 'no'} + label").click()
        self.next(".words-grid")
        words = self.page.locator(".words-grid .word").all_inner_texts()
        self.next("input[id^='back-']")
        for blank in self.page.locator("input[id^='back-']").all():
            position = int((blank.get_attribute("id") or "").removeprefix("back-"))
            blank.fill(words[position].upper())
        self.next("#mail")
        return words

    def link_phone(self) -> str:
        """From the recovery codes to the open account; returns the secret of the one-time codes."""
        self.next("#recovery-codes")
        self.codes = self.page.locator("#recovery-codes li").all_inner_texts()
        self.next("#otp-code")
        secret = "".join((self.page.text_content("#otp-secret") or "").split())
        self.page.fill("#otp-code", Codes.next(secret))
        self.next("#opened")
        self.check()
        return secret

    def accept(self, code: str, *, mail: str = "", keep: bool = True) -> dict[str, Any]:
        """Everything that a person does; the words are empty for a representative of the union."""
        self.open(code)
        passphrase = self.choose_name()
        self.next("#keep, #mail")
        words = self.make_key(keep=keep) if self.page.locator("#keep").count() else []
        self.page.fill("#mail", mail)
        secret = self.link_phone()
        return {
            "username": self.username,
            "passphrase": passphrase,
            "otp_secret": secret,
            "words": words,
            "codes": self.codes,
        }


@dataclass
class AtRecovery:
    """A member who lost a passphrase or a telephone."""

    page: Page
    language: str = "nl"
    look: bool = False

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def next(self, then: str) -> None:
        self.check()
        self.page.click("#next")
        self.page.wait_for_selector(then)

    def choose(self, what: str) -> None:
        """`words`, `device` or `lost`."""
        self.page.goto(f"/{self.language}/recovery/")
        self.page.wait_for_selector(f"#to-{what}")
        self.check()
        self.page.click(f"#to-{what}")

    def new_passphrase(self, username: str, words: list[str]) -> str:
        """With the words of the sheet; returns the new passphrase."""
        self.choose("words")
        self.page.fill("#username", username)
        self.page.fill("#words", " ".join(words))
        self.next("#offered")
        passphrase = self.page.inner_text("#offered")
        self.next("#passphrase-set")
        self.check()
        return passphrase

    def link_with_code(self, sheet: dict[str, Any], code: str) -> tuple[str, list[str]]:
        """Link another telephone; returns its secret and the new recovery codes."""
        self.choose("device")
        self.check()
        self.page.click("#to-code")
        self.page.fill("#username", sheet["username"])
        self.page.fill("#passphrase", sheet["passphrase"])
        self.page.fill("#code", code)
        self.next("#recovery-codes")
        codes = self.page.locator("#recovery-codes li").all_inner_texts()
        self.next("#otp-code")
        secret = "".join((self.page.text_content("#otp-secret") or "").split())
        self.page.fill("#otp-code", Codes.next(secret))
        self.next("#phone-linked, #problem")
        self.check()
        return secret, codes

    def ask_colleagues(self, username: str, passphrase: str) -> tuple[str, str]:
        """Link another telephone; returns its secret and the number for two colleagues."""
        self.choose("device")
        self.check()
        self.page.click("#to-ask")
        self.page.fill("#username", username)
        self.page.fill("#passphrase", passphrase)
        self.next("#otp-code")
        secret = "".join((self.page.text_content("#otp-secret") or "").split())
        self.page.fill("#otp-code", Codes.next(secret))
        self.next("#device-number")
        self.check()
        return secret, self.page.inner_text("#device-number")


@dataclass
class AtRoom:
    """A member in the committee's own room."""

    page: Page
    sheet: dict[str, Any]
    language: str = "nl"
    look: bool = False

    def check(self) -> None:
        if self.look:
            axe.check(self.page)

    def fill_in(self) -> None:
        self.page.goto(f"/{self.language}/room/")
        self.page.fill("#username", self.sheet["username"])
        self.page.fill("#passphrase", self.sheet["passphrase"])
        self.page.fill("#code", Codes.next(self.sheet["otp_secret"]))
        self.page.click("#sign-in")

    def sign_in(self) -> AtRoom:
        self.fill_in()
        self.page.wait_for_selector("#people li, #alarm")
        self.check()
        return self

    def draft(self, *turned: str) -> list[str]:
        """Put the list together, with these names ticked or unticked; returns the words to read aloud."""
        self.page.click("#begin-plan, #renew")
        self.page.wait_for_selector("#plan")
        for name in turned:
            self.page.locator("#plan-members .choice", has_text=name).locator("label").click()
        self.check()
        self.page.click("#draft")
        self.page.wait_for_selector("#aloud .word")
        self.check()
        return self.page.locator("#aloud .word").all_inner_texts()

    def hear(self, words: list[str]) -> None:
        """Type what was read aloud."""
        self.page.wait_for_selector("#hear-0")
        for index, word in enumerate(words):
            self.page.fill(f"#hear-{index}", word)
        self.page.click("#hear")

    def sign(self) -> None:
        self.page.click("#sign")
        self.page.wait_for_selector("#signed, #in-force")
        self.check()

    def agree(self, words: list[str]) -> None:
        """Type what was read aloud, and sign."""
        self.hear(words)
        self.page.wait_for_selector("#sign")
        self.sign()

    def confirm(self, number: str) -> None:
        """Type the number that a colleague says, who lost a telephone."""
        self.page.wait_for_selector("#devices input")
        self.check()
        self.page.fill("#devices input", number)
        self.page.click("#devices button")
