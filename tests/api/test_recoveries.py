"""What docs/operations.md promises under "Recovery", played with the real commands and keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from meldpunt.protocol import roster
from tests.api.test_founding import accept, draft, founded, refused, seats, sign
from tests.peer.people import Reporter
from tests.peer.transport import InProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.peer.people import Staff


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    pass


def filed(what: str, committee: str = "nieuw") -> Reporter:
    reporter = Reporter(InProcess())
    reporter.file(committee, {"what": what})
    return reporter


def command(name: str, *words: str, out: Path) -> list[str]:
    """Run a command that prints invitations; returns their codes."""
    call_command(name, *words, "--out", str(out))
    return re.findall(r'<p class="code">([A-Z2-7-]+)</p>', out.read_text(encoding="utf-8"))


def next_roster(by: Staff, people: list[dict[str, Any]], signers: list[Staff]) -> list[bool]:
    newest = roster.verify_chain(by.chain("nieuw"))[-1]
    payload = draft(by, people, epoch=newest.roster.epoch + 1, previous=newest.hash)
    return [sign(one, payload) for one in signers]


def test_a_member_who_lost_words_and_passphrase(tmp_path: Path) -> None:
    alice, bob, charlie, _ = founded()
    before = filed("Voor het verlies.")
    assert len(charlie.grants()) == 1
    [code] = command("invite_member", "nieuw", "Charlie", "--replaces", "Charlie", out=tmp_path / "paper.html")
    again = accept("charlie-2", code)
    again.sign_in()
    assert again.sheet["id"] != charlie.sheet["id"]
    people = alice.call("GET", "/committee/room")["people"]
    assert [one["replaces"] for one in people if one["member"] == again.sheet["id"]] == [charlie.sheet["id"]]
    new_list = [one for one in people if not one["deputy"] and one["name"] != "Charlie"]
    new_list += [one for one in people if one["member"] == again.sheet["id"]]
    assert next_roster(alice, new_list, [alice, bob, again]) == [False, False, True]

    after = filed("Na het verlies.")
    assert [one.case for one in again.grants()] == [after.secrets.case]  # the old case stays closed to the new key
    assert {one.case for one in bob.grants()} == {before.secrets.case, after.secrets.case}
    assert refused(charlie.grants) == (401, "signed-out")
    assert refused(charlie.sign_in) == (403, "sign-in-refused")


def test_a_member_is_gone_and_a_deputy_comes() -> None:
    alice, bob, charlie, dina = founded()
    people = [one for one in alice.call("GET", "/committee/room")["people"] if one["name"] != "Charlie"]
    assert next_roster(alice, people, [alice, dina, bob]) == [False, False, True]
    case = filed("Na het vertrek.").secrets.case
    assert [one.case for one in dina.grants()] == [case]
    assert refused(charlie.sign_in) == (403, "sign-in-refused")


def test_the_quorum_is_gone(tmp_path: Path) -> None:
    alice, *_ = founded()
    old = filed("Bij de oude commissie.")
    words = ["--body", "dienst:NL:nl=Dienst", "--quorum", "2", "--name", "nl=Nieuwe commissie", "--succeeds", "nieuw"]
    for name in ("Alice", "Evi", "Fien"):
        words += ["--member", name]
    codes = command("found_committee", "opvolger", *words, out=tmp_path / "paper.html")
    heirs = [accept(name, code) for name, code in zip(("alice-2", "evi", "fien"), codes, strict=True)]
    for person in heirs:
        person.sign_in()
    payload = draft(heirs[0], seats(heirs[0]), committee="opvolger")
    assert [sign(person, payload) for person in heirs] == [False, False, True]

    told = old.call("GET", "/committees/nieuw/roster")
    assert told["successor"] == "opvolger"  # mailboxes warn, and accept nothing by themselves
    old.open_mailbox()
    assert old.read().report
    alice.say(old.secrets.case, "Ik ben er nog.", mailbox=old.keys.recipient)  # who is left goes on with old cases
    assert len(old.read().entries) == 2
    new = filed("Bij de opvolger.", "opvolger")
    assert [one.case for one in heirs[1].grants()] == [new.secrets.case]  # nothing of the old committee came along
