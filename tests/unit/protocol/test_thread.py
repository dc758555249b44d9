"""What a reader believes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from meldpunt.protocol import age, grant, roster, statement, submission, thread
from meldpunt.protocol.encoding import b64u, parse_json, unb64u
from meldpunt.protocol.errors import DecryptError, MalformedError, RosterError
from meldpunt.protocol.keys import Keys, receipt_keys
from meldpunt.protocol.statement import Thread

Vectors = Callable[[str], Any]
ON = date(2026, 11, 22)


def test_verified(vectors: Vectors) -> None:
    file = vectors("thread")
    chain = roster.verify_chain(file["roster_chain"])
    expected = file["verified"]["envelopes"]
    sealed = [unb64u(item["sealed"]) for item in expected]
    for identity in (file["case_identity"], receipt_keys(unb64u(file["receipt"])).identity):
        reading = thread.read_thread(sealed, identity, chain, file["case"])
        assert [entry.statement.raw for entry in reading.entries if entry.statement] == [
            item["statement"] for item in expected
        ]
        assert thread.flags(reading) == {}
        assert reading.head == thread.envelope_hash(sealed[-1])
        assert reading.seen_by_committee == thread.envelope_hash(sealed[0])
        assert reading.seen_by_reporter == thread.envelope_hash(sealed[1])
        body = expected[0]["statement"]["body"]
        assert reading.recipients(Thread.CONVERSATION) == [body["case_recipient"], body["mailbox"]["recipient"]]
        assert reading.recipients(Thread.NOTES) == [body["case_recipient"]]


REASONS = {
    "a key outside the roster": ["wrong-signer"],
    "another case": ["wrong-case"],
    "does not chain": ["broken-chain"],
    "a member posing as the reporter": ["wrong-signer"],
    "one member posing as another": ["wrong-author"],
    "the first envelope dropped": ["no-report"],
    "an envelope repeated": ["broken-chain"],
    "two swapped": ["broken-chain", "broken-chain"],
    "junk in between, the rest chains over it": ["malformed"],
    "an older epoch after a newer": ["older-epoch"],
    "a retired member signs in the epoch that left them out": ["wrong-signer"],
}


def test_flagged(vectors: Vectors) -> None:
    file = vectors("thread")
    chain = roster.verify_chain(file["roster_chain"])
    assert {case["why"] for case in file["flagged"]} == set(REASONS)
    for case in file["flagged"]:
        sealed = [unb64u(envelope) for envelope in case["envelopes"]]
        reading = thread.read_thread(sealed, file["case_identity"], chain, file["case"])
        assert thread.flags(reading) == dict(zip(case["flagged"], REASONS[case["why"]], strict=True))
        assert all((entry.statement is None) == (entry.flag is not None) for entry in reading.entries)


def test_a_chain_that_hides_a_roster_is_refused(vectors: Vectors) -> None:
    file = vectors("thread")
    short = roster.verify_chain(file["roster_chain"][:1])
    sealed = [unb64u(item["sealed"]) for item in file["verified"]["envelopes"]]
    with pytest.raises(RosterError):
        thread.read_thread(sealed, file["case_identity"], short, file["case"])


@dataclass
class Case:
    """A case as both sides write in it."""

    committee: Any
    receipt: Keys
    secrets: submission.CaseSecrets
    threads: dict[str, list[bytes]] = field(default_factory=dict)

    def say(self, kind: str, position: int | None = None, where: str = "conversation", **changes: Any) -> None:
        """Append a statement: by the member at a position, or by the reporter."""
        posted = self.threads.setdefault(where, [])
        prev = posted[-1] if posted else self.threads["conversation"][0]
        fields = {
            "kind": kind, "case": self.secrets.case, "thread": where, "prev": thread.envelope_hash(prev),
            "roster": self.committee.epoch.hash, "written_on": ON, "body": {},
            "member": None if position is None else self.committee.ids[position],
        }  # fmt: skip
        signers = changes.pop("signers", None)
        mine = [self.receipt.signing_secret if position is None else self.committee.secret(position)]
        payload = statement.build_statement(**{**fields, **changes})
        signed = statement.sign_statement(payload, signers or mine)
        reading = self.read("conversation")
        posted.append(statement.seal_statement(signed, reading.recipients(Thread(where))))

    def read(self, where: str = "conversation", identities: Any = None) -> thread.Reading:
        known = identities or [self.secrets.identity, NEW]
        epochs, case = self.committee.epochs, self.secrets.case
        conversation = thread.read_thread(self.threads["conversation"], known, epochs, case)
        if where == "conversation":
            return conversation
        notes = self.threads.get("notes", [])
        return thread.read_thread(notes, known, epochs, case, thread=Thread.NOTES, conversation=conversation)


NEW = age.generate_identity()
REKEY = {"case_recipient": age.recipient_of(NEW), "door": "A" * 43, "reason": "recusal"}


@pytest.fixture
def case(committee: Any, receipt: Keys) -> Case:
    content = submission.ReportContent("ind", "nl", {"what": "Er wordt gepest."})
    envelope, secrets = submission.build_submission(receipt, committee.epoch, content, written_on=ON)
    parsed = submission.parse_submission(envelope)
    return Case(committee, receipt, secrets, {"conversation": [parsed.report]})


def test_conversation_and_notes(case: Case) -> None:
    case.say("message", 0)
    case.say("check-in")
    case.say("note", 1, "notes")
    case.say("assessment", 0, "notes")
    assert thread.flags(case.read()) == {}
    notes = case.read("notes")
    assert thread.flags(notes) == {}
    assert [entry.author.id for entry in notes.entries if entry.author] == [case.committee.ids[i] for i in (1, 0)]
    # The reporter's identity does not open notes.
    with pytest.raises(DecryptError):
        age.decrypt(case.threads["notes"][0], case.receipt.identity)


def test_notes_without_the_conversation(case: Case) -> None:
    case.say("note", 1, "notes")
    reading = thread.read_thread(
        case.threads["notes"], case.secrets.identity, case.committee.epochs, case.secrets.case, thread=Thread.NOTES
    )
    assert thread.flags(reading) == {0: "no-report"}


def test_a_note_served_as_conversation(case: Case) -> None:
    case.say("note", 1, "notes")
    case.threads["conversation"].append(case.threads["notes"][0])
    assert thread.flags(case.read()) == {1: "wrong-thread"}


def test_rekey_by_two(case: Case) -> None:
    case.say("rekey", 1, body=REKEY, signers=[case.committee.secret(1), case.committee.secret(2)])
    case.say("message", 0)
    reading = case.read()
    assert thread.flags(reading) == {}
    assert reading.case_recipient == REKEY["case_recipient"]
    old = case.read(identities=case.secrets.identity)
    assert thread.flags(old) == {2: "cannot-open"}


def test_rekey_by_one_needs_consent(case: Case) -> None:
    case.say("rekey", 1, body=REKEY)
    assert thread.flags(case.read()) == {1: "wrong-signer"}
    assert case.read().case_recipient == case.secrets.recipient
    case.say("consent", body={"to": "committee"})
    case.say("rekey", 1, body=REKEY)
    assert thread.flags(case.read()) == {1: "wrong-signer", 3: "wrong-signer"}
    case.say("consent", body={"to": "rekey"})
    case.say("rekey", 1, body=REKEY)
    case.say("rekey", 1, body=REKEY)
    assert thread.flags(case.read()) == {1: "wrong-signer", 3: "wrong-signer", 6: "wrong-signer"}
    assert case.read().case_recipient == REKEY["case_recipient"]


def test_one_member_signing_twice_is_not_two(case: Case) -> None:
    secret = case.committee.secret(1)
    case.say("rekey", 1, body=REKEY, signers=[secret, secret])
    assert thread.flags(case.read()) == {1: "bad-signature"}


def test_two_signatures_on_a_message(case: Case) -> None:
    case.say("message", 0, signers=[case.committee.secret(0), case.committee.secret(1)])
    assert thread.flags(case.read()) == {1: "wrong-signer"}


def test_an_unknown_roster(case: Case) -> None:
    case.say("message", 0, roster="A" * 43, signers=[b"z" * 32])
    assert thread.flags(case.read()) == {1: "unknown-roster"}
    case.say("message", 0, roster="A" * 43)
    with pytest.raises(RosterError):
        case.read()


def test_a_second_report(case: Case) -> None:
    body = parse_json(
        unb64u(statement.open_statement(case.threads["conversation"][0], case.secrets.identity)["payload"])
    )["body"]
    case.say("report", body=body)
    assert thread.flags(case.read()) == {1: "not-allowed"}


def NEW_OR(case: Case) -> list[str]:  # noqa: N802
    return [case.secrets.identity, NEW]


def test_a_report_by_another_key(case: Case) -> None:
    envelope = statement.open_statement(case.threads["conversation"][0], case.secrets.identity)
    forged = statement.sign_statement(unb64u(envelope["payload"]), [case.committee.secret(0)])
    recipients = case.read().recipients(Thread.CONVERSATION)
    case.threads["conversation"] = [statement.seal_statement(forged, recipients)]
    case_reading = case.read()
    assert thread.flags(case_reading) == {0: "wrong-signer"}
    with pytest.raises(RosterError):
        case_reading.recipients(Thread.NOTES)


def test_plaintext_and_bad_signatures(case: Case) -> None:
    envelope = statement.open_statement(case.threads["conversation"][0], case.secrets.identity)
    envelope["signatures"][0]["sig"] = b64u(b"x" * 64)
    recipients = case.read().recipients(Thread.CONVERSATION)
    case.threads["conversation"] += [b"plain", statement.seal_statement(envelope, recipients)]
    assert thread.flags(case.read()) == {1: "not-sealed", 2: "bad-signature"}


def test_an_identity_that_is_none(case: Case) -> None:
    with pytest.raises(MalformedError):
        case.read(identities="AGE")


def test_grants(case: Case) -> None:
    member = case.committee.keys[case.committee.ids[0]]
    mine = grant.Grant(case.secrets.case, case.secrets.identity, case.secrets.door)
    sealed = grant.seal_grant(mine, member.recipient)
    assert grant.open_grant(member.identity, sealed) == mine
    assert grant.is_grant_shaped(sealed)
    assert grant.is_grant_shaped(grant.decoy())
    assert len(grant.decoy()) == len(sealed)
    assert not grant.is_grant_shaped(b"x")
    assert grant.open_grant(member.identity, grant.decoy()) is None
    first = case.threads["conversation"][0]
    grant.check_grant_against_report(mine, first)
    other = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
    with pytest.raises(MalformedError):
        grant.check_grant_against_report(grant.Grant(other, mine.identity, mine.door), first)
    with pytest.raises(DecryptError):
        grant.check_grant_against_report(grant.Grant(mine.case, NEW, mine.door), first)
    # The receipt's identity opens the report, yet it is not the case's.
    with pytest.raises(MalformedError):
        grant.check_grant_against_report(grant.Grant(mine.case, case.receipt.identity, mine.door), first)


def test_a_grant_that_holds_something_else(case: Case) -> None:
    member = case.committee.keys[case.committee.ids[0]]
    for plain in (b"", b"{}", b'{"case":"x","identity":1,"door":""}', b'{"case":"x","identity":"y","door":""}'):
        with pytest.raises(MalformedError):
            grant.open_grant(member.identity, age.encrypt(plain, [member.recipient]))
