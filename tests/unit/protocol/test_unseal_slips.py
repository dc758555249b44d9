"""Waiting, hurrying and counting."""

from datetime import date
from typing import Any

import pytest

from meldpunt.protocol import age, slips, unseal
from meldpunt.protocol.errors import MalformedError, SignatureError

CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
REQUEST = "A" * 43
SLIP = {
    "tag": "t",
    "theme": "bullying",
    "outcome": None,
    "light": "green",
    "on_time": {"acknowledge": True},
    "monitored": True,
}


def test_unseal(committee: Any) -> None:
    parsed = unseal.parse_unseal(unseal.build_unseal(CASE, REQUEST, committee.secret(0)))
    assert parsed == unseal.Unseal(CASE, REQUEST, committee.epoch.roster.members[0].signing_key)
    envelope = unseal.build_unseal(CASE, REQUEST, committee.secret(0))
    with pytest.raises(MalformedError):
        unseal.parse_unseal(unseal.build_unseal("x", REQUEST, committee.secret(0)))
    envelope["signatures"] *= 2
    with pytest.raises(SignatureError):
        unseal.parse_unseal(envelope)


def test_hurry_needs_a_quorum(committee: Any) -> None:
    earliest = date(2026, 11, 24)
    one = unseal.parse_hurry(unseal.build_hurry(CASE, REQUEST, earliest, [committee.secret(0), b"z" * 32]))
    two = unseal.parse_hurry(unseal.build_hurry(CASE, REQUEST, earliest, [committee.secret(0), committee.secret(1)]))
    assert not unseal.is_by_quorum(one, committee.epoch.roster)
    assert unseal.is_by_quorum(two, committee.epoch.roster)


@pytest.mark.parametrize(
    ("earliest", "opens"),
    [(None, "2026-11-29"), ("2026-11-24", "2026-11-24"), ("2026-12-24", "2026-11-29"), ("2026-11-01", "2026-11-22")],
)
def test_the_wait(earliest: str | None, opens: str) -> None:
    hurry = unseal.Hurry(CASE, REQUEST, date.fromisoformat(earliest), ()) if earliest else None
    assert unseal.opens_on(date(2026, 11, 22), hurry) == date.fromisoformat(opens)


def test_slips() -> None:
    identity = age.generate_identity()
    recipient = age.recipient_of(identity)
    sealed, dummy = slips.seal_slip(SLIP, recipient), slips.seal_dummy(recipient)
    assert age.inspect(sealed) == age.inspect(dummy) == age.Inspection(1, 512)
    assert slips.open_slip(identity, sealed) == SLIP
    assert slips.open_slip(identity, dummy) is None
    assert slips.open_slip(age.generate_identity(), sealed) is None
    with pytest.raises(MalformedError):
        slips.seal_slip({"theme": "x"}, recipient)


def test_tags() -> None:
    identity = age.generate_identity()
    assert slips.tag(identity, "2026") == slips.tag(identity, "2026")
    assert (
        len({slips.tag(identity, "2026"), slips.tag(identity, "2027"), slips.tag(age.generate_identity(), "2026")}) == 3
    )
    with pytest.raises(MalformedError):
        slips.tag(identity, "2026-1")
