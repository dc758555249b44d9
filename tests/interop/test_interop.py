"""Each implementation opens what the other seals, and refuses what the other refuses, with the same code."""

import os
import random
from datetime import date, timedelta
from typing import Any

import pytest

from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import b64u, unb64u
from tests.interop.peers import WAYS, Peers, both_refuse, same

ALICE, BOB = age.generate_identity(), age.generate_identity()


@pytest.mark.parametrize(("maker", "reader"), WAYS)
@pytest.mark.parametrize("size", [0, 1, 511, 512, 16_384, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_sealing(peers: Peers, maker: str, reader: str, size: int) -> None:
    plain = b64u(bytes(i % 251 for i in range(size)))
    recipients = [age.recipient_of(ALICE), age.recipient_of(BOB)]
    sealed = peers[maker].ask("encrypt", plaintext=plain, recipients=recipients)
    for identity in (ALICE, BOB):
        assert peers[reader].ask("decrypt", file=sealed, identity=identity) == plain
    assert same(peers, "inspect", file=sealed) == {"stanzas": 2, "payload_length": size}


def test_what_does_not_open(peers: Peers) -> None:
    sealed = age.encrypt(b"x" * 100, [age.recipient_of(ALICE)])
    lines = sealed.split(b"\n", 3)
    mixed = b"\n".join([lines[0], b"-> X25519 " + b"A" * 43, b"A" * 43, *lines[1:]])
    for file, identity, code in (
        (sealed, BOB, "cannot-open"),
        (sealed[:-1], ALICE, "cannot-open"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), ALICE, "cannot-open"),
        (sealed + b"x", ALICE, "cannot-open"),
        (b"plain text", ALICE, "not-sealed"),
        (b"", ALICE, "not-sealed"),
        (mixed, ALICE, "not-sealed"),
        (sealed, "AGE-SECRET-KEY-PQ-1X", "malformed"),
        (sealed, ALICE.lower(), "malformed"),
    ):
        assert both_refuse(peers, "decrypt", file=b64u(file), identity=identity) == code
    for recipients in (["age1x"], [], [age.recipient_of(ALICE).upper()]):
        assert both_refuse(peers, "encrypt", plaintext="", recipients=recipients) == "malformed"


def test_headers_are_judged_alike(peers: Peers) -> None:
    """One byte of the header changed: both answer the same, and neither opens it."""
    sealed = age.encrypt(b"x" * 100, [age.recipient_of(ALICE)])
    chance = random.Random(7)  # noqa: S311 - places to change, the same each time
    end = sealed.index(b"---") + 50
    for place in [*range(30), *(chance.randrange(end) for _ in range(60))]:
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        answers = [peer.answer("decrypt", file=b64u(bytes(changed)), identity=ALICE) for peer in peers.values()]
        assert answers[0] == answers[1], place
        assert "error" in answers[0], place


@pytest.mark.parametrize(("role", "size"), [("receipt", 16), ("member", 32)])
def test_keys_are_the_same(peers: Peers, role: str, size: int) -> None:
    for _ in range(3):
        same(peers, "keys", role=role, secret=b64u(os.urandom(size)))
    assert both_refuse(peers, "keys", role=role, secret=b64u(bytes(size + 1))) == "malformed"


def test_signatures_are_the_same(peers: Peers) -> None:
    request = {"type": "stage", "payload": b64u(b'{"v":1}'), "secret": b64u(b"s" * 32)}
    made = same(peers, "sign", **request)
    assert list(made) == ["payloadType", "payload", "signatures"]
    seen = same(peers, "verify", type="stage", envelope=made)
    assert seen == {"payload": request["payload"], "keyids": [made["signatures"][0]["keyid"]]}
    assert both_refuse(peers, "verify", type="unseal", envelope=made) == "malformed"


def odd_envelopes() -> dict[str, tuple[dict[str, Any], str | None]]:
    """Envelopes with what both must say: an error code, or None when no signature counts."""
    good = dsse.sign("stage", b"{}", [b"s" * 32])
    key, sig = good["signatures"][0]["keyid"], good["signatures"][0]["sig"]
    order = 2**252 + 27742317777372353535851937790883648493
    raw = unb64u(sig)
    large = b64u(raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little"))
    neutral = b"\x01" + b"\0" * 31

    def with_signature(**changes: str) -> dict[str, Any]:
        return {**good, "signatures": [{"keyid": key, "sig": sig, **changes}]}

    return {
        "another payload": ({**good, "payload": b64u(b"[]")}, None),
        "S above the order": (with_signature(sig=large), None),
        "a key of small order": (with_signature(keyid=b64u(neutral), sig=b64u(neutral + b"\0" * 32)), None),
        "a key that is not canonical": (with_signature(keyid=b64u(b"\xff" * 31 + b"\x7f")), None),
        "another spelling of the key": (with_signature(keyid=key[:-1] + chr(ord(key[-1]) + 1)), "malformed"),
        "padded base64": ({**good, "payload": good["payload"] + "="}, "malformed"),
        "one member more": ({**good, "more": 1}, "malformed"),
        "no signature": ({**good, "signatures": []}, "malformed"),
        "a short signature": (with_signature(sig="AAAA"), "malformed"),
    }


@pytest.mark.parametrize("why", list(odd_envelopes()))
def test_odd_envelopes(peers: Peers, why: str) -> None:
    envelope, code = odd_envelopes()[why]
    for peer in peers.values():
        answer = peer.answer("verify", type="stage", envelope=envelope)
        assert answer == ({"error": code} if code else {"ok": {"payload": envelope["payload"], "keyids": []}})


ODD_JSON = [
    b"", b" ", b"null", b"[]", b"1", b'"x"', b"{", b"{}", b" {} ", b"{}x", b"{'a':1}", b'{"a":1,}', b'{"a":01}',
    b"\xef\xbb\xbf{}", b'{"a":"\xff"}', b'{"a":"\xed\xa0\x80"}', b'{"a":1,"a":2}', b'{"a":1,"\\u0061":2}',
    b'{"a":{"b":1,"b":1}}', b'{"a":[{"b":1,"c":1},{"b":1}]}', b'{"a":"{\\"b\\":1,\\"b\\":2}"}', b'{"":1,"":2}',
    b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":1e400}', b'{"a":9007199254740991}',
    b'{"a":9007199254740992}', b'{"a":-9007199254740992}', b'{"a":1e15}', b'{"a":1e16}', b'{"a":1.0}', b'{"a":-0}',
    b'{"a":0.1}', b'{"a":1.}', b'{"a":.5}', b'{"a":+1}', b'{"a":"\\ud800"}', b'{"\\udc00":1}',
    b'{"a":"\\ud83d\\ude42"}',
    b'{"a":"\t"}', b'{"a":"\\x41"}', b'{"a":"\x7f\xe2\x80\xa8"}', b'{"__proto__":{"v":1}}', b'{"a":true,"b":null}',
    b'{"a":tru}', b"{}\x00", b"\x0b{}", b"\xc2\xa0{}", b'{"a":1}//', b'{"a" :\t[ 1 ,\r\n2 ] }',
]  # fmt: skip


@pytest.mark.parametrize("data", ODD_JSON)
def test_json_is_judged_alike(peers: Peers, data: bytes) -> None:
    answers = [peer.answer("parseJson", data=b64u(data)) for peer in peers.values()]
    assert answers[0] == answers[1]
    assert answers[0].get("error", "malformed") == "malformed"


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_shares(peers: Peers, maker: str, reader: str) -> None:
    secret = b64u(bytes(range(32)))
    shares = peers[maker].ask("split", secret=secret, threshold=3, count=5)
    for some in (shares[:3], shares[2:], shares):
        assert peers[reader].ask("combine", shares=some) == secret
    assert peers[reader].ask("combine", shares=shares[:2]) != secret
    for wrong in ([shares[0], shares[0]], shares[:1], [shares[0], "AAAA"], [b64u(bytes(33)), shares[1]]):
        assert both_refuse(peers, "combine", shares=wrong) == "bad-share"
    assert both_refuse(peers, "split", secret=secret, threshold=1, count=5) == "bad-share"


@pytest.mark.parametrize("language", ["en", "fr", "nl", "ar"])
def test_words(peers: Peers, language: str) -> None:
    for size in (16, 32):
        value = b64u(bytes(range(7, 7 + size)))
        written = same(peers, "words", value=value, language=language)
        numbers = same(peers, "numbers", value=value)
        mixed = " ".join([*numbers.split()[:5], *written.split()[5:]])
        for text in (written, written.upper().replace(" ", " - "), numbers, mixed):
            assert same(peers, "unwords", text=text, length=size) == value
        for wrong in ("zoo " * 12, written + " zoo", "", "niet bestaand " * 6):
            assert both_refuse(peers, "unwords", text=wrong, length=size) == "wrong-words"


def test_staff(peers: Peers) -> None:
    request = {"username": "lid-3", "passphrase": "\u00a0Zes  ﬁjne\u2003woorden, e\u0301\u00e9n\tregel "}
    found = same(peers, "staff", **request)
    secret = b64u(b"m" * 32)
    for maker, reader in WAYS:
        wrapped = peers[maker].ask("wrap", secret=secret, identity=found["wrap_identity"])
        assert peers[reader].ask("unwrap", wrapped=wrapped, identity=found["wrap_identity"]) == secret
        assert peers[reader].refuses("unwrap", wrapped=wrapped, identity=ALICE) == "cannot-open"
    assert both_refuse(peers, "staff", username="Lid 3", passphrase="x") == "malformed"


NAMES = [
    "brief.pdf", "../../etc/passwd", "C:\\temp\\a\u202egpj.exe", "", " .x. ", 'a<>:"|?*b', "CON", "lpt1.txt",
    "e\u0301.txt", "x" * 200 + ".jpeg", "ملف.pdf", "a\tb\r\nc", "🙂" * 130,
]  # fmt: skip


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_attachments(peers: Peers, maker: str, reader: str) -> None:
    for name in NAMES:
        request = {"name": name, "type": "image/png", "content": b64u(os.urandom(700))}
        file = peers[maker].ask("packAttachment", **request)
        opened = peers[reader].ask("unpackAttachment", file=file)
        assert opened == {**request, "name": peers[maker].ask("unpackAttachment", file=file)["name"]}
        assert same(peers, "unpackAttachment", file=same(peers, "packAttachment", **request)) == opened
    broken = unb64u(file)
    for wrong in (broken[:-1] + b"\x01", broken[:-1], b"", b"\xff" * 16_384):
        assert both_refuse(peers, "unpackAttachment", file=b64u(wrong)) == "malformed"


@pytest.mark.parametrize("size", [0, 16_000, 70_000])
def test_sealed_attachments(peers: Peers, size: int) -> None:
    request = {"name": "foto.jpg", "type": "image/jpeg", "content": b64u(os.urandom(size))}
    for maker, reader in WAYS:
        plain = peers[maker].ask("packAttachment", **request)
        recipients = [age.recipient_of(ALICE), age.recipient_of(BOB)]
        sealed = peers[maker].ask("encrypt", plaintext=plain, recipients=recipients)
        opened = peers[reader].ask("decrypt", file=sealed, identity=BOB)
        assert peers[reader].ask("unpackAttachment", file=opened) == request


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_legal_dates(peers: Peers, country: str) -> None:
    for year in range(2020, 2041):
        assert len(same(peers, "holidays", country=country, year=year)) >= 10
    first, last = date(2020, 1, 1), date(2040, 12, 31)
    days = [(first + timedelta(days=i)).isoformat() for i in range((last - first).days + 1)]
    assert len(same(peers, "legalDates", country=country, days=days)) == len(days)


def test_lights(peers: Peers) -> None:
    chance = random.Random(11)  # noqa: S311 - histories to compare, the same each time
    letters, answers = "abcdefghijklmnoz", ["yes", "no", "maybe", "threatened", "?", 1, None]

    def event() -> dict[str, Any]:
        given = {letter: chance.choice(answers) for letter in chance.sample(letters, chance.randrange(3))}
        safe, known = chance.choice(["green", "orange", "red", None]), chance.choice(["no", "yes", "maybe"])
        check_in = {"answers": chance.choice([given, {}, {}]), "safe": safe, "known": known}
        well = {"answers": {}, "safe": "green", "known": "no"}
        other: list[dict[str, Any]] = [{"missed": True}, {"leak": True}, {"remedy": "member"}, {"remedy": "reporter"}]
        return chance.choice([{"check_in": check_in}, {"check_in": well}, {"check_in": well}, *other])

    histories = [[event() for _ in range(chance.randrange(20))] for _ in range(400)]
    colours = {state[0] for state in same(peers, "lights", histories=histories)}
    assert colours == {"grey", "green", "orange", "red"}
