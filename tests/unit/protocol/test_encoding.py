"""One spelling a value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.protocol import encoding
from meldpunt.protocol.errors import MalformedError

SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)


@given(st.binary(max_size=200))
def test_base64url_round_trip(data: bytes) -> None:
    assert encoding.unb64u(encoding.b64u(data)) == data


@pytest.mark.parametrize(
    "text", ["AA==", "A", "AB", "AAB", "A+==", "+/+/", "AA AA", "AA\n", "é", "AAA=", "AAAA=", 7, None]
)
def test_base64url_refuses_other_spellings(text: object) -> None:
    with pytest.raises(MalformedError):
        encoding.unb64u(text)


def test_base64url_length() -> None:
    assert encoding.unb64u("AAA", 2) == b"\0\0"
    with pytest.raises(MalformedError):
        encoding.unb64u("AAA", 3)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=5))
def test_json_round_trip(value: dict[str, object]) -> None:
    data = encoding.dump_json(value)
    assert encoding.parse_json(data) == value
    assert encoding.parse_json(data + b"  ") == value


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b'"x"', b"1", b"{", b'{"a":1}x', b"\xef\xbb\xbf{}", b'{"a":1,"a":1}', b'{"a":{"b":1,"b":2}}',
        b'{"a":NaN}', b'{"a":Infinity}', b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"\\udfff":1}', b"{'a':1}",
        b'{"a":9007199254740992}', b'{"a":1e400}', b'{"a":01}', b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b"9" * 5000 + b"}",
    ],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_json_refuses(data: bytes) -> None:
    with pytest.raises(MalformedError):
        encoding.parse_json(data)


@pytest.mark.parametrize(
    ("lists", "inner", "fine"), [(100, b"", True), (99, b"1", True), (100, b"1", False), (101, b"", False)]
)
def test_json_goes_a_hundred_deep(lists: int, inner: bytes, fine: bool) -> None:
    data = b'{"a":' + b"[" * lists + inner + b"]" * lists + b"}"
    if fine:
        assert encoding.parse_json(data)
    else:
        with pytest.raises(MalformedError):
            encoding.parse_json(data)


def test_json_is_compact_utf8_in_order() -> None:
    assert encoding.dump_json({"b": "é", "a": [1, {"c": None}]}) == '{"b":"é","a":[1,{"c":null}]}'.encode()
    for value in ({"a": float("nan")}, {"a": "\ud800"}, {"a": b"x"}):
        with pytest.raises(MalformedError):
            encoding.dump_json(value)


def test_numbers_as_a_browser_sees_them() -> None:
    assert encoding.parse_json(b'{"v":1.0}') == {"v": 1}
    encoding.check_version(encoding.parse_json(b'{"v":1.0}'))
    assert encoding.parse_json(b'{"x":1.5}') == {"x": 1.5}


@pytest.mark.parametrize("version", [2, 0, "1", True, None])
def test_unknown_version(version: object) -> None:
    with pytest.raises(MalformedError):
        encoding.check_version({"v": version})


@pytest.mark.parametrize(
    "value",
    [
        "6F1D1F0E-32F4-4A8E-9D55-0A5F5D2A7B11", "6f1d1f0e-32f4-1a8e-9d55-0a5f5d2a7b11",
        "6f1d1f0e-32f4-4a8e-cd55-0a5f5d2a7b11", "6f1d1f0e32f44a8e9d550a5f5d2a7b11",
        "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11\n", None,
    ],
)  # fmt: skip
def test_uuid_refuses(value: object) -> None:
    with pytest.raises(MalformedError):
        encoding.check_uuid4(value)


def test_dates() -> None:
    assert encoding.check_date("2028-02-29") == date(2028, 2, 29)
    for value in ("2027-02-29", "20270228", "2027-W01-1", "2027-1-1", "٢٠٢٧-01-01", "2027-01-01 ", None):
        with pytest.raises(MalformedError):
            encoding.check_date(value)


def test_small_checks() -> None:
    assert encoding.check_int(3, 1, 3) == 3
    assert encoding.check_text("x", 1) == "x"
    assert encoding.check_list([1], 1) == [1]
    for call in (
        lambda: encoding.check_int(True, 0, 1),
        lambda: encoding.check_int(4, 1, 3),
        lambda: encoding.check_text("", 1),
        lambda: encoding.check_text("xx", 1),
        lambda: encoding.check_list([1, 2], 1),
        lambda: encoding.check_list({}, 1),
        lambda: encoding.check_members({"a": 1}, ("a", "b")),
        lambda: encoding.check_members([], ()),
    ):
        with pytest.raises(MalformedError):
            call()
