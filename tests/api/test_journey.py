"""A report travels to the committee and back, over the API."""

from __future__ import annotations

import pytest

from meldpunt.core import clock
from meldpunt.protocol import age, attachment, grant, session, vault
from meldpunt.protocol.encoding import b64u, parse_json, sha256_b64u, unb64u
from meldpunt.protocol.stage import parse_stage
from reports.models import Look, Upload, Vault, VaultShare
from tests.peer.people import RefusedError, Reporter, Staff
from tests.peer.transport import InProcess

ANSWERS = {"what": "Iemand wordt gepest."}


def test_there_and_back(reporter: Reporter, alice: Staff) -> None:
    filed = reporter.file("proef", ANSWERS)
    case = reporter.secrets.case
    assert [found["reference"] for found in alice.cases()] == [filed["reference"]]
    assert alice.read(case).entries[0].statement.body["answers"] == ANSWERS

    alice.say(case, "Dank u.", mailbox=reporter.keys.recipient)
    moved = alice.move(case, "acknowledged", clock.today())
    assert len(moved["stages"]) == 1

    reporter.open_mailbox()
    reading = reporter.read()
    assert [entry.flag for entry in reading.entries] == [None, None]
    assert reading.entries[1].author.name == "Alice"
    reporter.say("Graag gedaan.")
    assert alice.read(case).entries[2].statement.body == {"text": "Graag gedaan."}


def test_who_is_left_out_finds_nothing(reporter: Reporter, alice: Staff, charlie: Staff, sheet: dict) -> None:
    reporter.file("proef", ANSWERS, excluded=[sheet["charlie"]["id"]])
    assert [case["case"] for case in alice.cases()] == [reporter.secrets.case]
    assert charlie.cases() == []
    assert len(charlie.call("GET", "/committee/grants")) == len(alice.call("GET", "/committee/grants"))


def test_a_wrong_door_is_a_case_that_never_was(reporter: Reporter, charlie: Staff) -> None:
    reporter.file("proef", ANSWERS)
    case = reporter.secrets.case
    never = "11111111-2222-4333-8444-555555555555"
    doors = [b64u(b"x" * 32), "", "not base64", b64u(reporter.secrets.door)[:-1]]
    answers = [charlie.raw("GET", f"/committee/cases/{one}", Case_Door=door) for one in (case, never) for door in doors]
    assert {(answer.status, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert answers[0].code == "no-case"
    right_door = b64u(reporter.secrets.door)
    assert charlie.raw("GET", f"/committee/cases/{never}", Case_Door=right_door).code == "no-case"


def test_a_member_of_another_committee_meets_no_case(reporter: Reporter, sheet: dict) -> None:
    reporter.file("proef", ANSWERS)
    erin = Staff(InProcess(), sheet=sheet["erin"])
    erin.sign_in()
    door = b64u(reporter.secrets.door)
    assert erin.call("POST", "/committee/cases/query", {"doors": [door]}) == []
    assert erin.raw("GET", f"/committee/cases/{reporter.secrets.case}", Case_Door=door).code == "no-case"


def test_every_committee_call_needs_a_member(reporter: Reporter, sheet: dict) -> None:
    union = Staff(InProcess(), sheet=sheet["vakbond"])
    assert union.sign_in()["role"] == "union"
    for caller in (union, reporter):
        for method, path in [
            ("GET", "/committee/grants"),
            ("GET", "/committee/key"),
            ("POST", "/committee/cases/query"),
        ]:
            answer = caller.raw(method, path, {"doors": []} if method == "POST" else None)
            assert (answer.status, answer.code) == (401, "signed-out")


def test_an_unsafe_call_needs_the_token(alice: Staff) -> None:
    alice.headers = {}
    answer = alice.raw("POST", "/committee/cases/query", {"doors": []})
    assert answer.status == 403


def test_only_the_key_opens_the_mailbox(reporter: Reporter) -> None:
    stranger = Reporter(InProcess())
    with pytest.raises(RefusedError) as refused:
        stranger.open_mailbox()
    assert (refused.value.status, refused.value.code) == (404, "no-mailbox")


def test_a_mailbox_session_is_for_this_origin_and_once(reporter: Reporter) -> None:
    reporter.file("proef", ANSWERS)
    challenge = reporter.call("POST", "/mailbox/challenge")["challenge"]

    def try_with(origin: str) -> str | None:
        signed = session.build_mailbox_session(reporter.keys, challenge, origin)
        return reporter.raw("POST", "/mailbox/session", {"altcha": reporter.proof(), "session": signed}).code

    assert try_with("http://elsewhere.example") == "no-mailbox"
    assert try_with(reporter.http.origin) == "challenge-expired"


def test_a_thread_has_one_head(reporter: Reporter, alice: Staff) -> None:
    reporter.file("proef", ANSWERS)
    reporter.open_mailbox()
    stale = reporter.mailbox()["conversation"][0]["sealed"]
    reporter.say("Eerst.")
    sealed = age.encrypt(b" " * 16384, [reporter.secrets.recipient, reporter.keys.recipient])
    body = {"prev": sha256_b64u(unb64u(stale)), "envelope": b64u(sealed)}
    answer = reporter.raw("POST", "/mailbox/envelopes", body)
    assert (answer.status, answer.code) == (409, "stale-thread")


def test_notes_are_not_in_the_mailbox(reporter: Reporter, alice: Staff) -> None:
    reporter.file("proef", ANSWERS)
    alice.say(reporter.secrets.case, "Onder ons.", to="notes")
    assert len(alice.case(reporter.secrets.case)["notes"]) == 1
    reporter.open_mailbox()
    assert len(reporter.mailbox()["conversation"]) == 1
    assert "notes" not in reporter.mailbox()


def test_who_looked_is_sealed_and_written_once_a_day(reporter: Reporter, alice: Staff, bob: Staff) -> None:
    reporter.file("proef", ANSWERS)
    for _ in range(3):
        alice.case(reporter.secrets.case)
    bob.case(reporter.secrets.case)
    assert Look.objects.count() == 2
    reporter.open_mailbox()
    looked = [parse_json(age.decrypt(unb64u(one), reporter.keys.identity)) for one in reporter.mailbox()["looked"]]
    assert {entry["member"] for entry in looked} == {alice.sheet["id"], bob.sheet["id"]}
    assert {entry["on"] for entry in looked} == {clock.today().isoformat()}


def test_a_file_travels(reporter: Reporter, alice: Staff) -> None:
    reporter.committee = "proef"
    ref = reporter.upload("bewijs.pdf", b"%PDF bewijs" * 500_000)
    reporter.file("proef", ANSWERS, attachments=[ref])
    case = reporter.secrets.case
    door = b64u(reporter.secrets.door)
    report = alice.read(case).entries[0].statement
    listed = report.attachments
    assert [(label.name, label.size) for label in report.labels] == [("bewijs.pdf", 5_500_000)]
    sealed = alice.raw("GET", f"/committee/cases/{case}/attachments/{listed[0].upload}", Case_Door=door).content
    file = attachment.unpack(age.decrypt(sealed, alice.grant_for(case).identity))
    assert (file.name, file.content) == ("bewijs.pdf", b"%PDF bewijs" * 500_000)
    reporter.open_mailbox()
    assert reporter.raw("GET", f"/mailbox/attachments/{ref.upload}").content == sealed
    assert Upload.objects.get().expires is None


def test_a_file_that_is_not_as_stated_is_refused(reporter: Reporter) -> None:
    ref = reporter.upload("bewijs.pdf", b"x")
    other = reporter.upload("bewijs.pdf", b"x" * 20_000)
    wrong = type(ref)(ref.upload, other.sha256, ref.size)
    answer = reporter.send(reporter.seal("proef", ANSWERS, attachments=[wrong]))
    assert (answer.status, answer.code) == (422, "upload-incomplete")
    one_reader = reporter.upload("bewijs.pdf", b"x", recipients=[reporter.secrets.recipient])
    answer = reporter.send(reporter.seal("proef", ANSWERS, attachments=[one_reader]))
    assert (answer.status, answer.code) == (422, "not-sealed")


def test_an_upload_is_claimed_once(reporter: Reporter) -> None:
    ref = reporter.upload("bewijs.pdf", b"x")
    reporter.file("proef", ANSWERS, attachments=[ref])
    other = Reporter(InProcess())
    answer = other.send(other.seal("proef", ANSWERS, attachments=[ref]))
    assert (answer.status, answer.code) == (422, "upload-incomplete")
    assert reporter.raw("PUT", f"/uploads/{ref.upload}/parts/0", b"other").code == "no-upload"


def test_stages_are_checked(reporter: Reporter, alice: Staff, bob: Staff) -> None:
    reporter.file("proef", ANSWERS)
    case, today = reporter.secrets.case, clock.today()

    def refused(*arguments: object, **named: object) -> str:
        with pytest.raises(RefusedError) as caught:
            alice.move(case, *arguments, **named)
        return caught.value.code

    assert refused("closed", today) == "wrong-transition"
    assert refused("acknowledged", today.replace(year=2020)) == "wrong-date"
    alice.move(case, "acknowledged", today)
    assert refused("assessing", today) == "stale-stage"
    first = head(alice, case)
    alice.move(case, "assessing", today, previous=first)
    second = head(alice, case)
    assert refused("rerouted", today, previous=second) == "too-few-signatures"
    alice.move(case, "rerouted", today, others=(bob,), previous=second)


def head(member: Staff, case: str) -> str:
    return parse_stage(member.case(case)["stages"][-1]).hash


def test_the_name_opens_with_a_quorum_of_shares(reporter: Reporter, alice: Staff, bob: Staff) -> None:
    reporter.file("proef", ANSWERS, name={"name": "S. de Wit"})
    commitment = alice.read(reporter.secrets.case).report.vault
    shares = {}
    for member in (alice, bob):
        row = VaultShare.objects.get(member=member.sheet["id"])
        shares[member.sheet["id"]] = vault.open_share(member.keys.identity, bytes(row.sealed)).share
    assert vault.combine_and_open(bytes(Vault.objects.get().sealed), commitment, shares) == {"name": "S. de Wit"}


def test_handles_fetch_what_they_name(reporter: Reporter, alice: Staff) -> None:
    reporter.file("proef", ANSWERS)
    handles = alice.call("GET", "/committee/grants?handles=1")
    assert set(handles[0]) == {"handle"}
    fetched = alice.call("POST", "/committee/grants/fetch", {"handles": [one["handle"] for one in handles]})
    opened = [grant.open_grant(alice.keys.identity, unb64u(one["sealed"])) for one in fetched]
    assert [one.case for one in opened if one] == [reporter.secrets.case]
