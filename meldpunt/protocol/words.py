"""Secrets as words or four-digit numbers: BIP 39 lists and checksum over the bytes themselves (protocol section 1)."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mnemonic import Mnemonic

from meldpunt.protocol.errors import WordsError

_BITS = 11
_COUNTS = {16: 12, 32: 24}  # bytes to words
_LISTS = ("english", "french")
_PREFIX = 4  # BIP 39: four letters tell any word of a list
_SEPARATORS = re.compile(r"[\s,;.:/|\-\u2010-\u2015\u2212\u060c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_DIGITS = re.compile(r"0*[0-9]{1,4}")
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class _WordList:
    words: tuple[str, ...]  # NFKD
    index: dict[str, int]  # without accents


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=2)
def _word_list(name: str) -> _WordList:
    words = tuple(unicodedata.normalize("NFKD", word) for word in Mnemonic(name).wordlist)
    return _WordList(words, {_plain(word): index for index, word in enumerate(words)})


def _list_for(language: str) -> _WordList:
    return _word_list("french" if language == "fr" else "english")


def _checksum_bits(size: int) -> int:
    return _COUNTS[size] * _BITS - size * 8


def _indexes(value: bytes) -> list[int]:
    if len(value) not in _COUNTS:
        raise ValueError("words stand for 16 or 32 bytes")
    extra = _checksum_bits(len(value))
    number = int.from_bytes(value, "big") << extra | hashlib.sha256(value).digest()[0] >> (8 - extra)
    count = _COUNTS[len(value)]
    return [number >> _BITS * (count - 1 - i) & 0x7FF for i in range(count)]


def encode_words(value: bytes, language: str) -> list[str]:
    """12 words for 16 bytes, 24 for 32: the French list for `fr`, the English for any other language, NFKD."""
    words = _list_for(language).words
    return [words[index] for index in _indexes(value)]


def encode_numbers(value: bytes) -> list[str]:
    """The same as numbers from 0001 to 2048, for scripts in which the words would be foreign."""
    return [f"{index + 1:04}" for index in _indexes(value)]


def decode_words(text: str | Sequence[str], length: int) -> bytes:
    """Read words or numbers, forgiving case, accents, separators and words cut after four letters.

    Both lists are tried; a number may stand for any word.

    Args:
        text: as typed, or already split.
        length: bytes expected, 16 or 32.

    Raises:
        WordsError: `count`, `unknown-word` (with the index of the first) or `checksum`.
    """
    tokens = _tokens(text)
    if len(tokens) != _COUNTS[length]:
        raise WordsError("count")
    unknown: list[int] = []
    for name in _LISTS:
        found = [_index_of(token, _word_list(name)) for token in tokens]
        indexes = [index for index in found if index is not None]
        if len(indexes) < len(found):
            unknown.append(found.index(None))
            continue
        value = _join(indexes, length)
        if value is not None:
            return value
    if len(unknown) == len(_LISTS):
        # The list that knew the longest beginning is the one that was meant.
        raise WordsError("unknown-word", max(unknown))
    raise WordsError("checksum")


def _tokens(text: str | Sequence[str]) -> list[str]:
    joined = text if isinstance(text, str) else " ".join(text)
    spaced = _SEPARATORS.sub(" ", _plain(joined).translate(_EASTERN_DIGITS))
    return spaced.split()


def _index_of(token: str, words: _WordList) -> int | None:
    if _DIGITS.fullmatch(token):
        number = int(token)
        return number - 1 if 1 <= number <= len(words.words) else None
    exact = words.index.get(token)
    if exact is not None or len(token) < _PREFIX:
        return exact
    matches = [index for word, index in words.index.items() if word.startswith(token)]
    return matches[0] if len(matches) == 1 else None


def _join(indexes: list[int], length: int) -> bytes | None:
    number = 0
    for index in indexes:
        number = number << _BITS | index
    value = (number >> _checksum_bits(length)).to_bytes(length, "big")
    return value if _indexes(value) == indexes else None


def complete(prefix: str, language: str) -> list[str]:
    """The words of a language's list that begin with `prefix`; accents and case do not matter."""
    start = _plain(prefix.strip())
    words = _list_for(language)
    return [words.words[index] for word, index in words.index.items() if start and word.startswith(start)]


def fingerprint_words(fingerprint: bytes, language: str = "en") -> list[str]:
    """The twelve words of a 16-byte fingerprint, as they stand on a poster."""
    return encode_words(fingerprint, language)


def fingerprint_hex(fingerprint: bytes) -> str:
    """The fingerprint in groups of four hexadecimal digits."""
    return fingerprint.hex(" ", 2)
