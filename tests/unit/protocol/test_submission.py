"""What the letterbox takes, and what it does not."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from meldpunt.protocol import age, dsse, grant, submission, thread, vault
from meldpunt.protocol.encoding import b64u, dump_json, parse_json, sha256_b64u, unb64u
from meldpunt.protocol.errors import MalformedError, ProtocolError
from meldpunt.protocol.keys import Keys
from meldpunt.protocol.statement import AttachmentRef, FileLabel

ON = date(2026, 11, 22)
CONTENT = submission.ReportContent("ind", "nl", {"what": "Er wordt gepest."}, name={"name": "Noor Jansen"})
FILES: dict[str, Any] = {
    "attachments": [AttachmentRef("upload-1", "A" * 43, 20_000)],
    "labels": [FileLabel("../brief.pdf", 300)],
}
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def made(committee: Any, receipt: Keys) -> tuple[dict[str, Any], submission.CaseSecrets]:
    return submission.build_submission(
        receipt, committee.epoch, CONTENT, written_on=ON, excluded=committee.ids[:2], **FILES
    )


def test_filed_and_opened(committee: Any, receipt: Keys, made: Any) -> None:
    envelope, secrets = made
    parsed = submission.parse_submission(envelope)
    submission.check_against_roster(parsed, committee.epoch)
    assert parsed.mailbox_key == receipt.signing_key
    assert parsed.door == sha256_b64u(secrets.door)
    assert {item.member for item in parsed.grants} == set(committee.ids)
    grants = {
        item.member: grant.open_grant(committee.keys[item.member].identity, item.sealed) for item in parsed.grants
    }
    assert [member for member in committee.ids if grants[member] is None] == committee.ids[:2]
    mine = grants[committee.ids[2]]
    assert mine == grant.Grant(secrets.case, secrets.identity, secrets.door)
    grant.check_grant_against_report(mine, parsed.report)
    reading = thread.read_thread([parsed.report], mine.identity, committee.epochs, mine.case)
    assert reading.report
    assert reading.report.excluded == tuple(committee.ids[:2])
    assert reading.report.attachments == parsed.attachments
    assert reading.entries[0].statement
    assert reading.entries[0].statement.labels == (FileLabel("brief.pdf", 300),)
    shares = {
        item.member: vault.open_share(committee.keys[item.member].identity, item.sealed) for item in parsed.shares
    }
    raw = {member: share.share for member, share in shares.items() if share}
    assert vault.combine_and_open(parsed.vault, reading.report.vault, raw) == {"name": "Noor Jansen"}


def test_names_stay_within_the_seal(committee: Any, receipt: Keys, made: Any) -> None:
    outside = unb64u(made[0]["payload"])
    assert b"brief.pdf" not in outside
    assert set(parse_json(outside)["attachments"][0]) == {"upload", "sha256", "size"}
    with pytest.raises(MalformedError):
        submission.build_submission(receipt, committee.epoch, CONTENT, written_on=ON, attachments=FILES["attachments"])


def test_excluding(committee: Any, receipt: Keys) -> None:
    for excluded in (committee.ids[:3], ["6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"]):
        with pytest.raises(MalformedError):
            submission.build_submission(receipt, committee.epoch, CONTENT, written_on=ON, excluded=excluded)


def test_sizes_do_not_tell(committee: Any, receipt: Keys, made: Any) -> None:
    short = submission.ReportContent("ind", "nl", {})
    other, _ = submission.build_submission(receipt, committee.epoch, short, written_on=ON, **FILES)
    assert len(dump_json(other)) == len(dump_json(made[0]))


def test_order_does_not_tell(committee: Any, receipt: Keys) -> None:
    orders = set()
    for _ in range(12):
        envelope, _ = submission.build_submission(receipt, committee.epoch, CONTENT, written_on=ON)
        orders.add(tuple(item.member for item in submission.parse_submission(envelope).grants))
    assert len(orders) > 1


def put(*path: Any) -> Change:
    """A change that sets the last of `path` at the place that the others lead to."""
    *places, value = path

    def change(fields: dict[str, Any]) -> None:
        target: Any = fields
        for place in places[:-1]:
            target = target[place]
        target[places[-1]] = value

    return change


def seal(plain: bytes, count: int = 1) -> str:
    return b64u(age.encrypt(plain, [age.unheld_recipient() for _ in range(count)]))


def double_grant(fields: dict[str, Any]) -> None:
    fields["grants"].append(fields["grants"][0])


def double_share(fields: dict[str, Any]) -> None:
    fields["vault"]["shares"][1] = {**fields["vault"]["shares"][0]}


def missing_grant(fields: dict[str, Any]) -> None:
    fields["grants"].pop()


def missing_share(fields: dict[str, Any]) -> None:
    fields["vault"]["shares"].pop()


def same_recipient(fields: dict[str, Any]) -> None:
    fields["case_recipient"] = fields["mailbox"]["recipient"]


STRANGER = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
WRONG: list[tuple[str, Change]] = [
    ("malformed", put("v", 2)),
    ("malformed", put("extra", 1)),
    ("malformed", put("case", STRANGER.upper())),
    ("malformed", put("door", "AAAA")),
    ("malformed", put("committee", "Other")),
    ("malformed", put("committee", "other")),
    ("malformed", put("roster", "A" * 43)),
    ("malformed", put("case_recipient", "age1x")),
    ("malformed", put("grants", None)),
    ("malformed", put("report", "x=")),
    ("malformed", put("attachments", [{}])),
    ("malformed", put("vault", {})),
    ("malformed", put("vault", "threshold", 1)),
    ("malformed", put("mailbox", "signing_key", b64u(b"\x01" + b"\0" * 31))),
    ("malformed", same_recipient),
    ("bad-signature", put("mailbox", "signing_key", "wKOVmRL_y9jxNw92J5wfjacUTPep5eoILNWuDaXVd9o")),
    ("not-sealed", put("report", b64u(b"Er wordt gepest."))),
    ("not-sealed", put("report", seal(b" " * 16_384))),
    ("not-sealed", put("report", seal(b" " * 16_384, 3))),
    ("not-sealed", put("report", seal(b" " * 16_385, 2))),
    ("not-sealed", put("report", seal(b" " * 8_192, 2))),
    ("not-sealed", put("report", seal(b" " * 2**21, 2))),
    ("not-sealed", put("grants", 0, "sealed", seal(b" " * 511))),
    ("not-sealed", put("grants", 0, "sealed", seal(b" " * 512, 2))),
    ("not-sealed", put("grants", 0, "sealed", b64u(b" " * 512))),
    ("not-sealed", put("vault", "sealed", seal(b" " * 512))),
    ("not-sealed", put("vault", "sealed", seal(b" " * 16_384, 2))),
    ("not-sealed", put("vault", "sealed", seal(b" " * 2**17))),
    ("not-sealed", put("vault", "shares", 0, "sealed", seal(b" " * 16_384))),
    ("double-grant", double_grant),
    ("double-grant", double_share),
    ("missing-grant", missing_grant),
    ("missing-grant", missing_share),
    ("foreign-member", put("grants", 0, "member", STRANGER)),
    ("foreign-member", put("vault", "shares", 0, "member", STRANGER)),
    ("wrong-threshold", put("vault", "threshold", 3)),
]


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_wrong_submissions(code: str, change: Change, committee: Any, receipt: Keys, made: Any) -> None:
    fields = parse_json(unb64u(made[0]["payload"]))
    change(fields)
    envelope = dsse.sign(submission.SUFFIX, dump_json(fields), [receipt.signing_secret])
    with pytest.raises(ProtocolError) as caught:
        submission.check_against_roster(submission.parse_submission(envelope), committee.epoch)
    assert caught.value.code == code


def test_another_signature_beside_the_reporters(receipt: Keys, made: Any) -> None:
    payload = unb64u(made[0]["payload"])
    for secrets in ([receipt.signing_secret, b"z" * 32], [b"z" * 32]):
        with pytest.raises(ProtocolError) as caught:
            submission.parse_submission(dsse.sign(submission.SUFFIX, payload, secrets))
        assert caught.value.code == "bad-signature"


def test_checking_is_fast(founded: Any, receipt: Keys) -> None:
    """Nine members, everything that the server does with a submission but the database: under 15 ms."""
    nine = founded(9, 5)
    envelope, _ = submission.build_submission(receipt, nine.epoch, CONTENT, written_on=ON, excluded=nine.ids[:4])
    raw = dump_json(envelope)
    times = []
    for _ in range(7):
        age._recipient_bytes.cache_clear()
        start = time.perf_counter()
        submission.check_against_roster(submission.parse_submission(parse_json(raw)), nine.epoch)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.015
