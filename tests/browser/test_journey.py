"""A report travels, sealed, from a frightened person's browser to the committee and back: three profiles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.people import AtDesk, AtIntake, AtMailbox
from tests.running import System

pytestmark = pytest.mark.browser
Profile = Callable[..., Page]
FILE = b"%PDF-1.7 " + bytes(range(256)) * 2000


def members(system: System, committee: str) -> list[dict[str, str]]:
    found = [one for one in system.sheet.values() if one["committee"] == committee and "id" in one]
    return sorted(found, key=lambda member: member["username"])


def first_committee(system: System) -> str:
    return system.receipts[0]["committee"]


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_there_and_back(system: System, profile: Profile, language: str) -> None:
    committee = first_committee(system)
    chair, left_out, *_ = members(system, committee)
    intake = AtIntake(profile(viewport=PHONE), language, look=True)
    intake.file(
        committee, out=(left_out["name"],), name="Noor Voorbeeld", files=[("brief.pdf", FILE)],
        what="Er wordt gepest. تنمّر 🙁", want="Dat het stopt.",
    )  # fmt: skip
    assert len(set(intake.words)) > 8
    intake.type_back()

    desk = AtDesk(profile(), chair, language, look=True).sign_in()
    assert intake.reference in desk.references()
    desk.open(intake.reference)
    desk.says("Er wordt gepest. تنمّر 🙁")
    assert desk.page.locator("#case-broken").count() == 0
    assert "Noor Voorbeeld" not in desk.page.content()
    assert desk.download() == FILE
    desk.acknowledge()
    desk.write("Dank u. Wanneer is dit begonnen?")
    desk.write("Eerst met de vertrouwenspersoon praten.", "note")

    mailbox = AtMailbox(profile(viewport=PHONE), language, look=True).open(intake.words)
    mailbox.says("Dank u. Wanneer is dit begonnen?")
    assert "vertrouwenspersoon praten" not in mailbox.page.content()
    expect(mailbox.page.locator("#looks")).to_contain_text(chair["name"])
    mailbox.write("In september.", ("foto.txt", b"een foto"))

    desk.page.click("#to-board")
    desk.refresh()
    desk.open(intake.reference)
    desk.says("In september.")

    other = AtDesk(profile(), left_out, language).sign_in()
    assert intake.reference not in other.references()
    mailbox.withdraw()


def test_numbers_open_the_mailbox_too(system: System, profile: Profile) -> None:
    intake = AtIntake(profile(viewport=PHONE)).file(first_committee(system), what="Iets.")
    intake.page.click("#as-numbers")
    numbers = intake.page.locator(".words-grid .word").all_inner_texts()
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    AtMailbox(profile(viewport=PHONE)).open(numbers).says("Iets.")


def test_lock_and_unlock(system: System, profile: Profile) -> None:
    desk = AtDesk(profile(), members(system, first_committee(system))[2]).sign_in()
    shown = desk.references()
    assert shown
    desk.lock()
    assert not any(reference in desk.page.content() for reference in shown)
    desk.unlock("een heel andere zin van woorden")
    expect(desk.page.locator(".error-summary, .utrecht-alert--error")).to_be_visible()
    desk.unlock()
    desk.page.wait_for_selector(".workbench-nav")
    assert desk.references() == shown


def test_the_union_sees_no_case(system: System, profile: Profile) -> None:
    union = next(one for one in system.sheet.values() if "id" not in one)
    desk = AtDesk(profile(), union, look=True).sign_in()
    assert desk.page.locator(".union-page").count() == 1
    assert not desk.references()


def test_who_mistypes_is_told_so_and_no_more(system: System, profile: Profile) -> None:
    committee = first_committee(system)
    chair = members(system, committee)[3]
    stranger = {**chair, "username": "niemand"}
    told = []
    for sheet, passphrase in ((chair, "niet de goede zin van zes"), (stranger, None)):
        desk = AtDesk(profile(), sheet, look=True)
        desk.fill_in(passphrase, "000000")
        alert = desk.page.locator(".utrecht-alert--error, .utrecht-alert--warning").first
        expect(alert).to_be_visible()
        told.append(alert.inner_text())
    assert told[0] == told[1]

    mailbox = AtMailbox(profile(viewport=PHONE), look=True)
    mailbox.type_words(["zoo"] * 12)
    expect(mailbox.page.locator("#code-problem, #error-summary").first).to_be_visible()
    mailbox.check()


def test_nothing_stays_in_the_browser(system: System, profile: Profile) -> None:
    intake = AtIntake(profile(viewport=PHONE)).file(first_committee(system), what="Iets dat niet mag blijven.")
    mailbox = AtMailbox(profile(viewport=PHONE)).open(intake.words)
    for page in (intake.page, mailbox.page):
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, "
            "(await caches.keys()).length, document.cookie, JSON.stringify(history.state)]"
        )
        assert kept[:5] == [0, 0, 0, 0, ""]
        assert "Iets" not in str(kept[5])
        assert page.context.cookies() == []


def test_leaving_at_once(system: System, profile: Profile) -> None:
    page = profile(viewport=PHONE)
    gone: list[str] = []
    page.route("https://**", lambda route: (gone.append(route.request.url), route.fulfill(body="weer")))
    AtIntake(page).open().choose_body(first_committee(system)).read_facts()
    page.fill("#what", "Niet voor uw ogen.")
    before = page.evaluate("() => history.length")
    page.locator("[data-exit-now]").click()
    page.wait_for_url("https://**")
    assert gone
    assert page.evaluate("() => history.length") == before
    page.go_back()
    page.wait_for_selector("#body, #next")
    assert "Niet voor uw ogen." not in page.content()
    hidden = "() => { document.body.hidden = true; return getComputedStyle(document.body).display; }"
    assert page.evaluate(hidden) == "none"  # what the exit does first, while the other page is still on its way
