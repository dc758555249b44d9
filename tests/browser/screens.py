"""`make screens`: every page and state, on a telephone and on a desk, in Dutch and in Arabic, into docs/screens/."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM, DESKTOP, PHONE
from tests.browser.operator import begun
from tests.browser.people import AtDesk, AtIntake, AtInvitation, AtMailbox, AtPoster, AtRecovery, AtRoom
from tests.browser.practising import AtPractice
from tests.real_services import ROOT
from tests.running import System, running

FOLDER = ROOT / "docs" / "screens"
LANGUAGES = ("nl", "ar")
SIZES = {"phone": PHONE, "desktop": DESKTOP}
CARD = {"width": 620, "height": 420}
A4 = ViewportSize(width=794, height=1123)


@dataclass
class Camera:
    """Takes numbered pictures of one language and size."""

    browser: Browser
    system: System
    language: str
    size: str
    taken: int = 0
    pages: list[Page] = field(default_factory=list)

    def open(self, **options: object) -> Page:
        context = self.browser.new_context(
            base_url=self.system.address, **{"viewport": SIZES[self.size], "reduced_motion": "reduce", **options}
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        self.pages.append(page)
        return page

    def take(self, page: Page, name: str) -> None:
        self.taken += 1
        page.mouse.move(0, 0)
        page.evaluate("() => scrollTo(0, 0)")  # what stays in sight belongs at the top of a picture of the whole page
        path = FOLDER / f"{self.language}-{self.size}-{self.taken:02d}-{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=70, full_page=True, animations="disabled", caret="hide")

    def close(self) -> None:
        for page in self.pages:
            page.context.close()


@contextmanager
def camera(browser: Browser, system: System, language: str, size: str) -> Iterator[Camera]:
    made = Camera(browser, system, language, size)
    try:
        yield made
    finally:
        made.close()


def still_pages(camera: Camera) -> None:
    page = camera.open()
    lang = camera.language
    for name, path in (("language", "/"), ("home", f"/{lang}/"), ("help", f"/{lang}/help/"), ("not-found", "/nowhere")):
        page.goto(path)
        camera.take(page, name)
    dark = camera.open(color_scheme="dark")
    dark.goto(f"/{lang}/")
    camera.take(dark, "home-dark")


def intake(camera: Camera) -> AtIntake:
    at = AtIntake(camera.open(), camera.language).open()
    page = at.page
    page.wait_for_selector("#body")
    camera.take(page, "body")
    at.choose_body(camera.system.receipts[0]["committee"])
    camera.take(page, "facts")
    page.click("#real-committee summary")
    page.wait_for_selector("#real-committee .word")
    camera.take(page, "facts-real-committee")
    at.read_facts().next()
    page.wait_for_selector("#error-summary")
    camera.take(page, "what-empty")
    page.fill(
        "#what", "Op onze afdeling wordt een collega al maanden gepest. Twee mensen hebben dit gemeld. Bel 06-12345678."
    )
    page.wait_for_selector("#trace")
    camera.take(page, "what-trace")
    page.click("#remove-trace")
    at.answer(
        what="Op onze afdeling wordt een collega al maanden gepest.", when="Sinds de zomer.", want="Dat het stopt."
    )
    camera.take(page, "exclude")
    at.leave_out()
    camera.take(page, "name")
    at.give_name()
    page.set_input_files("#files", [{"name": "brief.pdf", "mimeType": "application/pdf", "buffer": b"x" * 300_000}])
    page.wait_for_selector(".file-state.done")
    camera.take(page, "files")
    at.next()
    page.wait_for_selector(".check")
    camera.take(page, "check")
    at.send()
    camera.take(page, "receipt")
    page.emulate_media(media="print")
    page.set_viewport_size(CARD)
    camera.take(page, "receipt-printed")
    page.emulate_media(media="screen")
    page.set_viewport_size(SIZES[camera.size])
    page.click("#words-done")
    page.wait_for_selector("#error-summary")
    camera.take(page, "receipt-wrong-word")
    at.type_back()
    camera.take(page, "done")
    return at


def mailbox(camera: Camera) -> None:
    spoken = camera.system.receipts[0]["words"].split()
    at = AtMailbox(camera.open(), camera.language)
    at.type_words(["zoo"] * 12)
    at.page.wait_for_selector("#code-problem, #error-summary")
    camera.take(at.page, "mailbox-wrong-words")
    at.open(spoken)
    camera.take(at.page, "mailbox")
    at.page.click("#withdraw")
    camera.take(at.page, "mailbox-withdraw")


def desk(camera: Camera, reference: str) -> None:
    committee = camera.system.receipts[0]["committee"]
    sheet = next(one for one in camera.system.sheet.values() if one["committee"] == committee and "id" in one)
    at = AtDesk(camera.open(), sheet, camera.language)
    at.page.goto(f"/{camera.language}/committee/")
    at.page.wait_for_selector("#username")
    camera.take(at.page, "sign-in")
    at.sign_in()
    camera.take(at.page, "board")
    at.open(reference)
    camera.take(at.page, "case-new")
    at.page.click("#to-board")
    old = next(one for one in at.references() if one != reference)
    at.open(old)
    camera.take(at.page, "case")
    at.lock()
    camera.take(at.page, "locked")
    union = next(one for one in camera.system.sheet.values() if "id" not in one)
    other = AtDesk(camera.open(), union, camera.language).sign_in()
    camera.take(other.page, "union")


def invitation(camera: Camera) -> None:
    slug = f"foto-{camera.language}-{camera.size}"
    paper = camera.system.data / f"{slug}.html"
    at = AtInvitation(camera.open(), camera.language)
    at.open(begun(camera.system, slug, paper)[0])
    camera.take(at.page, "invitation")
    at.choose_name()
    camera.take(at.page, "invitation-name")
    at.next("#keep")
    at.page.click("#keep-yes + label")
    at.next(".words-grid")
    camera.take(at.page, "invitation-sheet")
    page = camera.open()
    page.goto(paper.as_uri())
    page.set_viewport_size(A4)
    camera.take(page, "invitation-paper")


def recovery(camera: Camera) -> None:
    at = AtRecovery(camera.open(), camera.language)
    at.choose("device")
    camera.take(at.page, "recovery-phone")
    at.page.click("#to-code")
    at.page.wait_for_selector("#code")
    camera.take(at.page, "recovery-code")
    at.choose("words")
    camera.take(at.page, "recovery-words")


def room(camera: Camera) -> None:
    committee = camera.system.receipts[0]["committee"]
    sheet = [one for one in camera.system.sheet.values() if one["committee"] == committee and "id" in one][-1]
    at = AtRoom(camera.open(), sheet, camera.language)
    at.page.goto(f"/{camera.language}/room/")
    camera.take(at.page, "room-sign-in")
    at.sign_in()
    camera.take(at.page, "room")
    at.page.click("#begin-plan")
    at.page.wait_for_selector("#plan")
    camera.take(at.page, "room-plan")
    at.page.click("#draft")
    at.page.wait_for_selector("#aloud .word")
    camera.take(at.page, "room-aloud")
    at.hear(["abandon"] * 11 + ["about"])
    at.page.wait_for_selector("#different")
    camera.take(at.page, "room-other-words")
    at.page.click("#discard")
    at.page.wait_for_selector("#in-force")


def practice(camera: Camera) -> None:
    at = AtPractice(camera.open(), camera.language).open()
    camera.take(at.page, "practice")
    at.page.click("#guide-toggle")
    camera.take(at.page, "practice-steps")
    at.page.click("#guide-toggle")
    at.show(at.references()[0])
    camera.take(at.page, "practice-case")
    at.page.click("#lock")
    at.page.wait_for_selector("#unlock-form")
    camera.take(at.page, "practice-locked")


def printables(camera: Camera) -> None:
    page = camera.open()
    at = AtPoster(page, camera.language).open(camera.system.receipts[0]["committee"])
    camera.take(page, "poster")
    page.set_viewport_size(A4)
    for sheet in ("poster", "cards"):
        at.print(sheet)
        camera.take(page, f"{sheet}-printed")
        at.printed()
    page.set_viewport_size(ViewportSize(width=SIZES[camera.size]["width"], height=SIZES[camera.size]["height"]))
    page.route("**/roster", lambda route: route.fulfill(json={"chain": []}))
    page.reload()
    page.wait_for_selector("#stopped")
    camera.take(page, "poster-refused")


def readme(browser: Browser) -> None:
    """Three pictures side by side, for the first page of the project."""
    names = ["nl-phone-*-what-trace", "nl-phone-*-receipt", "ar-phone-*-receipt"]
    images = "".join(
        f'<img src="data:image/jpeg;base64,{base64.b64encode(next(FOLDER.glob(f"{name}.jpg")).read_bytes()).decode()}">'
        for name in names
    )
    page = browser.new_page(viewport={"width": 1180, "height": 760})
    style = (
        "body{margin:0;padding:20px;display:flex;gap:20px;background:#8c8c86}"
        "img{width:360px;height:720px;object-fit:cover;object-position:top;border-radius:14px}"
    )
    page.set_content(f"<style>{style}</style>{images}")
    page.screenshot(path=FOLDER / "readme.png")
    page.close()


def main() -> None:
    """Take them all."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with running() as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language in LANGUAGES:
            for size in SIZES:
                with camera(browser, system, language, size) as made:
                    still_pages(made)
                    reference = intake(made).reference
                    mailbox(made)
                    desk(made, reference)
                    invitation(made)
                    recovery(made)
                    room(made)
                    practice(made)
                    printables(made)
                    print(f"{language} {size}: {made.taken} pictures")
        readme(browser)
        browser.close()


if __name__ == "__main__":
    main()
