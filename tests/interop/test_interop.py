"""Each implementation opens what the other seals, and refuses what the other refuses, with the same code."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meldpunt.protocol import age, dsse, submission
from meldpunt.protocol.encoding import b64u, dump_json, parse_json, sha256_b64u, unb64u
from meldpunt.protocol.keys import member_keys, receipt_keys

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VECTORS = ROOT / "tests" / "vectors"
CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
WAYS = [("py", "ts"), ("ts", "py")]


class Peer:
    """A process that answers a line for a line."""

    def __init__(self, *command: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answer(self, cmd: str, **arguments: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"cmd": cmd, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the peer ended at {cmd}"
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, cmd: str, **arguments: Any) -> Any:
        answer = self.answer(cmd, **arguments)
        assert "ok" in answer, answer
        return answer["ok"]

    def refuses(self, cmd: str, **arguments: Any) -> str:
        answer = self.answer(cmd, **arguments)
        assert "error" in answer, str(answer)[:300]
        return str(answer["error"])

    def close(self) -> None:
        with self.process:
            assert self.process.stdin is not None
            self.process.stdin.close()


@pytest.fixture(scope="session")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Peer]]:
    bundle = tmp_path_factory.mktemp("interop") / "ts_peer.mjs"
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--outfile={bundle}"]
    subprocess.run([esbuild, HERE / "tsPeer.ts", *options], cwd=ROOT, check=True, timeout=120)
    started = {"py": Peer(sys.executable, str(HERE / "py_peer.py")), "ts": Peer("node", str(bundle))}
    yield started
    for peer in started.values():
        peer.close()


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


CHAIN = vectors("roster")["accepted"][0]["chain"]
MEMBERS = parse_json(unb64u(CHAIN[-1]["payload"]))["members"]
SECRETS = {key.signing_key: key for key in (member_keys(unb64u(m["secret"])) for m in vectors("keys")["members"])}
IDENTITIES = {member["id"]: SECRETS[member["signing_key"]].identity for member in MEMBERS}
RECEIPT = vectors("keys")["receipts"][0]["receipt"]
ALICE, BOB = age.generate_identity(), age.generate_identity()


@pytest.mark.parametrize(("maker", "reader"), WAYS)
@pytest.mark.parametrize("size", [0, 1, 511, 16_384, 65_535, 65_536, 65_537, 200_000])
def test_sealing(peers: dict[str, Peer], maker: str, reader: str, size: int) -> None:
    plain = b64u(bytes(i % 251 for i in range(size)))
    recipients = [age.recipient_of(ALICE), age.recipient_of(BOB)]
    sealed = peers[maker].ask("encrypt", plaintext=plain, recipients=recipients)
    for identity in (ALICE, BOB):
        assert peers[reader].ask("decrypt", file=sealed, identity=identity) == plain
    assert age.inspect(unb64u(sealed)) == age.Inspection(2, size)


def test_what_does_not_open(peers: dict[str, Peer]) -> None:
    sealed = age.encrypt(b"x" * 100, [age.recipient_of(ALICE)])
    lines = sealed.split(b"\n", 3)
    mixed = b"\n".join([lines[0], b"-> X25519 " + b"A" * 43, b"A" * 43, *lines[1:]])
    for peer in peers.values():
        assert peer.refuses("decrypt", file=b64u(sealed), identity=BOB) == "cannot-open"
        assert peer.refuses("decrypt", file=b64u(sealed[:-1]), identity=ALICE) == "cannot-open"
        assert peer.refuses("decrypt", file=b64u(b"plain text"), identity=ALICE) == "not-sealed"
        assert peer.refuses("decrypt", file=b64u(mixed), identity=ALICE) == "not-sealed"
        assert peer.refuses("encrypt", plaintext="", recipients=["age1x"]) == "malformed"


def test_signatures_are_the_same(peers: dict[str, Peer]) -> None:
    request = {"type": "stage", "payload": b64u(b'{"v":1}'), "secret": b64u(b"s" * 32)}
    made = {name: peer.ask("sign", **request) for name, peer in peers.items()}
    assert made["py"] == made["ts"]
    assert list(made["ts"]) == ["payloadType", "payload", "signatures"]
    for peer in peers.values():
        seen = peer.ask("verify", type="stage", envelope=made["py"])
        assert seen == {"payload": request["payload"], "keyids": [made["py"]["signatures"][0]["keyid"]]}
        assert peer.refuses("verify", type="unseal", envelope=made["py"]) == "malformed"


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
def test_odd_envelopes(peers: dict[str, Peer], why: str) -> None:
    envelope, code = odd_envelopes()[why]
    for peer in peers.values():
        answer = peer.answer("verify", type="stage", envelope=envelope)
        assert answer == ({"error": code} if code else {"ok": {"payload": envelope["payload"], "keyids": []}})


def test_threads_are_read_alike(peers: dict[str, Peer]) -> None:
    file = vectors("thread")
    common = {"identity": file["case_identity"], "chain": file["roster_chain"], "case": file["case"]}
    verified = [item["sealed"] for item in file["verified"]["envelopes"]]
    for peer in peers.values():
        read = peer.ask("readThread", envelopes=verified, **common)
        assert read == [{"flagged": None, "statement": s["statement"]} for s in file["verified"]["envelopes"]]
    for case in file["flagged"]:
        seen = [peer.ask("readThread", envelopes=case["envelopes"], **common) for peer in peers.values()]
        assert seen[0] == seen[1], case["why"]
        assert [i for i, entry in enumerate(seen[0]) if entry["flagged"]] == case["flagged"]


def test_chains_are_refused_alike(peers: dict[str, Peer]) -> None:
    for case in vectors("roster")["refused"]:
        for peer in peers.values():
            request = {"envelopes": [], "identity": ALICE, "chain": case["chain"], "case": CASE}
            assert peer.refuses("readThread", **request) == "roster-refused", case["why"]


REPORT = {"body_id": "ind", "language": "nl", "answers": {"what": "Er wordt gepest. \u200fتنمّر\u200f 🙁"}}


def build(peer: Peer, excluded: list[str]) -> Any:
    return peer.ask("buildSubmission", receipt=RECEIPT, chain=CHAIN, report=REPORT, excluded=excluded)["submission"]


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_a_report_from_end_to_end(peers: dict[str, Peer], maker: str, reader: str) -> None:
    excluded = MEMBERS[0]["id"]
    made = build(peers[maker], [excluded])
    fields = parse_json(unb64u(made["payload"]))
    parsed = peers[reader].ask("parseSubmission", submission=made, chain=CHAIN)
    assert parsed["case"] == fields["case"]
    opened = {
        item["member"]: peers[reader].ask("openGrant", identity=IDENTITIES[item["member"]], sealed=item["sealed"])
        for item in fields["grants"]
    }
    assert [member for member, grant in opened.items() if grant is None] == [excluded]
    for grant in filter(None, opened.values()):
        assert grant["case"] == fields["case"]
        assert sha256_b64u(unb64u(grant["door"])) == fields["door"]
        request = {"envelopes": [fields["report"]], "chain": CHAIN, "case": fields["case"]}
        [entry] = peers[reader].ask("readThread", identity=grant["identity"], **request)
        assert entry["flagged"] is None
        assert entry["statement"]["body"]["answers"] == REPORT["answers"]
        assert entry["statement"]["body"]["excluded"] == [excluded]


def test_both_submissions_look_alike(peers: dict[str, Peer]) -> None:
    made = [build(peer, excluded) for peer, excluded in ((peers["py"], [MEMBERS[1]["id"]]), (peers["ts"], []))]
    fields = [parse_json(unb64u(envelope["payload"])) for envelope in made]
    assert list(fields[0]) == list(fields[1])
    assert len(dump_json(made[0])) == len(dump_json(made[1]))


def wrongs() -> dict[str, tuple[Callable[[dict[str, Any]], Any], str]]:
    """Changes to a submission, each with the code that both must answer."""
    stranger = "0b0e6a6e-7c1c-4c0e-9c36-0d9d7a4f1aff"
    unsealed = b64u(b"Er wordt gepest.")
    one_stanza = b64u(age.encrypt(b" " * 16_384, [age.unheld_recipient()]))
    small = b64u(age.encrypt(b" " * 8_192, [age.unheld_recipient(), age.unheld_recipient()]))
    return {
        "an unknown version": (lambda f: f.update(v=2), "malformed"),
        "one member more": (lambda f: f.update(more=1), "malformed"),
        "a case that is no random id": (lambda f: f.update(case="case-1"), "malformed"),
        "a report in clear": (lambda f: f.update(report=unsealed), "not-sealed"),
        "a report to one recipient": (lambda f: f.update(report=one_stanza), "not-sealed"),
        "a report of a telling size": (lambda f: f.update(report=small), "not-sealed"),
        "a grant in clear": (lambda f: f["grants"][0].update(sealed=unsealed), "not-sealed"),
        "a vault in clear": (lambda f: f["vault"].update(sealed=unsealed), "not-sealed"),
        "a grant missing": (lambda f: f["grants"].pop(), "missing-grant"),
        "a share missing": (lambda f: f["vault"]["shares"].pop(), "missing-grant"),
        "a grant twice": (lambda f: f["grants"].append(f["grants"][0]), "double-grant"),
        "a grant for a stranger": (lambda f: f["grants"][0].update(member=stranger), "foreign-member"),
        "another threshold": (lambda f: f["vault"].update(threshold=3), "wrong-threshold"),
        "another's mailbox": (
            lambda f: f["mailbox"].update(signing_key=MEMBERS[0]["signing_key"]),
            "bad-signature",
        ),
    }


@pytest.mark.parametrize("why", list(wrongs()))
def test_wrong_submissions(peers: dict[str, Peer], why: str) -> None:
    change, code = wrongs()[why]
    fields = copy.deepcopy(parse_json(unb64u(build(peers["py"], [])["payload"])))
    change(fields)
    secret = receipt_keys(unb64u(RECEIPT)).signing_secret
    envelope = dsse.sign(submission.SUFFIX, dump_json(fields), [secret])
    for peer in peers.values():
        assert peer.refuses("parseSubmission", submission=envelope, chain=CHAIN) == code


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_shares(peers: dict[str, Peer], maker: str, reader: str) -> None:
    secret = b64u(bytes(range(32)))
    shares = peers[maker].ask("split", secret=secret, threshold=3, count=5)
    for some in (shares[:3], shares[2:], shares):
        assert peers[reader].ask("combine", shares=some) == secret
    assert peers[reader].ask("combine", shares=shares[:2]) != secret
    assert peers[reader].refuses("combine", shares=[shares[0], shares[0]]) == "bad-share"


@pytest.mark.parametrize("language", ["en", "fr", "nl", "ar"])
def test_words(peers: dict[str, Peer], language: str) -> None:
    for size in (16, 32):
        value = b64u(bytes(range(7, 7 + size)))
        written = [peer.ask("words", value=value, language=language) for peer in peers.values()]
        assert written[0] == written[1]
        for peer in peers.values():
            assert peer.ask("unwords", text=written[0].upper().replace(" ", " - "), length=size) == value
            assert peer.refuses("unwords", text="zoo " * 12, length=16) == "wrong-words"
            assert peer.refuses("unwords", text=written[0] + " zoo", length=size) == "wrong-words"


def test_staff(peers: dict[str, Peer]) -> None:
    request = {"username": "lid-3", "passphrase": "\u00a0Zes  ﬁjne\u2003woorden, e\u0301\u00e9n\tregel "}
    assert peers["py"].ask("staff", **request) == peers["ts"].ask("staff", **request)


NAMES = [
    "brief.pdf", "../../etc/passwd", "C:\\temp\\a\u202egpj.exe", "", " .x. ", 'a<>:"|?*b', "CON", "lpt1.txt",
    "e\u0301.txt", "x" * 200 + ".jpeg", "ملف.pdf", "a\tb\r\nc", "🙂" * 130,
]  # fmt: skip


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_attachments(peers: dict[str, Peer], maker: str, reader: str) -> None:
    content = b64u(os.urandom(70_000))
    for name in NAMES:
        request = {"name": name, "type": "image/png", "content": content}
        file = peers[maker].ask("packAttachment", **request)
        opened = peers[reader].ask("unpackAttachment", file=file)
        assert opened == {**request, "name": peers[maker].ask("unpackAttachment", file=file)["name"]}
    broken = unb64u(file)
    assert peers[reader].refuses("unpackAttachment", file=b64u(broken[:-1] + b"\x01")) == "malformed"
    assert peers[reader].refuses("unpackAttachment", file=b64u(broken[:-1])) == "malformed"
