"""age files to hybrid recipients, sealed and looked at from outside."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.protocol import age, bech32, xwing
from meldpunt.protocol.errors import DecryptError, MalformedError, NotSealedError

ALICE = age.generate_identity()
BOB = age.generate_identity()
TO_ALICE, TO_BOB = age.recipient_of(ALICE), age.recipient_of(BOB)
CHUNK = 64 * 1024


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_round_trip(plain: bytes) -> None:
    sealed = age.encrypt(plain, [TO_BOB, TO_ALICE])
    assert age.decrypt(sealed, ALICE) == plain
    assert age.decrypt(sealed, [age.generate_identity(), BOB]) == plain
    assert age.inspect(sealed) == age.Inspection(2, len(plain))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_chunk_boundaries(size: int) -> None:
    plain = os.urandom(size)
    sealed = b"".join(age.encrypt_chunks((plain[i : i + 9999] for i in range(0, size, 9999)), [TO_ALICE]))
    assert age.decrypt(sealed, ALICE) == plain
    assert age.inspect(sealed).payload_length == size
    assert age.inspect_head(sealed[:3000], len(sealed)).payload_length == size
    for step in (100, len(sealed)):
        parts = (sealed[i : i + step] for i in range(0, len(sealed), step))
        assert b"".join(age.decrypt_chunks(parts, ALICE)) == plain


def test_every_sealing_differs() -> None:
    assert age.encrypt(b"x", [TO_ALICE]) != age.encrypt(b"x", [TO_ALICE])


def test_somebody_else() -> None:
    sealed = age.encrypt(b"x", [TO_ALICE, age.unheld_recipient()])
    with pytest.raises(DecryptError):
        age.decrypt(sealed, BOB)
    with pytest.raises(DecryptError):
        age.decrypt(sealed, [])


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(data: st.DataObject) -> None:
    sealed = bytearray(SEALED)
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((DecryptError, NotSealedError)):
        age.decrypt(bytes(sealed), ALICE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000))
def test_no_cut_goes_unnoticed(cut: int) -> None:
    with pytest.raises((DecryptError, NotSealedError)):
        age.decrypt(SEALED[: min(cut, len(SEALED) - 1)], ALICE)
    with pytest.raises((DecryptError, NotSealedError)):
        age.decrypt(SEALED + b"\0" * (cut + 1), ALICE)


SEALED = age.encrypt(b"a report", [TO_ALICE])


@given(st.binary(max_size=400))
def test_inspect_refuses_anything_else(data: bytes) -> None:
    for candidate in (data, b"age-encryption.org/v1\n" + data):
        with pytest.raises(NotSealedError):
            age.inspect(candidate)


def test_inspect_refuses_other_recipients() -> None:
    lines = SEALED.split(b"\n", 3)
    x25519 = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43
    mixed = [
        b"\n".join([lines[0], x25519, *lines[1:]]),
        SEALED.replace(b"-> mlkem768x25519 ", b"-> mlkem768x25519  ", 1),
        SEALED.replace(b"-> mlkem768x25519 ", b"-> MLKEM768X25519 ", 1),
        SEALED.replace(b"-> mlkem768x25519 ", b"-> mlkem768x25519 x ", 1),
        SEALED.replace(b"\n", b"\r\n", 3),
        SEALED.replace(b"\n--- ", b"\n---  ", 1),
        b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n" + b"x" * 40,
        lines[0] + b"\n" + (lines[1] + b"\n" + lines[2] + b"\n") * 33 + lines[3],
    ]
    for candidate in mixed:
        with pytest.raises(NotSealedError):
            age.inspect(candidate)


def test_inspect_refuses_impossible_lengths() -> None:
    header = len(SEALED) - 16 - 16 - len(b"a report")
    head = SEALED[:header]
    for size in (header, header + 15, header + 31, header + 32 + CHUNK + 16, header + 32 + CHUNK + 1):
        with pytest.raises(NotSealedError):
            age.inspect_head(head, size)
    with pytest.raises(NotSealedError):
        age.inspect_head(SEALED, len(SEALED) - 1)
    assert age.inspect_head(head, header + 32).payload_length == 0
    assert age.inspect_head(head, header + 32 + CHUNK + 17).payload_length == CHUNK + 1


def test_recipients() -> None:
    raw = bech32.decode("age1pq", TO_ALICE)
    assert len(raw) == xwing.PUBLIC_SIZE
    p = 2**255 - 19
    weak = [0, 1, p - 1, p, p + 1, 2**255 - 1, 2**256 - 1]
    bad = [bech32.encode("age1pq", raw[:-32] + point.to_bytes(32, "little")) for point in weak]
    bad += [
        bech32.encode("age1pq", raw[:-1]),
        bech32.encode("age1pq", b"\xff" * 1184 + raw[-32:]),
        bech32.encode("age", raw[-32:]),
        TO_ALICE.upper(),
        TO_ALICE[:-1] + ("q" if TO_ALICE[-1] != "q" else "p"),
        TO_ALICE.replace("1pq1", "1pq1b", 1),
        "",
    ]
    for recipient in bad:
        with pytest.raises(MalformedError):
            age.check_recipient(recipient)
        with pytest.raises(MalformedError):
            age.encrypt(b"x", [recipient])
    assert age.check_recipient(TO_ALICE) == TO_ALICE
    for none_or_many in ([], [TO_ALICE] * 33):
        with pytest.raises(MalformedError):
            age.encrypt(b"x", none_or_many)


def test_identities() -> None:
    assert ALICE.startswith("AGE-SECRET-KEY-PQ-1")
    for identity in (
        ALICE.lower(),
        ALICE[:-1],
        ALICE.replace("K", "\u212a"),  # the Kelvin sign, whose lower case is a k
        "AGE-SECRET-KEY-1" + ALICE[19:],
        bech32.encode("age-secret-key-pq-", b"x").upper(),
    ):
        with pytest.raises(MalformedError):
            age.check_identity(identity)
    with pytest.raises(MalformedError):
        age.identity_from_secret(b"short")


@given(st.binary(max_size=64))
def test_bech32_round_trip(data: bytes) -> None:
    assert bech32.decode("age1pq", bech32.encode("age1pq", data)) == data


def test_bech32_known_answer() -> None:
    # BIP 173: the data part is the five-bit values 0 to 31.
    assert bech32.decode("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").hex() == (
        "00443214c74254b635cf84653a56d7c675be77df"
    )
