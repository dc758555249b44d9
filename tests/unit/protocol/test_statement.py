"""The shape of statements, and who may say what where."""

import json
from datetime import date
from typing import Any

import pytest

from meldpunt.protocol import age, attachment, statement
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.statement import Role, Thread

CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
HASH = "A" * 43
MEMBER = "0b0e6a6e-7c1c-4c0e-9c36-0d9d7a4f1a00"


def build(**changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "kind": "message", "case": CASE, "thread": "conversation", "prev": HASH, "roster": HASH,
        "member": None, "written_on": date(2026, 11, 22), "body": {"text": "Dank u."},
    }  # fmt: skip
    return statement.build_statement(**{**fields, **changes})


def test_members_in_the_order_of_the_page() -> None:
    assert list(json.loads(build())) == [
        "v", "kind", "case", "thread", "prev", "roster", "author", "written_on", "body",
    ]  # fmt: skip
    assert json.loads(build())["author"] == {"role": "reporter"}
    assert json.loads(build(member=MEMBER))["author"] == {"role": "member", "id": MEMBER}


def test_round_trip() -> None:
    parsed = statement.parse_statement(build(member=MEMBER, kind="note", thread="notes"))
    assert (parsed.role, parsed.member, parsed.thread) == (Role.MEMBER, MEMBER, Thread.NOTES)


@pytest.mark.parametrize(
    ("thread", "role", "allowed"),
    [
        (Thread.CONVERSATION, Role.REPORTER, statement.REPORTER_KINDS),
        (Thread.CONVERSATION, Role.MEMBER, statement.MEMBER_KINDS),
        (Thread.NOTES, Role.MEMBER, statement.NOTE_KINDS),
        (Thread.NOTES, Role.REPORTER, frozenset()),
    ],
)
def test_who_may_say_what(thread: Thread, role: Role, allowed: frozenset[str]) -> None:
    for kind in statement.REPORTER_KINDS | statement.MEMBER_KINDS | statement.NOTE_KINDS | {"gossip"}:
        assert statement.may_say(thread, role, kind) == (kind in allowed)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "note"}, {"kind": "gossip"}, {"thread": "notes"}, {"thread": "x"}, {"member": "x"}, {"case": "x"},
        {"prev": "x"}, {"roster": None}, {"body": []}, {"kind": "report"}, {"kind": "rekey", "member": MEMBER},
        {"body": {"attachments": [{"upload": "u"}]}}, {"body": {"attachments": {}}},
        {"body": {"attachments": [{"upload": "u", "sha256": HASH, "size": 0}]}},
        {"body": {"attachments": [{"upload": "../u", "sha256": HASH, "size": 1}]}},
        {"body": {"attachments": [{"upload": "u", "sha256": HASH, "size": 1}] * 2}},
    ],
)  # fmt: skip
def test_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        build(**changes)


@pytest.mark.parametrize(
    "author", [None, "reporter", {}, {"role": "reporter", "id": MEMBER}, {"role": "member"}, {"role": "chair"}]
)
def test_authors(author: object) -> None:
    fields = {**json.loads(build()), "author": author}
    with pytest.raises(MalformedError):
        statement.parse_statement(json.dumps(fields).encode())


def test_attachments_are_read() -> None:
    parsed = statement.parse_statement(build(body={"attachments": [{"upload": "u1", "sha256": HASH, "size": 7}]}))
    assert parsed.attachments == (statement.AttachmentRef("u1", HASH, 7),)


REF = statement.AttachmentRef("u1", HASH, 20_000)


def body_with(files: Any, attachments: int = 1) -> dict[str, Any]:
    listed = [{"upload": f"u{number}", "sha256": HASH, "size": 20_000} for number in range(attachments)]
    return {"text": "Zie bijlage.", "attachments": listed, "files": files}


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("brief.pdf", "brief.pdf"), ("\u202efdp.exe", "fdp.exe"), ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.doc", "y.doc"),
        ("x" * 1000, "x" * 120), ("x" * 996 + ".pdf", "x" * 116 + ".pdf"), ("", "file"), ("\x00\u2066", "file"),
    ],
)  # fmt: skip
def test_names_are_cleaned_when_written_and_when_read(name: str, cleaned: str) -> None:
    written = statement.carried([REF], [statement.FileLabel(name, 300_000)])
    assert written["files"] == [{"name": cleaned, "size": 300_000}]
    assert written["attachments"] == [{"upload": "u1", "sha256": HASH, "size": 20_000}]
    for files in (written["files"], [{"name": name, "size": 300_000}]):
        parsed = statement.parse_statement(build(body=body_with(files)))
        assert parsed.labels == (statement.FileLabel(cleaned, 300_000),)


LABEL = {"name": "brief.pdf", "size": 5}


@pytest.mark.parametrize(
    "files",
    [
        None, {}, "brief.pdf", [], [LABEL, LABEL], [None], ["brief.pdf"], [{"name": "brief.pdf"}], [{"size": 5}],
        [{**LABEL, "type": "text/html"}], [{**LABEL, "name": 5}], [{**LABEL, "name": None}],
        [{**LABEL, "name": "x" * 1001}], [{**LABEL, "size": -1}], [{**LABEL, "size": "5"}], [{**LABEL, "size": True}],
        [{**LABEL, "size": 1.5}], [{**LABEL, "size": attachment.MAX_CONTENT + 1}],
    ],
)  # fmt: skip
def test_odd_names_fail_nothing(files: Any) -> None:
    parsed = statement.parse_statement(build(body=body_with(files)))
    assert (parsed.labels, parsed.body["text"], len(parsed.attachments)) == (None, "Zie bijlage.", 1)


def test_one_odd_name_of_many_takes_all_of_them_away() -> None:
    parsed = statement.parse_statement(build(body=body_with([LABEL, {**LABEL, "size": -1}], attachments=2)))
    assert parsed.labels is None
    assert statement.parse_statement(build()).labels is None


def test_what_is_carried_has_a_label_each() -> None:
    assert statement.carried([], []) == {"attachments": [], "files": []}
    for labels in ([], [statement.FileLabel("a", 1)] * 2, [statement.FileLabel("a", -1)]):
        with pytest.raises(MalformedError):
            statement.carried([REF], labels)


def test_all_envelopes_of_a_thread_look_alike() -> None:
    identity = age.generate_identity()
    recipients = [age.recipient_of(identity), age.unheld_recipient()]
    seen = set()
    for text in ("", "x" * 9000):
        signed = statement.sign_statement(build(body={"text": text}), [b"s" * 32])
        sealed = statement.seal_statement(signed, recipients)
        assert statement.open_statement(sealed, identity) == signed
        seen.add((len(sealed), age.inspect(sealed)))
    assert seen == {(len(sealed), age.Inspection(statement.stanzas_for(Thread.CONVERSATION), 16_384))}


REPORT_CHANGES: list[tuple[str, Any]] = [
    ("mailbox", {}), ("case_recipient", "age1x"), ("committee", 1), ("body_id", "IND"), ("language", "nederlands"),
    ("questionnaire", 1), ("answers", []), ("excluded", ["x"]), ("excluded", None), ("attachments", None),
    ("follow_up", None), ("follow_up", {"wanted": 1, "if_silent": "keep"}),
    ("follow_up", {"wanted": True, "if_silent": "phone"}), ("vault", None),
    ("vault", {"sha256": HASH, "threshold": 1, "shares": {}}),
    ("vault", {"sha256": HASH, "threshold": 2, "shares": []}),
    ("vault", {"sha256": HASH, "threshold": 2, "shares": {MEMBER: "x"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), REPORT_CHANGES)
def test_report_bodies(name: str, value: Any, vectors: Any) -> None:
    body = vectors("thread")["verified"]["envelopes"][0]["statement"]["body"]
    assert statement.parse_report(body).body_id == "ind"
    with pytest.raises(MalformedError):
        statement.parse_report({**body, name: value})
