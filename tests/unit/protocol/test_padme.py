"""Sizes say little."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.protocol import padme
from meldpunt.protocol.errors import MalformedError


def test_vectors(vectors: Callable[[str], Any]) -> None:
    for case in vectors("padme"):
        assert padme.padded_length(case["length"]) == case["padded"]


@given(st.integers(0, 2**40))
def test_padme_is_small_and_stable(length: int) -> None:
    padded = padme.padded_length(length)
    assert length <= padded
    assert padme.padded_length(padded) == padded
    assert padme.is_permitted_length(padded)
    if length > padme.FLOOR:
        assert padded <= length * 1.12


def test_permitted_lengths() -> None:
    assert [n for n in range(16_000, 18_500) if padme.is_permitted_length(n)] == [16_384, 17_408, 18_432]


def test_padding_json() -> None:
    assert padme.pad_json(b"{}") == b"{}" + b" " * 16_382
    assert padme.pad_fixed(b"{}") == b"{}" + b" " * 510
    with pytest.raises(MalformedError):
        padme.pad_fixed(b"x" * 513)
