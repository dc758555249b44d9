"""Any k, and never fewer."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.protocol import shamir
from meldpunt.protocol.encoding import unb64u
from meldpunt.protocol.errors import SharesError


def test_vector(vectors: Callable[[str], Any]) -> None:
    case = vectors("shamir")
    shares = [unb64u(share) for share in case["shares"]]
    for count in range(case["threshold"], len(shares) + 1):
        for some in itertools.permutations(shares, count):
            assert shamir.combine(some) == unb64u(case["secret"])
    assert shamir.combine(shares[:2]) != unb64u(case["secret"])


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=40), st.integers(2, 9), st.integers(0, 5), st.randoms())
def test_round_trip(secret: bytes, threshold: int, spare: int, random: Any) -> None:
    shares = shamir.split(secret, threshold, threshold + spare)
    assert len({share[-1] for share in shares}) == threshold + spare
    assert all(share[-1] and len(share) == len(secret) + 1 for share in shares)
    assert shamir.combine(random.sample(shares, threshold)) == secret


def test_fewer_shares_fit_any_secret() -> None:
    # One share of two: for every byte there is a line through it and that byte at zero.
    (y, x) = shamir.split(b"\x2a", 2, 3)[0]
    reached = {shamir.combine([bytes([y, x]), bytes([other, x ^ 0xFF or 1])])[0] for other in range(256)}
    assert len(reached) == 256


@pytest.mark.parametrize(
    ("shares", "named"),
    [
        ([], ()),
        ([b"ax"], ()),
        ([b"ax", b"bx"], ("0", "1")),
        ([b"ax", b"ax"], ("0", "1")),
        ([b"ax", b"bcy"], ("1",)),
        ([b"ax", b"b\0"], ("1",)),
        ([b"x", b"y"], ("0", "1")),
    ],
)
def test_bad_shares(shares: list[bytes], named: tuple[str, ...]) -> None:
    with pytest.raises(SharesError) as caught:
        shamir.combine(shares)
    assert caught.value.members == named


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 256), (0, 0)])
def test_bad_numbers(threshold: int, count: int) -> None:
    with pytest.raises(SharesError):
        shamir.split(b"x", threshold, count)


def test_nothing_to_split() -> None:
    with pytest.raises(SharesError):
        shamir.split(b"", 2, 3)
