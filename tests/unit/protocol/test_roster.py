"""Committees that found, change and expire."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from meldpunt.protocol import dsse, roster, words
from meldpunt.protocol.errors import MalformedError, ProtocolError, RosterError

Vectors = Callable[[str], Any]


def test_accepted(vectors: Vectors) -> None:
    for case in vectors("roster")["accepted"]:
        epochs = roster.verify_chain(case["chain"])
        assert [epoch.roster.epoch for epoch in epochs] == list(range(len(case["chain"]))), case["why"]


REFUSED_BECAUSE = {
    "not signed by the member it adds": "added signs",
    "signed by fewer than the previous quorum": "fewer than the quorum",
    "one signature counted twice": "fewer than the quorum",
    "the same key under another spelling": "canonical",
    "epoch 0 lacks a member's signature": "all its members",
    "wrong previous": "does not follow",
    "skips an epoch": "does not follow",
    "quorum below two": "quorum is at least 2",
    "quorum leaves nobody to exclude": "leaves one member",
    "two members only": "3 to 9",
    "a changed key that did not sign": "added signs",
    "a member twice": "twice",
    "a small-order signing key": "may not be used",
    "valid for too long": "400 days",
    "another committee": "does not follow",
}


def test_refused(vectors: Vectors) -> None:
    cases = vectors("roster")["refused"]
    assert {case["why"] for case in cases} == set(REFUSED_BECAUSE)
    for case in cases:
        with pytest.raises(RosterError, match=REFUSED_BECAUSE[case["why"]]):
            roster.verify_chain(case["chain"])


def test_fingerprint(vectors: Vectors) -> None:
    file = vectors("roster")
    for case in file["accepted"]:
        fingerprint = roster.fingerprint(roster.verify_chain(case["chain"]))
        assert words.fingerprint_hex(fingerprint) == file["fingerprint"]
        assert " ".join(words.fingerprint_words(fingerprint)) == file["fingerprint_words"]


def test_an_empty_chain() -> None:
    for chain in ([], {}, None):
        with pytest.raises(RosterError):
            roster.verify_chain(chain)  # type: ignore[arg-type]


CHANGES: list[tuple[str, Any]] = [
    ("v", 2), ("committee", "Integriteit"), ("committee", ""), ("committee", "-x"), ("name", {}), ("name", {"NL": "x"}),
    ("name", {"nl": ""}), ("epoch", -1), ("epoch", 1), ("epoch", True), ("previous", "x"), ("previous", "A" * 43),
    ("quorum", "2"), ("quorum", 4), ("issued_on", "2026-02-30"), ("valid_until", "2026-11-22"),
    ("valid_until", "2026-11-21"), ("valid_until", "2027-12-28"), ("bodies", []), ("bodies", [{"id": "ind"}]),
    ("release", {}), ("members", []), ("members", {}), ("extra", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_shape(name: str, value: Any, committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    fields[name] = value
    with pytest.raises(ProtocolError):
        roster.parse_roster(json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "x"), ("name", ""), ("seat", "boss"), ("seat", ["chair"]), ("recipient", "age1x"), ("signing_key", "A"),
        ("more", 1),
    ],
)  # fmt: skip
def test_member_shape(name: str, value: Any, committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    fields["members"][0][name] = value
    with pytest.raises(ProtocolError):
        roster.parse_roster(json.dumps(fields).encode())


@pytest.mark.parametrize("name", ["id", "signing_key", "recipient"])
def test_nothing_stands_twice(name: str, committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    fields["members"][0][name] = fields["members"][1][name]
    with pytest.raises(RosterError):
        roster.parse_roster(json.dumps(fields).encode())


def test_400_days_is_the_most(committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    last = date(2026, 11, 22) + timedelta(days=400)
    fields["valid_until"] = last.isoformat()
    parsed = roster.parse_roster(json.dumps(fields).encode())
    assert not roster.is_expired(parsed, last)
    assert roster.is_expired(parsed, last + timedelta(days=1))


def test_from_the_future(committee: Any) -> None:
    roster.verify_chain(committee.chain, today=date(2026, 11, 21))
    with pytest.raises(RosterError, match="future"):
        roster.verify_chain(committee.chain, today=date(2026, 11, 20))


def next_payload(committee: Any, **changes: object) -> bytes:
    fields = {**json.loads(committee.epoch.payload), "epoch": 1, "previous": committee.epoch.hash, **changes}
    return roster.build_roster(fields)


def test_signatures_are_gathered(committee: Any) -> None:
    payload = next_payload(committee)
    first = roster.sign_roster(payload, [committee.secret(0)])
    with pytest.raises(RosterError):
        roster.verify_chain([*committee.chain, first])
    both = roster.add_signatures(first, roster.sign_roster(payload, [committee.secret(1)]))
    assert len(roster.verify_chain([*committee.chain, both])) == 2
    assert roster.add_signatures(both, first) == both
    with pytest.raises(RosterError):
        roster.add_signatures(first, committee.chain[0])


def test_a_chain_that_goes_back_in_time(committee: Any) -> None:
    payload = next_payload(committee, issued_on="2026-11-21")
    envelope = roster.sign_roster(payload, [committee.secret(0), committee.secret(1)])
    with pytest.raises(RosterError, match="before"):
        roster.verify_chain([*committee.chain, envelope])


def test_swapped_keys_count_as_new(committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    first, second = fields["members"][2], fields["members"][3]
    first["signing_key"], second["signing_key"] = second["signing_key"], first["signing_key"]
    payload = next_payload(committee, members=fields["members"])
    envelope = roster.sign_roster(payload, [committee.secret(0), committee.secret(1)])
    with pytest.raises(RosterError, match="added"):
        roster.verify_chain([*committee.chain, envelope])


def test_a_writer_gives_each_member_a_release_share(committee: Any) -> None:
    fields = json.loads(committee.epoch.payload)
    fields["release"]["shares"].popitem()
    with pytest.raises(RosterError, match="share"):
        roster.build_roster(fields)


def test_another_envelope_is_no_roster(committee: Any) -> None:
    envelope = dsse.sign("stage", committee.epoch.payload, [committee.secret(0)])
    with pytest.raises(RosterError):
        roster.verify_chain([envelope])
    with pytest.raises(MalformedError):
        dsse.verify(envelope, roster.SUFFIX)


def test_looking_up_members(committee: Any) -> None:
    member = committee.epoch.roster.members[1]
    assert committee.epoch.roster.member(member.id) == member
    assert committee.epoch.roster.member_by_key(member.signing_key) == member
    assert committee.epoch.roster.member("x") is None
