"""Filing a report: what is taken, and every refusal of protocol section 5 with its own code and nothing stored."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from meldpunt.core import clock
from meldpunt.protocol import age, dsse, padme
from meldpunt.protocol.encoding import b64u, dump_json, parse_json, unb64u
from meldpunt.protocol.grant import decoy
from reports.models import Case, Envelope, Grant, Vault, VaultShare
from reports.services.committees import newest_roster
from tests.peer.people import Reporter
from tests.peer.transport import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERS = {"what": "Iemand wordt gepest."}


def sealed(reporter: Reporter, change: Callable[[dict[str, Any]], None], **options: Any) -> dict[str, Any]:
    """A submission whose payload was changed before the reporter signed it."""
    payload = parse_json(unb64u(reporter.seal("proef", ANSWERS, **options)["payload"]))
    change(payload)
    return dsse.sign("submission", dump_json(payload), [reporter.keys.signing_secret])


def nothing_stored() -> bool:
    return (
        not any(model.objects.exists() for model in (Case, Envelope, Vault, VaultShare))
        and not Grant.objects.exclude(case=None).exists()
    )


def test_a_report_is_stored_whole(reporter: Reporter) -> None:
    answer = reporter.send(reporter.seal("proef", ANSWERS))
    assert answer.status == 201
    assert answer.json()["received_on"] == clock.today().isoformat()
    case = Case.objects.get()
    assert case.reference == answer.json()["reference"]
    assert case.grants.count() == case.shares.count() == 4
    assert {len(bytes(grant.sealed)) for grant in case.grants.all()} == {len(decoy())}


def test_the_same_submission_again_gets_the_same_answer(reporter: Reporter) -> None:
    submission = reporter.seal("proef", ANSWERS)
    first, again = reporter.send(submission), reporter.send(submission)
    assert (first.status, again.status) == (201, 200)
    assert first.json() == again.json()
    assert Case.objects.count() == 1


def test_it_is_recognised_before_the_proof_of_work_is_looked_at(reporter: Reporter) -> None:
    submission = reporter.seal("proef", ANSWERS)
    reporter.send(submission)
    again = reporter.raw("POST", "/reports", {"altcha": "nothing", "submission": submission})
    assert again.status == 200


def test_a_proof_of_work_counts_once(reporter: Reporter) -> None:
    proof = reporter.proof()
    reporter.raw("POST", "/reports", {"altcha": proof, "submission": reporter.seal("proef", ANSWERS)})
    other = Reporter(InProcess())
    answer = other.raw("POST", "/reports", {"altcha": proof, "submission": other.seal("proef", ANSWERS)})
    assert (answer.status, answer.code) == (409, "proof-of-work-used")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("payload", ["", "e30=", "bm90IGpzb24=", "*", "W10="])
def test_a_malformed_proof_of_work_is_refused(reporter: Reporter, payload: str) -> None:
    answer = reporter.raw("POST", "/reports", {"altcha": payload, "submission": reporter.seal("proef", ANSWERS)})
    assert (answer.status, answer.code) == (422, "proof-of-work")
    assert nothing_stored()


def _no_member(payload: dict[str, Any]) -> None:
    payload["grants"].pop()


def _twice(payload: dict[str, Any]) -> None:
    payload["grants"][1]["member"] = payload["grants"][0]["member"]


def _foreign(payload: dict[str, Any]) -> None:
    payload["grants"][0]["member"] = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"


def _no_share(payload: dict[str, Any]) -> None:
    payload["vault"]["shares"].pop()


def _threshold(payload: dict[str, Any]) -> None:
    payload["vault"]["threshold"] = 3


def _plaintext_grant(payload: dict[str, Any]) -> None:
    payload["grants"][0]["sealed"] = b64u(b"not sealed at all")


def _long_grant(payload: dict[str, Any]) -> None:
    payload["grants"][0]["sealed"] = b64u(age.encrypt(b" " * 513, [age.unheld_recipient()]))


def _unpadded_report(payload: dict[str, Any]) -> None:
    payload["report"] = b64u(age.encrypt(b"{}", [age.unheld_recipient(), age.unheld_recipient()]))


def _one_recipient(payload: dict[str, Any]) -> None:
    payload["report"] = b64u(age.encrypt(padme.pad_json(b"{}"), [age.unheld_recipient()]))


def _version(payload: dict[str, Any]) -> None:
    payload["v"] = 2


def _extra(payload: dict[str, Any]) -> None:
    payload["note"] = "more"


def _door(payload: dict[str, Any]) -> None:
    payload["door"] = payload["door"] + "="


def _small_order(payload: dict[str, Any]) -> None:
    payload["mailbox"]["signing_key"] = b64u(bytes([1, *([0] * 31)]))


def _members_own(payload: dict[str, Any]) -> None:
    payload["case_recipient"] = newest_roster("proef").roster.members[0].recipient


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_members_own, "malformed"),
        (_no_member, "missing-grant"),
        (_no_share, "missing-grant"),
        (_twice, "double-grant"),
        (_foreign, "foreign-member"),
        (_threshold, "wrong-threshold"),
        (_plaintext_grant, "not-sealed"),
        (_long_grant, "not-sealed"),
        (_unpadded_report, "not-sealed"),
        (_one_recipient, "not-sealed"),
        (_version, "malformed"),
        (_extra, "malformed"),
        (_door, "malformed"),
        (_small_order, "malformed"),
    ],
)
def test_what_the_server_refuses(reporter: Reporter, change: Callable[[dict[str, Any]], None], code: str) -> None:
    answer = reporter.send(sealed(reporter, change))
    assert (answer.status, answer.code) == (422, code)
    assert nothing_stored()


def test_mixed_recipients_are_refused(reporter: Reporter) -> None:
    def mixed(payload: dict[str, Any]) -> None:
        report = unb64u(payload["report"])
        payload["report"] = b64u(report.replace(b"\n---", b"\n-> X25519 AAAA\nAAAA\n---", 1))

    answer = reporter.send(sealed(reporter, mixed))
    assert (answer.status, answer.code) == (422, "not-sealed")
    assert nothing_stored()


def test_another_signer_is_refused(reporter: Reporter) -> None:
    stranger = Reporter(InProcess())
    payload = unb64u(reporter.seal("proef", ANSWERS)["payload"])
    answer = reporter.send(dsse.sign("submission", payload, [stranger.keys.signing_secret]))
    assert (answer.status, answer.code) == (422, "bad-signature")


def test_a_broken_signature_is_refused(reporter: Reporter) -> None:
    submission = copy.deepcopy(reporter.seal("proef", ANSWERS))
    signature = bytearray(unb64u(submission["signatures"][0]["sig"]))
    signature[5] ^= 1
    submission["signatures"][0]["sig"] = b64u(bytes(signature))
    answer = reporter.send(submission)
    assert (answer.status, answer.code) == (422, "bad-signature")


def test_another_payload_type_is_refused(reporter: Reporter) -> None:
    payload = unb64u(reporter.seal("proef", ANSWERS)["payload"])
    answer = reporter.send(dsse.sign("statement", payload, [reporter.keys.signing_secret]))
    assert (answer.status, answer.code) == (422, "malformed")


def test_an_unknown_committee_is_refused(reporter: Reporter) -> None:
    answer = reporter.send(sealed(reporter, lambda payload: payload.update(committee="nergens")))
    assert (answer.status, answer.code) == (404, "no-committee")


def test_another_committee_is_refused(reporter: Reporter) -> None:
    answer = reporter.send(sealed(reporter, lambda payload: payload.update(committee="elders")))
    assert (answer.status, answer.code) == (409, "roster-changed")
    assert nothing_stored()


def test_a_stale_roster_is_refused(reporter: Reporter) -> None:
    answer = reporter.send(sealed(reporter, lambda payload: payload.update(roster=b64u(b"r" * 32))))
    assert (answer.status, answer.code) == (409, "roster-changed")
    assert nothing_stored()


def test_an_expired_roster_takes_no_report(reporter: Reporter) -> None:
    with clock.on_day(clock.today() + timedelta(days=400)):
        answer = reporter.send(reporter.seal("proef", ANSWERS))
    assert (answer.status, answer.code) == (409, "roster-expired")
    assert nothing_stored()


@pytest.mark.parametrize("name", ["case", "door", "case_recipient", "mailbox"])
def test_nothing_of_a_case_is_used_twice(reporter: Reporter, name: str) -> None:
    first = reporter.seal("proef", ANSWERS)
    reporter.send(first)
    taken = parse_json(unb64u(first["payload"]))[name]
    second = reporter if name == "mailbox" else Reporter(InProcess())
    if name == "mailbox":
        second.secrets = Reporter(InProcess()).secrets
    answer = second.send(sealed(second, lambda payload: payload.update({name: taken})))
    assert (answer.status, answer.code) == (409, "already-used")
    assert Case.objects.count() == 1


def test_json_over_two_megabytes_is_refused(reporter: Reporter) -> None:
    answer = reporter.raw("POST", "/reports", {"altcha": "x" * 2_100_000})
    assert (answer.status, answer.code) == (413, "too-large")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"altcha":"a","altcha":"b"}', b"\xef\xbb\xbf{}", b'{"altcha":1,"submission":{}}', b"\xff"],
)
def test_a_malformed_body_is_refused_without_an_echo(reporter: Reporter, body: bytes) -> None:
    answer = reporter.http.send("POST", "/api/v1/reports", body, {})
    assert answer.status in {400, 422}
    assert answer.code == "malformed"
    assert "altcha" not in answer.content.decode()


def test_a_fault_answers_without_a_trace(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("canary in an exception")

    monkeypatch.setattr("reports.services.submissions.file_report", fail)
    answer = reporter.raw("POST", "/reports", {"altcha": "x", "submission": reporter.seal("proef", ANSWERS)})
    assert (answer.status, answer.code) == (500, "server-error")
    assert b"canary" not in answer.content
