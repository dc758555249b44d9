"""Files that arrive whole, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.protocol import attachment
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.padme import is_permitted_length


@settings(max_examples=50)
@given(st.text(max_size=300), st.binary(max_size=40_000))
def test_round_trip(name: str, content: bytes) -> None:
    plain = attachment.pack(name, "image/png", content)
    assert is_permitted_length(len(plain))
    opened = attachment.unpack(plain)
    assert (opened.content, opened.type, opened.name) == (content, "image/png", attachment.clean_name(name))


@settings(max_examples=100)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(data: st.DataObject) -> None:
    plain = bytearray(attachment.pack("a.txt", "text/plain", b"content"))
    place = data.draw(st.integers(0, len(plain) - 1) | st.integers(0, 150))
    plain[place] ^= data.draw(st.integers(1, 255))
    try:
        opened = attachment.unpack(bytes(plain))
    except MalformedError:
        return
    # Only the name and the type are not covered by a hash of their own: the sealed file covers them.
    assert opened.content == b"content"
    assert place < 60


def test_padding_must_be_zero_and_least() -> None:
    plain = attachment.pack("a.txt", "text/plain", b"x")
    for changed in (plain[:-1] + b"\x01", plain + b"\0" * 1024, plain[:-1], b"", plain[:4]):
        with pytest.raises(MalformedError):
            attachment.unpack(changed)


def test_an_unknown_type() -> None:
    opened = attachment.unpack(attachment.pack("a", "not a type", b""))
    assert opened.type == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("brief.pdf", "brief.pdf"),
        ("C:\\Users\\noor\\brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        (" .verborgen. ", "verborgen"),
        ("a\x00b\r\nc\u202egpj.exe", "ab cgpj.exe"),
        ('wat<>:"|?*.txt', "wat_______.txt"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("console.txt", "console.txt"),
        ("e\u0301.txt", "é.txt"),
        ("x" * 200 + ".jpeg", "x" * 115 + ".jpeg"),
        ("x" * 200, "x" * 120),
        ("x" * 114 + ". . " + "y" * 40 + ".jpeg", "x" * 114 + ".jpeg"),
        ("x" * 118 + " . " + "y" * 40, "x" * 118),
        ("ملف.pdf", "ملف.pdf"),
    ],
)
def test_names(name: str, clean: str) -> None:
    assert attachment.clean_name(name) == clean


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing(name: str) -> None:
    once = attachment.clean_name(name)
    assert attachment.clean_name(once) == once
    assert 0 < len(once) <= 121
    assert not set(once) & set('/\\<>:"|?*\n\x00')
