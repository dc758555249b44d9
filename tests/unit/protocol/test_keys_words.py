"""Secrets, and how people write them down."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.protocol import keys, words
from meldpunt.protocol.encoding import unb64u
from meldpunt.protocol.errors import MalformedError, WordsError

Vectors = Callable[[str], Any]


def test_receipt_vectors(vectors: Vectors) -> None:
    for case in vectors("keys")["receipts"]:
        receipt = unb64u(case["receipt"])
        made = keys.receipt_keys(receipt)
        assert (made.identity, made.recipient) == (case["age_identity"], case["age_recipient"])
        assert made.signing_key == case["signing_key"]
        for language, name in (("en", "english"), ("fr", "french"), ("nl", "english")):
            written = case["words"][name]
            assert " ".join(words.encode_words(receipt, language)) == unicodedata.normalize("NFKD", written)
            assert words.decode_words(written, 16) == receipt


def test_member_vectors(vectors: Vectors) -> None:
    for case in vectors("keys")["members"]:
        secret = unb64u(case["secret"])
        made = keys.member_keys(secret)
        assert (made.identity, made.recipient) == (case["age_identity"], case["age_recipient"])
        assert made.signing_key == case["signing_key"]
        assert " ".join(words.encode_words(secret, "en")) == case["recovery_words"]
        assert words.decode_words(case["recovery_words"], 32) == secret


def test_secrets_do_not_show() -> None:
    made = keys.receipt_keys(keys.generate_receipt())
    assert made.identity not in repr(made)
    assert repr(made.signing_secret) not in repr(made)


def test_sizes() -> None:
    assert len(keys.generate_member_secret()) == 32
    with pytest.raises(MalformedError):
        keys.receipt_keys(b"x" * 32)
    with pytest.raises(MalformedError):
        keys.member_keys(b"x" * 16)


@given(st.binary(min_size=16, max_size=16) | st.binary(min_size=32, max_size=32), st.sampled_from(["en", "fr", "ar"]))
def test_round_trip(value: bytes, language: str) -> None:
    written = words.encode_words(value, language)
    size = len(value)
    assert words.decode_words(written, size) == value
    assert words.decode_words(words.encode_numbers(value), size) == value
    assert words.decode_words(", ".join(written).upper(), size) == value
    assert words.decode_words(unicodedata.normalize("NFC", "\t".join(written)), size) == value
    plain = "".join(c for c in " - ".join(written) if not unicodedata.combining(c))
    assert words.decode_words(plain, size) == value


RECEIPT = unb64u("gnksqk82wsgKAYb_EU6QIQ")
FRENCH = "innocent redouter carreau montagne frayeur favori caméra chrome voyelle lagune neige désert"


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "  Innocent;REDOUTER,carreau\n\nmontagne-frayeur\u2013favori camera chrome voyelle lagune neige desert. ",
        "inno redo carr mont fray favo came chro voye lagu neig dese",
        "\u200finnocent redouter carreau montagne frayeur favori\ufeff caméra chrome voyelle lagune neige désert\u200e",
    ],
)
def test_forgiving(text: str) -> None:
    assert words.decode_words(text, 16) == RECEIPT


def test_numbers_in_other_digits() -> None:
    numbers = words.encode_numbers(RECEIPT)
    eastern = " ".join(numbers).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    fullwidth = " ".join(numbers).translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    assert words.decode_words(eastern, 16) == RECEIPT
    assert words.decode_words(fullwidth, 16) == RECEIPT
    assert words.decode_words(" ".join(n.lstrip("0") for n in numbers), 16) == RECEIPT


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [
        ("", "count", None),
        ("client swim police", "count", None),
        (FRENCH.replace("montagne", "montange"), "unknown-word", 3),
        (FRENCH.replace("favori", "2049"), "unknown-word", 5),
        (FRENCH.replace("favori", "0000"), "unknown-word", 5),
        (FRENCH.replace("carreau", "car"), "unknown-word", 2),
        (FRENCH.replace("innocent redouter", "redouter innocent"), "checksum", None),
    ],
)
def test_what_is_wrong(text: str, kind: str, index: int | None) -> None:
    with pytest.raises(WordsError) as caught:
        words.decode_words(text, 16)
    assert (caught.value.kind, caught.value.index) == (kind, index)
    assert caught.value.code == "wrong-words"


def test_a_shorter_word_is_itself() -> None:
    # "act" begins "action" and "actor", but is a word of its own.
    with pytest.raises(WordsError) as caught:
        words.decode_words(" ".join(["act"] * 12), 16)
    assert caught.value.kind == "checksum"


def test_completion() -> None:
    assert words.complete("Zo", "nl") == ["zone", "zoo"]
    assert "caméra" in [unicodedata.normalize("NFC", word) for word in words.complete("CAMÉ", "fr")]
    assert words.complete("", "en") == []


def test_only_two_sizes() -> None:
    with pytest.raises(ValueError, match="16 or 32"):
        words.encode_words(b"x" * 20, "en")


def test_fingerprint() -> None:
    assert words.fingerprint_hex(bytes(range(16))) == "0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"
    assert len(words.fingerprint_words(bytes(16))) == 12
