"""What happens by itself: a form that is forgotten, a key that is put away, and the warnings before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import axe
from tests.browser.chromium import PHONE
from tests.browser.people import AtDesk, AtIntake, AtMailbox, AtRoom
from tests.running import System

pytestmark = pytest.mark.browser
Profile = Callable[..., Page]


def filled(page: Page, system: System) -> AtIntake:
    intake = AtIntake(page).open().choose_body(system.receipts[0]["committee"]).read_facts()
    page.fill("#what", "Iets dat niemand anders mag lezen.")
    return intake


def test_an_idle_form_asks_and_then_forgets(system: System, profile: Profile) -> None:
    page = profile(viewport=PHONE)
    page.clock.install()
    filled(page, system)
    page.clock.fast_forward("27:30")
    assert page.locator("#idle-dialog[open]").count() == 0
    page.clock.fast_forward("00:40")
    expect(page.locator("#idle-dialog")).to_be_visible()
    axe.check(page)
    page.click("#stay")
    expect(page.locator("#what")).to_have_value("Iets dat niemand anders mag lezen.")
    page.clock.fast_forward("28:10")
    expect(page.locator("#idle-dialog")).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.locator("#again")).to_be_visible()
    assert "niemand anders" not in page.content()
    axe.check(page)


def test_a_key_that_is_not_used_is_put_away(system: System, profile: Profile) -> None:
    sheet = [one for one in system.sheet.values() if "id" in one][-1]
    page = profile()
    page.clock.install()
    desk = AtDesk(page, sheet).sign_in()
    shown = desk.references()
    page.clock.fast_forward("09:00")
    expect(page.locator("#unlock-form")).to_have_count(0)
    page.clock.fast_forward("01:30")
    expect(page.locator("#unlock-form")).to_be_visible()
    assert not any(reference in page.content() for reference in shown)


def test_the_room_is_left_after_ten_idle_minutes(system: System, profile: Profile) -> None:
    page = profile()
    page.clock.install()
    AtRoom(page, [one for one in system.sheet.values() if "id" in one][-2]).sign_in()
    page.clock.run_for("09:00")
    expect(page.locator("#people")).to_be_visible()
    page.clock.run_for("01:30")
    expect(page.locator("#room-sign-in")).to_be_visible()
    expect(page.locator("#problem")).to_contain_text("sleutel")
    assert page.locator("#people").count() == 0


def test_leaving_with_unsent_text_warns(system: System, profile: Profile) -> None:
    page = profile(viewport=PHONE)
    filled(page, system)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("() => { setTimeout(() => location.assign('/nl/'), 0) }")
    page.wait_for_timeout(1000)
    assert asked == ["beforeunload"]
    expect(page.locator("#what")).to_have_value("Iets dat niemand anders mag lezen.")


def test_the_way_back_goes_by_steps(system: System, profile: Profile) -> None:
    page = profile(viewport=PHONE)
    intake = filled(page, system)
    intake.next()
    page.wait_for_selector("#when")
    page.go_back()
    expect(page.locator("#what")).to_have_value("Iets dat niemand anders mag lezen.")
    page.go_forward()
    page.wait_for_selector("#when")
    page.click("#back")
    page.wait_for_selector("#what")


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_that_stand_still(profile: Profile, language: str, scheme: str) -> None:
    page = profile(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    for path in ("/", f"/{language}/", f"/{language}/help/", "/nowhere"):
        page.goto(path)
        axe.check(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path


def test_a_list_that_ran_out(system: System, profile: Profile) -> None:
    """No report can be sealed to it, the doors outside are shown, and what was reported before goes on."""
    receipt = system.receipts[0]
    later = datetime.now(UTC) + timedelta(days=420)
    page = profile(viewport=PHONE)
    page.clock.set_fixed_time(later)
    intake = AtIntake(page).open().choose_body(receipt["committee"])
    expect(page.locator("#stopped")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Huis voor Klokkenluiders")
    assert page.locator("#next").count() == 0
    axe.check(intake.page)

    page = profile(viewport=PHONE)
    page.clock.set_fixed_time(later)
    box = AtMailbox(page).open(receipt["words"].split())
    expect(page.locator(".mailbox-head")).to_contain_text("was geldig tot")
    before = page.locator(".entry").count()
    assert before
    assert page.locator("#answer-text").count() == 1
    axe.check(box.page)


@pytest.mark.slow
def test_a_hundred_megabytes(system: System, profile: Profile) -> None:
    page = profile(viewport=PHONE)
    page.set_default_timeout(120_000)
    content = bytes(range(256)) * 4 * 1024 * 100
    intake = AtIntake(page)
    intake.open().choose_body(system.receipts[0]["committee"]).read_facts().answer(
        what="Groot."
    ).leave_out().give_name()
    path = system.data.parent / "groot.bin"
    path.write_bytes(content)
    page.set_input_files("#files", path)
    expect(page.locator(".file-state.done")).to_have_count(1, timeout=120_000)
    intake.next()
    intake.send()
    chair = next(one for one in system.sheet.values() if "id" in one)
    desk_page = profile()
    desk_page.set_default_timeout(120_000)
    assert AtDesk(desk_page, chair).sign_in().open(intake.reference).download() == content
