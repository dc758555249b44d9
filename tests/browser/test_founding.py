"""Three people found a committee, change it, lose a telephone, renew, and catch a false list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.operator import DEPUTY, NAMES, begun
from tests.browser.people import AtDesk, AtIntake, AtInvitation, AtRecovery, AtRoom
from tests.running import System

pytestmark = pytest.mark.browser
Profile = Callable[..., Page]


def accepted(profile: Profile, codes: list[str], slug: str, **options: Any) -> list[AtRoom]:
    """Each in a browser of their own: invitation accepted, signed in to the room."""
    rooms = []
    for name, code in zip((*NAMES, DEPUTY), codes, strict=False):
        page = profile(**options)
        person = AtInvitation(page, username=f"{slug}-{name.split()[0].lower()}", look=True)
        rooms.append(AtRoom(page, person.accept(code), look=True))
    return rooms


def test_three_people_found_a_committee(system: System, profile: Profile, tmp_path: Path) -> None:
    """From the command to the first report, a change of members, a lost telephone, and the renewal."""
    codes = begun(system, "oprichting", tmp_path / "papier.html", "--deputy", DEPUTY)
    anna, bram, carla, dina = accepted(profile, codes, "oprichting")
    for room in (anna, bram, carla):
        room.sign_in()
    words = anna.draft()
    for room in (bram, carla, anna):
        assert room is anna or room.page.locator("#aloud").count() == 0  # only the voice brings the words
        room.agree(words)
    expect(carla.page.locator("#in-force")).to_be_visible()
    fingerprint = carla.page.locator("#in-force .word").all_inner_texts()
    assert fingerprint == words  # of a founding roster they are the same

    intake = AtIntake(profile(viewport=PHONE)).file("oprichting", what="De eerste melding.")
    desk = AtDesk(profile(), bram.sheet).sign_in()
    desk.open(intake.reference)
    desk.says("De eerste melding.")

    dina_takes_the_place_of_carla(anna, bram, carla, dina)
    dina_loses_her_telephone(profile, anna, bram, dina)

    renewed = bram.draft()
    assert renewed != words
    for room in (anna, bram):
        room.agree(renewed)
    expect(bram.page.locator("#in-force")).to_be_visible()
    assert bram.page.locator("#in-force .word").all_inner_texts() == fingerprint
    later = AtIntake(profile(viewport=PHONE)).file("oprichting", what="Een latere melding.")
    assert AtDesk(profile(), dina.sheet).sign_in().references() == [later.reference]


def dina_takes_the_place_of_carla(anna: AtRoom, bram: AtRoom, carla: AtRoom, dina: AtRoom) -> None:
    dina.sign_in()
    changed = anna.draft(DEPUTY, NAMES[2])
    for name, what in ((DEPUTY, "komt erbij"), (NAMES[2], "gaat weg")):
        expect(bram.page.locator("#draft li", has_text=name)).to_contain_text(what, timeout=15_000)
    for room in (anna, bram, dina):
        room.agree(changed)
    expect(dina.page.locator("#in-force")).to_be_visible()
    carla.page.wait_for_selector("#room-sign-in", timeout=15_000)  # who left is signed out, and cannot come back
    carla.fill_in()
    carla.page.wait_for_selector("#problem")


def dina_loses_her_telephone(profile: Profile, anna: AtRoom, bram: AtRoom, dina: AtRoom) -> None:
    sheet = dina.sheet
    secret, number = AtRecovery(profile(), look=True).ask_colleagues(sheet["username"], sheet["passphrase"])
    anna.confirm(number)
    bram.confirm(number)
    expect(bram.page.locator("#devices")).to_have_count(0)
    AtRoom(profile(), {**sheet, "otp_secret": secret}).sign_in()
    sheet["otp_secret"] = secret


def test_a_founder_who_loses_everything_but_paper(system: System, profile: Profile, tmp_path: Path) -> None:
    """Before there is a list: a new passphrase with the 24 words, another telephone with a recovery code."""
    [anna, *_] = accepted(profile, begun(system, "papier", tmp_path / "papier.html")[:1], "papier")
    lost = AtRecovery(profile(viewport=PHONE), look=True)
    sheet = dict(anna.sheet)
    sheet["passphrase"] = lost.new_passphrase(sheet["username"], sheet["words"])
    secret, codes = lost.link_with_code(sheet, sheet["codes"][0])
    assert len(codes) == 8
    assert not set(codes) & set(sheet["codes"])
    lost.link_with_code(sheet, sheet["codes"][1])
    assert lost.page.locator("#problem").count() == 1  # the old paper is worth nothing now
    AtRoom(profile(), {**sheet, "otp_secret": secret}, look=True).sign_in()


def test_other_words_stop_the_founding(system: System, profile: Profile, tmp_path: Path) -> None:
    anna, bram, carla = accepted(profile, begun(system, "gestopt", tmp_path / "papier.html"), "gestopt")
    for room in (anna, bram, carla):
        room.sign_in()
    words = anna.draft()
    bram.hear([words[1], *words[1:]])
    bram.page.wait_for_selector("#typo, #different")
    bram.hear(["abandon"] * 11 + ["about"])
    bram.page.wait_for_selector("#different")
    bram.check()
    bram.page.click("#stop")
    bram.page.wait_for_selector("#stopped")
    expect(carla.page.locator("#stopped")).to_be_visible(timeout=15_000)
    carla.check()
    carla.page.click("#discard")
    expect(anna.page.locator("#founding")).to_be_visible(timeout=15_000)
