"""Every lie that the server can tell is caught by the client: the person is told, and nothing is shown as true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meldpunt.core import clock
from meldpunt.protocol import keys, roster, words
from meldpunt.protocol.encoding import b64u, unb64u
from tests.browser.chromium import PHONE
from tests.browser.people import AtDesk, AtIntake, AtMailbox
from tests.hostile import lies
from tests.hostile.proxy import Proxy, standing_before
from tests.peer.people import Reporter
from tests.peer.transport import OverHttp
from tests.running import System

pytestmark = pytest.mark.browser
TODAY = clock.today()
Profile = Callable[..., Page]
OTHER_OUTSIDE = {
    "mailbox": {"signing_key": "x", "recipient": "y"},
    "case_recipient": "z",
    "vault": {"sha256": "h", "threshold": 2},
}


@pytest.fixture
def proxy(system: System) -> Iterator[Proxy]:
    with standing_before(system.address) as standing:
        yield standing


def committee_of(system: System) -> str:
    return system.receipts[0]["committee"]


def members_of(system: System) -> list[dict[str, str]]:
    return [one for one in system.sheet.values() if one["committee"] == committee_of(system) and "id" in one]


def secrets_of(system: System) -> list[bytes]:
    return [keys.member_keys(unb64u(one["secret"])).signing_secret for one in members_of(system)]


def chain_of(system: System) -> dict[str, Any]:
    return {"chain": Reporter(OverHttp(system.address)).chain(committee_of(system))}


def spoken(system: System) -> tuple[Reporter, list[str]]:
    """A mailbox whose conversation has several envelopes, and its words."""
    reporter = Reporter(OverHttp(system.address))
    reporter.file(committee_of(system), {"what": "Melding-woord."}, on=TODAY)
    reporter.open_mailbox()
    for text in ("Een-woord.", "Twee-woord.", "Drie-woord."):
        reporter.say(text)
    return reporter, words.encode_words(reporter.receipt, "en")


# The intake.


def stopped(page: Page) -> str:
    expect(page.locator("#stopped")).to_be_visible()
    assert page.locator("#what").count() == 0
    return page.locator("#app").inner_text()


@pytest.mark.parametrize("lie", [lies.altered_key, lies.nonsense, lambda answer: {"chain": []}])
def test_a_roster_that_does_not_verify_closes_the_intake(
    system: System, proxy: Proxy, profile: Profile, lie: lies.Lie
) -> None:
    proxy.lie("GET", "/roster", lie)
    intake = AtIntake(profile(proxy.address, viewport=PHONE), look=True).open().choose_body(committee_of(system))
    assert "Huis voor Klokkenluiders" in stopped(intake.page)
    intake.check()


def test_a_false_committee_is_caught_by_the_poster(system: System, proxy: Proxy, profile: Profile) -> None:
    true = roster.fingerprint(roster.verify_chain(chain_of(system)["chain"])).hex()
    proxy.lie("GET", "/roster", lies.false_committee)
    intake = AtIntake(profile(proxy.address, viewport=PHONE), look=True).open(f"#fp={true}")
    stopped(intake.page)
    intake.check()
    proxy.honest()
    AtIntake(profile(proxy.address, viewport=PHONE)).open(f"#fp={true}").choose_body(committee_of(system)).read_facts()


def test_an_expired_roster_takes_no_report(system: System, proxy: Proxy, profile: Profile) -> None:
    def expire(said: dict[str, Any]) -> None:
        said["issued_on"] = (TODAY - timedelta(days=300)).isoformat()
        said["valid_until"] = (TODAY - timedelta(days=1)).isoformat()

    proxy.lie("GET", "/roster", lies.signed_by(secrets_of(system), expire))
    intake = AtIntake(profile(proxy.address, viewport=PHONE), look=True).open().choose_body(committee_of(system))
    stopped(intake.page)
    intake.check()


def test_a_committee_that_changed_meanwhile_is_shown(system: System, proxy: Proxy, profile: Profile) -> None:
    """An older chain is told first: the filing is refused, and nothing is sent again before the person was told."""
    intake = AtIntake(profile(proxy.address, viewport=PHONE), look=True).open()

    def without_one(said: dict[str, Any]) -> None:
        gone = said["members"].pop()
        del said["release"]["shares"][gone["id"]]

    older = lies.signed_by(secrets_of(system)[:-1], without_one)
    proxy.lie("GET", "/roster", older)
    intake.choose_body(committee_of(system)).read_facts().answer(what="Iets.").leave_out().give_name().add_files()
    proxy.honest()
    intake.next()
    # The honest chain does not hold the older epoch as its beginning: this portal showed two different committees.
    expect(intake.page.locator("#newcomers, #stopped").first).to_be_visible()
    assert not [request for request in proxy.seen if request.path.endswith("/reports") and request.status < 300]


def test_a_lost_connection_loses_and_doubles_nothing(system: System, proxy: Proxy, profile: Profile) -> None:
    chair = members_of(system)[0]
    before = AtDesk(profile(), chair).sign_in().references()
    intake = AtIntake(profile(proxy.address, viewport=PHONE)).open().choose_body(committee_of(system)).read_facts()
    intake.answer(what="Tussen twee tunnels.").leave_out().give_name().add_files()
    proxy.cut("POST", "/reports", "before", "after")
    intake.send()
    answered = [request.status for request in proxy.seen if request.path.endswith("/reports")]
    assert (answered[0], answered[-1], sorted(answered)[-2:]) == (0, 200, [200, 201])
    desk = AtDesk(profile(), chair).sign_in()
    assert sorted(set(desk.references()) - set(before)) == [intake.reference]


def test_a_connection_that_stays_away_is_told(system: System, proxy: Proxy, profile: Profile) -> None:
    intake = AtIntake(profile(proxy.address, viewport=PHONE), look=True).open().choose_body(committee_of(system))
    intake.read_facts().answer(what="Lange tunnel.").leave_out().give_name().add_files()
    # The browser itself tries again on a connection that it had used before, so there are more cuts than tries.
    proxy.cut("POST", "/reports", "before", "after", *["before"] * 40)
    intake.next()
    expect(intake.page.locator("#uncertain")).to_be_visible(timeout=30_000)
    intake.check()
    proxy.honest()
    intake.page.click("#try-again")
    intake.page.wait_for_selector(".words-grid")
    assert [request.status for request in proxy.seen if request.path.endswith("/reports")][-1] == 200


# The mailbox.


def opened(proxy: Proxy, profile: Profile, said: list[str]) -> AtMailbox:
    mailbox = AtMailbox(profile(proxy.address, viewport=PHONE), look=True)
    mailbox.type_words(said)
    mailbox.page.wait_for_selector("#thread-title, #begin-again, .utrecht-alert--error")
    mailbox.check()
    return mailbox


@pytest.mark.parametrize(
    ("lie", "broken"),
    [(lies.without(1), 1), (lies.swapped(1, 2), 3), (lies.repeated(1), 1), (lies.repeated(3), 1)],
    ids=["dropped", "swapped", "repeated", "repeated at once"],
)
def test_a_conversation_that_was_tampered_with(
    system: System, proxy: Proxy, profile: Profile, lie: lies.Lie, broken: int
) -> None:
    _, said = spoken(system)
    proxy.lie("GET", "/mailbox", lie)
    mailbox = opened(proxy, profile, said)
    expect(mailbox.page.locator(".entry-broken")).to_have_count(broken)


def test_a_forged_message_is_not_shown(system: System, proxy: Proxy, profile: Profile) -> None:
    reporter, said = spoken(system)
    newest = roster.verify_chain(chain_of(system)["chain"])[-1]
    member = members_of(system)[0]["id"]
    to = [reporter.secrets.recipient, reporter.keys.recipient]
    proxy.lie("GET", "/mailbox", lies.forged_message("Vervalst-woord.", member, newest.hash, to))
    mailbox = opened(proxy, profile, said)
    expect(mailbox.page.locator(".entry-broken")).to_have_count(1)
    assert "Vervalst-woord." not in mailbox.page.content()


def test_another_case_in_this_mailbox(system: System, proxy: Proxy, profile: Profile) -> None:
    other, _ = spoken(system)
    _, said = spoken(system)
    proxy.lie("GET", "/mailbox", lies.another("conversation", other.mailbox()["conversation"]))
    mailbox = opened(proxy, profile, said)
    assert "Melding-woord." not in mailbox.page.content()
    assert mailbox.page.locator("#answer-text").count() == 0


def test_another_case_number(system: System, proxy: Proxy, profile: Profile) -> None:
    _, said = spoken(system)
    proxy.lie("GET", "/mailbox", lies.another("case", "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"))
    mailbox = opened(proxy, profile, said)
    assert "Melding-woord." not in mailbox.page.content()
    assert mailbox.page.locator("#answer-text").count() == 0


@pytest.mark.parametrize("lie", [lies.false_committee, lies.altered_key, lies.nonsense])
def test_another_committee_for_this_mailbox(system: System, proxy: Proxy, profile: Profile, lie: lies.Lie) -> None:
    _, said = spoken(system)
    proxy.lie("GET", "/roster", lie)
    mailbox = opened(proxy, profile, said)
    assert "Melding-woord." not in mailbox.page.content()
    assert mailbox.page.locator("#answer-text").count() == 0


def test_a_forged_stage_is_not_believed(system: System, proxy: Proxy, profile: Profile) -> None:
    _, said = spoken(system)
    proxy.lie("GET", "/mailbox", lies.forged_stage("acknowledged", TODAY))
    mailbox = opened(proxy, profile, said)
    assert mailbox.page.locator("#stages .stage-now .stage-label").inner_text() == "Ontvangen"


@pytest.mark.parametrize("path", ["/mailbox", "/mailbox/challenge", "/challenge", "/mailbox/session"])
def test_nonsense_is_an_answer_too(system: System, proxy: Proxy, profile: Profile, path: str) -> None:
    _, said = spoken(system)
    proxy.lie("GET" if path in {"/mailbox", "/challenge"} else "POST", path, lies.nonsense)
    mailbox = AtMailbox(profile(proxy.address, viewport=PHONE))
    mailbox.type_words(said)
    expect(mailbox.page.locator("#code-problem, .utrecht-alert--error, .utrecht-alert--warning").first).to_be_visible()
    assert "Melding-woord." not in mailbox.page.content()


# The committee.


def test_another_key_in_my_place(system: System, proxy: Proxy, profile: Profile) -> None:
    me, *others = members_of(system)
    mine = lies.stranger()

    def replace(said: dict[str, Any]) -> None:
        entry = next(member for member in said["members"] if member["id"] == me["id"])
        entry["recipient"], entry["signing_key"] = mine.recipient, mine.signing_key

    secrets = [mine.signing_secret, *(keys.member_keys(unb64u(one["secret"])).signing_secret for one in others)]
    proxy.lie("GET", "/roster", lies.signed_by(secrets, replace))
    desk = AtDesk(profile(proxy.address), me, look=True).sign_in()
    expect(desk.page.locator("#alarm")).to_be_visible()
    assert desk.page.locator("#board").count() == 0


def test_another_wrapped_key(system: System, proxy: Proxy, profile: Profile) -> None:
    me, other, *_ = members_of(system)
    wrapped = b64u(b"age-encryption.org/v1\n" + unb64u(other["secret"]))
    proxy.lie("GET", "/committee/key", lambda _answer: {"wrapped": wrapped})
    desk = AtDesk(profile(proxy.address), me).sign_in()
    expect(desk.page.locator("#alarm")).to_be_visible()


def case_at(system: System, proxy: Proxy, profile: Profile, lie: lies.Lie) -> tuple[AtDesk, str]:
    reporter, _ = spoken(system)
    reference = reporter.mailbox()["reference"]
    proxy.lie("GET", reporter.mailbox()["case"], lie)
    desk = AtDesk(profile(proxy.address), members_of(system)[1], look=True).sign_in()
    return desk, reference


@pytest.mark.parametrize("lie", [lies.without(0), lies.without(1), lies.swapped(0, 1), lies.repeated(2)])
def test_a_case_that_was_tampered_with(system: System, proxy: Proxy, profile: Profile, lie: lies.Lie) -> None:
    desk, reference = case_at(system, proxy, profile, lie)
    desk.open(reference)
    expect(desk.page.locator("#case-broken")).to_be_visible()
    assert desk.page.locator(".entry-broken").count() >= 1


def test_another_outside_than_the_report_has_inside(system: System, proxy: Proxy, profile: Profile) -> None:
    desk, reference = case_at(system, proxy, profile, lies.another("outside", OTHER_OUTSIDE))
    desk.open(reference)
    expect(desk.page.get_by_text("Er klopt iets niet")).to_be_visible()


def test_grants_that_open_for_nobody_do_not_show(system: System, proxy: Proxy, profile: Profile) -> None:
    me = members_of(system)[2]
    shown = AtDesk(profile(), me).sign_in().references()
    proxy.lie("POST", "/grants/fetch", lies.with_unopenable)
    assert sorted(AtDesk(profile(proxy.address), me).sign_in().references()) == sorted(shown)


def test_a_forged_stage_is_not_believed_by_members(system: System, proxy: Proxy, profile: Profile) -> None:
    desk, reference = case_at(system, proxy, profile, lies.forged_stage("acknowledged", TODAY))
    desk.open(reference)
    expect(desk.page.locator("#acknowledge-panel")).to_be_visible()
