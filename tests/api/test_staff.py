"""Signing in, staying signed in, and being kept out for a while."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from integrity_committee.lockout import LONGEST, SHORTEST, cool_off
from meldpunt.protocol import age, keys, session, staff
from meldpunt.protocol.encoding import unb64u
from tests.peer.people import RefusedError, Reporter, Staff
from tests.peer.transport import InProcess


def someone(sheet: dict[str, Any], name: str = "alice") -> Staff:
    return Staff(InProcess(), sheet=sheet[name])


def test_the_wrapped_key_opens_with_the_passphrase(alice: Staff) -> None:
    wrapped = unb64u(alice.call("GET", "/committee/key")["wrapped"])
    stretched = staff.stretch(alice.sheet["username"], alice.sheet["passphrase"])
    secret = staff.unwrap_member_secret(wrapped, staff.wrap_identity(stretched))
    assert keys.member_keys(secret) == alice.keys


def test_the_session_tells_who_is_signed_in(alice: Staff) -> None:
    told = alice.call("GET", "/staff/session")
    assert (told["role"], told["member"], told["committee"]) == ("member", alice.sheet["id"], "proef")


@pytest.mark.parametrize("wrong", ["passphrase", "code", "username"])
def test_a_wrong_answer_does_not_say_which(sheet: dict[str, Any], wrong: str) -> None:
    person = someone(sheet)
    if wrong == "username":
        person.sheet = {**person.sheet, "username": "nobody"}
    with pytest.raises(RefusedError) as refused:
        person.sign_in(
            passphrase="not this one at all" if wrong == "passphrase" else None,
            code="000000" if wrong == "code" else None,
        )
    assert (refused.value.status, refused.value.code) == (403, "sign-in-refused")


def test_a_code_counts_once(sheet: dict[str, Any]) -> None:
    first, second = someone(sheet), someone(sheet)
    code = first.code()
    first.sign_in(code=code)
    with pytest.raises(RefusedError, match="sign-in-refused"):
        second.sign_in(code=code)


def opens(person: Staff) -> bool:
    """Whether a sign-in goes through; a locked one is tried a second later."""
    try:
        person.sign_in()
    except RefusedError as refused:
        if refused.code != "locked-out":
            raise
        time.sleep(1)
        return False
    return True


def test_five_wrong_answers_lock_for_a_while(sheet: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrity_committee.lockout.SHORTEST", timedelta(seconds=15))
    person = someone(sheet, "bob")
    seen = []
    for _ in range(6):
        with pytest.raises(RefusedError) as refused:
            person.sign_in(passphrase="wrong")
        seen.append(refused.value.code)
    assert seen == ["sign-in-refused"] * 4 + ["locked-out"] * 2
    with pytest.raises(RefusedError, match="locked-out"):
        person.sign_in()
    # Redis keeps its own time, so this waits for it; trying while it is locked makes it no longer.
    assert any(opens(person) for _ in range(60))


def test_a_lock_grows_and_stays_under_an_hour() -> None:
    class Request:
        axes_failures_since_start = 5

    assert cool_off(Request()) == SHORTEST
    Request.axes_failures_since_start = 7
    assert cool_off(Request()) == 4 * SHORTEST
    Request.axes_failures_since_start = 500
    assert cool_off(Request()) == LONGEST


@pytest.mark.parametrize(("away", "over"), [(29, False), (31, True)])
def test_half_an_hour_without_use_ends_the_session(sheet: dict[str, Any], away: int, over: bool) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        person = someone(sheet)
        person.sign_in()
        clock.shift(timedelta(minutes=away))
        assert (person.raw("GET", "/staff/session").status == 401) is over


def test_eight_hours_end_it_whatever_happens(sheet: dict[str, Any]) -> None:
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False) as clock:
        person = someone(sheet)
        person.sign_in()
        for _ in range(23):
            clock.shift(timedelta(minutes=20))
            assert person.raw("GET", "/staff/session").status == 200
        clock.shift(timedelta(minutes=20))
        assert person.raw("GET", "/staff/session").status == 401


def test_signing_out_ends_it(alice: Staff) -> None:
    alice.call("DELETE", "/staff/session")
    assert alice.raw("GET", "/staff/session").code == "signed-out"


def recovery(person: Staff, signer: keys.Keys, passphrase: str, secret: bytes) -> dict[str, Any]:
    stretched = staff.stretch(person.sheet["username"], passphrase)
    wish = session.Recovery(
        challenge=person.call("POST", "/staff/recovery/challenge")["challenge"],
        origin=person.http.origin,
        username=person.sheet["username"],
        password=staff.sign_in_secret(stretched),
        wrapped=staff.wrap_member_secret(secret, age.recipient_of(staff.wrap_identity(stretched))),
        signing_key=signer.signing_key,
    )
    return {"altcha": person.proof(), "recovery": session.build_recovery(signer, wish)}


def test_the_24_words_set_a_new_passphrase_and_end_old_sessions(sheet: dict[str, Any], alice: Staff) -> None:
    person = someone(sheet)
    secret = unb64u(person.sheet["secret"])
    person.call("POST", "/staff/recovery", recovery(person, person.keys, "een heel nieuwe zin van woorden", secret))
    assert alice.raw("GET", "/staff/session").code == "signed-out"
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        person.sign_in(passphrase="een heel nieuwe zin van woorden")
        assert unb64u(person.call("GET", "/committee/key")["wrapped"])


def test_another_key_recovers_nothing(sheet: dict[str, Any]) -> None:
    person, bob = someone(sheet), someone(sheet, "bob")
    answer = person.raw("POST", "/staff/recovery", recovery(person, bob.keys, "nieuw", unb64u(bob.sheet["secret"])))
    assert (answer.status, answer.code) == (404, "no-account")


def test_no_cookie_is_set_on_a_reporter(sheet: dict[str, Any]) -> None:
    reporter = Reporter(InProcess())
    reporter.file("proef", {"what": "x"})
    reporter.open_mailbox()
    reporter.mailbox()
    assert not reporter.http.client.cookies
    answer = reporter.raw("GET", "/mailbox")
    assert "set-cookie" not in answer.headers


def test_the_staff_cookie_is_strict(sheet: dict[str, Any]) -> None:
    person = someone(sheet)
    person.sign_in()
    cookie = person.http.client.cookies["meldpunt-staff"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "csrftoken" not in person.http.client.cookies
