"""Signatures that mean one thing everywhere."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.protocol import dsse, ed25519
from meldpunt.protocol.encoding import b64u, unb64u
from meldpunt.protocol.errors import MalformedError, SignatureError

ALICE, BOB = b"a" * 32, b"b" * 32
ALICE_KEY, BOB_KEY = (b64u(ed25519.public_key(secret)) for secret in (ALICE, BOB))
ORDER = 2**252 + 27742317777372353535851937790883648493
P = 2**255 - 19
EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022


@given(st.binary(max_size=100))
def test_sign_and_verify(payload: bytes) -> None:
    envelope = dsse.sign("stage", payload, [BOB, ALICE])
    assert list(envelope) == ["payloadType", "payload", "signatures"]
    assert dsse.verify(envelope, "stage") == (payload, [BOB_KEY, ALICE_KEY])


def test_pre_authentication_encoding() -> None:
    # The example of the DSSE specification.
    encoded = dsse.pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    assert encoded == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_another_type_does_not_pass() -> None:
    envelope = dsse.sign("stage", b"{}", [ALICE])
    with pytest.raises(MalformedError):
        dsse.verify(envelope, "unseal")
    envelope["payloadType"] = "application/vnd.meldpunt.unseal+json"
    assert dsse.verify(envelope, "unseal") == (b"{}", [])
    with pytest.raises(SignatureError):
        dsse.verify_single(envelope, "unseal")


def test_a_signature_counts_once() -> None:
    envelope = dsse.sign("stage", b"{}", [ALICE, ALICE])
    assert dsse.verify(envelope, "stage")[1] == [ALICE_KEY]
    with pytest.raises(SignatureError):
        dsse.verify_single(envelope, "stage")


@settings(max_examples=60)
@given(st.data())
def test_changed_bytes_do_not_verify(data: st.DataObject) -> None:
    envelope = dsse.sign("stage", b"a payload", [ALICE])
    target = data.draw(st.sampled_from(["payload", "sig"]))
    holder = envelope if target == "payload" else envelope["signatures"][0]
    raw = bytearray(unb64u(holder[target]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    holder[target] = b64u(bytes(raw))
    assert dsse.verify(envelope, "stage")[1] == []


def broken() -> list[Any]:
    good = dsse.sign("stage", b"{}", [ALICE])
    changes: list[Any] = [[], None, {**good, "extra": 1}, {**good, "payload": "e30="}, {**good, "payload": None}]
    changes += [{**good, "signatures": value} for value in ([], {}, None, ["x"], good["signatures"] * 33)]
    for name, value in (("keyid", "AAAA"), ("keyid", good["signatures"][0]["keyid"][:-1] + "9"), ("sig", "AAAA")):
        envelope = copy.deepcopy(good)
        envelope["signatures"][0][name] = value
        changes.append(envelope)
    changes.append({**good, "signatures": [{**good["signatures"][0], "more": 1}]})
    return changes


@pytest.mark.parametrize("envelope", broken())
def test_structure_is_exact(envelope: Any) -> None:
    with pytest.raises(MalformedError):
        dsse.verify(envelope, "stage")


@pytest.mark.parametrize("y", [0, 1, P - 1, EIGHTH, P - EIGHTH, P, P + 1, P + 5, 2])
@pytest.mark.parametrize("sign", [0, 1])
def test_keys_that_may_not_be_used(y: int, sign: int) -> None:
    # Small order, another spelling, or (y = 2) not on the curve.
    key = (y | sign << 255).to_bytes(32, "little")
    assert not ed25519.is_usable(key)
    with pytest.raises(MalformedError):
        ed25519.check_key(b64u(key))


def test_points_of_order_eight_are_on_the_curve() -> None:
    d = -121665 * pow(121666, -1, P) % P
    square = (EIGHTH**2 - 1) * pow(d * EIGHTH**2 + 1, -1, P) % P
    assert pow(square, (P - 1) // 2, P) == 1


def test_small_order_key_signs_nothing() -> None:
    # With A the neutral element, R = B·s verifies over any message in a lax verifier; here with s = 0 and R neutral.
    neutral = b"\x01" + b"\0" * 31
    assert not ed25519.verifies(neutral, neutral + b"\0" * 32, b"anything")


def test_s_above_the_order_is_refused() -> None:
    signature = ed25519.sign(ALICE, b"x")
    s = int.from_bytes(signature[32:], "little") + ORDER
    malleable = signature[:32] + s.to_bytes(32, "little")
    key = ed25519.public_key(ALICE)
    assert ed25519.verifies(key, signature, b"x")
    assert not ed25519.verifies(key, malleable, b"x")
    assert not ed25519.verifies(key, signature[:-1], b"x")
    assert not ed25519.verifies(key[:-1], signature, b"x")
