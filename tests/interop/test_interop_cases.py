"""A case in which one side speaks Python and the other TypeScript, from the report to the name in the vault."""

import copy
import os
from collections.abc import Callable
from typing import Any

import pytest

from meldpunt.protocol import age, dsse, keys, statement, submission
from meldpunt.protocol.encoding import b64u, dump_json, parse_json, sha256_b64u, unb64u
from tests.interop.peers import (
    CASE,
    CHAIN,
    KEYS,
    MEMBERS,
    ON,
    RECEIPT,
    REPORTER,
    SECRETS,
    WAYS,
    Peer,
    Peers,
    both_refuse,
    same,
    vectors,
)

IDS = [member["id"] for member in MEMBERS]
HASH = "A" * 43
NAME = {"name": "Noor Jansen", "reach": "na zessen"}
REPORT = {
    "body_id": "ind",
    "language": "nl",
    "answers": {"what": 'Er wordt gepest. \u200fتنمّر\u200f 🙁 "\\ \u2028'},
    "name": NAME,
}
FILES = [{"upload": "upload-1", "sha256": HASH, "size": 20_000}]
LABELS = [{"name": "map/brief \u202e\u062a\U0001f642.pdf", "size": 300}]
CLEANED = [{"name": "brief \u062a\U0001f642.pdf", "size": 300}]


def member_secret(position: int) -> str:
    return b64u(KEYS[IDS[position]].signing_secret)


def build(peer: Peer, excluded: list[str], **changes: Any) -> Any:
    report = {**REPORT, **changes}
    request = {"receipt": RECEIPT, "chain": CHAIN, "report": report, "excluded": excluded, "written_on": ON}
    return peer.ask("buildSubmission", attachments=FILES, labels=LABELS, **request)


def test_threads_are_read_alike(peers: Peers) -> None:
    file = vectors("thread")
    common = {"identity": file["case_identity"], "chain": file["roster_chain"], "case": file["case"]}
    verified = [item["sealed"] for item in file["verified"]["envelopes"]]
    read = same(peers, "readThread", envelopes=verified, **common)
    assert [entry["statement"] for entry in read["entries"]] == [e["statement"] for e in file["verified"]["envelopes"]]
    for case in file["flagged"]:
        seen = same(peers, "readThread", envelopes=case["envelopes"], **common)
        assert [i for i, entry in enumerate(seen["entries"]) if entry["flag"]] == case["flagged"], case["why"]
    short = {**common, "chain": file["roster_chain"][:1]}
    assert both_refuse(peers, "readThread", envelopes=verified, **short) == "roster-refused"


def test_chains_are_judged_alike(peers: Peers) -> None:
    for case in vectors("roster")["accepted"]:
        assert len(same(peers, "verifyChain", chain=case["chain"])["hashes"]) == len(case["chain"])
    for case in vectors("roster")["refused"]:
        assert both_refuse(peers, "verifyChain", chain=case["chain"]) == "roster-refused", case["why"]


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_a_report_from_end_to_end(peers: Peers, maker: str, reader: str) -> None:
    excluded, ask = IDS[0], peers[reader].ask
    made = build(peers[maker], [excluded])
    fields = parse_json(unb64u(made["submission"]["payload"]))
    parsed = same(peers, "parseSubmission", submission=made["submission"], chain=CHAIN)
    assert parsed["case"] == fields["case"] == made["case"]
    grants = {g["member"]: ask("openGrant", identity=KEYS[g["member"]].identity, **g) for g in fields["grants"]}
    assert [member for member in IDS if grants[member] is None] == [excluded]
    for grant in filter(None, grants.values()):
        assert grant == {name: made[name] for name in ("case", "identity", "door")}
        assert sha256_b64u(unb64u(grant["door"])) == fields["door"]
    ask("checkGrant", case=made["case"], identity=made["identity"], report=fields["report"])
    assert (
        both_refuse(peers, "checkGrant", case=made["case"], identity=REPORTER.identity, report=fields["report"])
        == "malformed"
    )
    for identity in (made["identity"], REPORTER.identity):
        read = same(
            peers, "readThread", envelopes=[fields["report"]], chain=CHAIN, case=made["case"], identity=identity
        )
        [entry] = read["entries"]
        assert entry["flag"] is None
        assert entry["statement"]["body"]["answers"] == REPORT["answers"]
        assert entry["statement"]["body"]["excluded"] == [excluded]
        assert entry["statement"]["body"]["attachments"] == fields["attachments"] == FILES
        assert entry["statement"]["body"]["files"] == entry["labels"] == CLEANED
        assert read["recipients"] == [fields["case_recipient"], REPORTER.recipient]


@pytest.mark.parametrize(("maker", "reader"), WAYS)
@pytest.mark.parametrize("name", [NAME, {}])
def test_the_vault(peers: Peers, maker: str, reader: str, name: dict[str, str]) -> None:
    made = build(peers[maker], [IDS[1]], name=name)
    fields = parse_json(unb64u(made["submission"]["payload"]))
    read = peers[reader].ask(
        "readThread", envelopes=[fields["report"]], chain=CHAIN, case=made["case"], identity=made["identity"]
    )
    commitment = read["entries"][0]["statement"]["body"]["vault"]
    assert set(commitment["shares"]) == set(IDS)
    opened = {
        item["member"]: peers[reader].ask("openShare", identity=KEYS[item["member"]].identity, **item)
        for item in fields["vault"]["shares"]
    }
    assert [member for member in IDS if opened[member] is None] == [IDS[1]]
    shares = {member: share["share"] for member, share in opened.items() if share}
    request = {"sealed": fields["vault"]["sealed"], "commitment": commitment}
    assert same(peers, "openVault", shares=shares, **request) == name
    alone = dict(list(shares.items())[:1])
    swapped = dict(zip(shares, reversed(shares.values()), strict=True))
    assert both_refuse(peers, "openVault", shares=alone, **request) == "bad-share"
    assert both_refuse(peers, "openVault", shares=swapped, **request) == "bad-share"
    assert both_refuse(peers, "openVault", shares=shares, **{**request, "sealed": b64u(b"x")}) == "malformed"


def test_all_submissions_look_alike(peers: Peers) -> None:
    made = [
        build(peer, excluded, name=name)["submission"]
        for peer in peers.values()
        for excluded, name in (([IDS[1]], NAME), ([], {}))
    ]
    payloads = [parse_json(unb64u(envelope["payload"])) for envelope in made]
    assert len({tuple(fields) for fields in payloads}) == 1
    assert len({len(dump_json(envelope)) for envelope in made}) == 1


def wrongs() -> dict[str, tuple[Callable[[dict[str, Any]], Any], str]]:
    """Changes to a submission, each with the code that both must answer."""
    stranger = "0b0e6a6e-7c1c-4c0e-9c36-0d9d7a4f1aff"
    unsealed = b64u(b"Er wordt gepest.")
    one_stanza = b64u(age.encrypt(b" " * 16_384, [age.unheld_recipient()]))
    small = b64u(age.encrypt(b" " * 8_192, [age.unheld_recipient(), age.unheld_recipient()]))
    return {
        "an unknown version": (lambda f: f.update(v=2), "malformed"),
        "a version that is no number": (lambda f: f.update(v=True), "malformed"),
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


@pytest.fixture(scope="module")
def filed(peers: Peers) -> dict[str, Any]:
    return parse_json(unb64u(build(peers["py"], [])["submission"]["payload"]))


@pytest.mark.parametrize("why", list(wrongs()))
def test_wrong_submissions(peers: Peers, filed: dict[str, Any], why: str) -> None:
    change, code = wrongs()[why]
    fields = copy.deepcopy(filed)
    change(fields)
    envelope = dsse.sign(submission.SUFFIX, dump_json(fields), [REPORTER.signing_secret])
    assert both_refuse(peers, "parseSubmission", submission=envelope, chain=CHAIN) == code


ODD: list[Any] = [
    None, True, 0, 1, 2.0, 2.5, 2**53, "", "x", "__proto__", "2026-11-22", "\u0662\u0660", HASH, IDS[0], CASE.upper(),
    [], [None], [IDS[0]] * 10, {}, {"nl": "x"}, {"constructor": HASH}, "🙂" * 40,
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, of lists the first item alone."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    return found + [inner for name, item in items for inner in places(item, (*path, name))]


def odd_versions(value: Any, skip: frozenset[str] = frozenset()) -> list[tuple[str, Any]]:
    """The value with something odd, or nothing, at one place."""
    made = []
    for path in places(value):
        if skip & set(path):
            continue
        for odd in [*ODD, ...]:
            changed = copy.deepcopy(value)
            target = changed
            for name in path[:-1]:
                target = target[name]
            if odd is ...:
                target.pop(path[-1])
            else:
                target[path[-1]] = odd
            made.append((f"{path}: {odd}", changed))
    return made


def test_odd_submissions_are_judged_alike(peers: Peers, filed: dict[str, Any]) -> None:
    for why, fields in odd_versions(filed):
        envelope = dsse.sign(submission.SUFFIX, dump_json(fields), [REPORTER.signing_secret])
        answers = [peer.answer("parseSubmission", submission=envelope, chain=CHAIN) for peer in peers.values()]
        assert answers[0] == answers[1], why


def test_odd_statements_are_judged_alike(peers: Peers) -> None:
    """Signed and sealed as they are, so that the readers alone decide."""
    file = vectors("thread")
    report = file["verified"]["envelopes"][0]["statement"]
    secret = keys.receipt_keys(unb64u(file["receipt"])).signing_secret
    recipient = age.recipient_of(file["case_identity"])
    common = {"identity": file["case_identity"], "chain": file["roster_chain"], "case": file["case"]}
    odd = odd_versions(report, frozenset({"answers"}))
    sealed = []
    for _, fields in odd:
        signed = statement.sign_statement(dump_json(fields), [secret])
        sealed.append(b64u(statement.seal_statement(signed, [recipient, recipient])))
    found = [peer.ask("judgeReports", envelopes=sealed, **common) for peer in peers.values()]
    assert [o[0] for o, one, other in zip(odd, *found, strict=True) if one != other] == []
    assert set(found[0]) >= {None, "malformed", "wrong-case", "broken-chain", "roster-refused"}


def test_odd_rosters_are_judged_alike(peers: Peers) -> None:
    founding = parse_json(unb64u(CHAIN[0]["payload"]))
    signers = [key.signing_secret for key in KEYS.values()]
    for why, odd in odd_versions(founding):
        envelope = dsse.sign("roster", dump_json(odd), signers)
        answers = [peer.answer("verifyChain", chain=[envelope]) for peer in peers.values()]
        assert answers[0] == answers[1], why


class Conversation:
    """A case of which every statement is made by one peer and read by both."""

    def __init__(self, peers: Peers, maker: str) -> None:
        self.peers = peers
        self.made = build(peers[maker], [])
        fields = parse_json(unb64u(self.made["submission"]["payload"]))
        self.recipients: list[str] = [fields["case_recipient"], REPORTER.recipient]
        self.identities: list[str] = [self.made["identity"]]
        self.threads: dict[str, list[str]] = {"conversation": [fields["report"]], "notes": []}

    def say(self, maker: str, kind: str, position: int | None = None, where: str = "conversation", **more: Any) -> None:
        posted = self.threads[where]
        prev = (posted or self.threads["conversation"][:1])[-1]
        fields = {
            "kind": kind, "case": self.made["case"], "thread": where, "prev": sha256_b64u(unb64u(prev)),
            "roster": sha256_b64u(unb64u(CHAIN[-1]["payload"])), "written_on": ON, "body": more.get("body", {}),
            "member": None if position is None else IDS[position],
        }  # fmt: skip
        mine = b64u(REPORTER.signing_secret) if position is None else member_secret(position)
        secrets = [mine, *(member_secret(other) for other in more.get("also", []))]
        recipients = self.recipients if where == "conversation" else self.recipients[:1]
        posted.append(self.peers[maker].ask("say", statement=fields, secrets=secrets, recipients=recipients))

    def read(self, where: str = "conversation", identity: Any = None) -> Any:
        """What both read, which is the same."""
        request = {"identity": identity or self.identities, "chain": CHAIN, "case": self.made["case"]}
        if where == "notes":
            request |= {"thread": "notes", "conversation": self.threads["conversation"]}
        return same(self.peers, "readThread", envelopes=self.threads[where], **request)


def flags(read: Any) -> list[str | None]:
    return [entry["flag"] for entry in read["entries"]]


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_a_conversation(peers: Peers, maker: str, reader: str) -> None:
    talk = Conversation(peers, maker)
    talk.say(reader, "message", 0, body={"text": "Dank u. 🙂"})
    talk.say(maker, "check-in", body={"answers": {"a": "no"}, "safe": "green", "known": "no"})
    talk.say(reader, "note", 1, "notes", body={"text": "Bellen."})
    talk.say(maker, "assessment", 0, "notes")
    read = talk.read()
    assert flags(read) == [None, None, None]
    assert talk.read(identity=REPORTER.identity) == read
    assert read["entries"][1]["author"] == IDS[0]
    assert read["seen_by_reporter"] == read["entries"][1]["hash"]
    notes = talk.read("notes")
    assert flags(notes) == [None, None]
    assert [entry["author"] for entry in notes["entries"]] == [IDS[1], IDS[0]]
    talk.threads["conversation"].append(talk.threads["notes"][0])
    assert flags(talk.read())[-1] == "wrong-thread"


NAMES = [
    "brief.pdf", "\u202efdp.exe", "..\\..\\x/y.txt", "x" * 1000, "y" * 996 + ".pdf", "", "\x00", " .a. ", "CON.txt",
    'a"b<c', "e\u200d\u0301.txt", "\u2028\u2066\u0645\u0644\u0641.pdf", "\U0001f469\u200d\U0001f680.png",
    "\ufeff", "file",
]  # fmt: skip


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_files_have_names(peers: Peers, maker: str, reader: str) -> None:
    """What one side writes, both read; and so they do with names that the writer did not clean."""
    refs = [{"upload": f"u{number}", "sha256": HASH, "size": 16_384} for number in range(len(NAMES))]
    labels = [{"name": name, "size": number} for number, name in enumerate(NAMES)]
    talk = Conversation(peers, maker)
    written = peers[maker].ask("carried", attachments=refs, labels=labels)
    assert written == peers[reader].ask("carried", attachments=refs, labels=labels)
    talk.say(maker, "message", 0, body={"text": "Zie bijlagen.", **written})
    talk.say(reader, "message", body={"attachments": refs, "files": labels})
    read = talk.read()["entries"]
    assert [label["name"] for label in read[1]["labels"]][:4] == ["brief.pdf", "fdp.exe", "y.txt", "x" * 120]
    assert [label["size"] for label in read[1]["labels"]] == list(range(len(NAMES)))
    assert [label["name"] for label in read[2]["labels"]][:4] == ["brief.pdf", "fdp.exe", "y.txt", "x" * 120]
    assert both_refuse(peers, "carried", attachments=refs, labels=labels[1:]) == "malformed"


def test_odd_names_are_read_alike(peers: Peers) -> None:
    """None of them fails the statement; the odd ones are no names at all."""
    talk = Conversation(peers, "ts")
    label = {"name": "brief.pdf", "size": 5}
    odd = [files for _, files in odd_versions({"files": [label]}) if str(2**53) not in str(files)]
    odd += [{"files": [label, label]}, {"files": [{**label, "name": "x" * 1001}]}, {"files": [label], "more": 1}]
    for files in odd:
        talk.say("py", "message", 0, body={"attachments": FILES, **files})
    read = talk.read()["entries"][1:]
    assert {entry["flag"] for entry in read} == {None}
    named = [i for i, entry in enumerate(read) if entry["labels"] is not None]
    assert 0 < len(named) < len(odd)
    assert read[-1]["labels"] == [label]


@pytest.mark.parametrize(("maker", "reader"), WAYS)
def test_a_rekey(peers: Peers, maker: str, reader: str) -> None:
    talk = Conversation(peers, maker)
    new = age.generate_identity()
    body = {"case_recipient": age.recipient_of(new), "door": HASH, "reason": "recusal"}
    talk.say(reader, "rekey", 1, body=body)
    talk.say(maker, "rekey", 1, body=body, also=[2])
    talk.recipients[0] = body["case_recipient"]
    talk.identities.append(new)
    talk.say(reader, "message", 0)
    read = talk.read()
    assert flags(read) == [None, "wrong-signer", None, None]
    assert read["recipients"] == [body["case_recipient"], REPORTER.recipient]
    assert flags(talk.read(identity=talk.identities[0])) == [None, "wrong-signer", None, "cannot-open"]


STAGES = ["acknowledged", "assessing", "investigating", "concluded", "closed", "erased"]


def test_stages(peers: Peers) -> None:
    history: list[Any] = []
    previous = None
    for index, name in enumerate(STAGES):
        secrets = [member_secret(0)] if index < 3 else [member_secret(0), member_secret(1)]
        request = {"case": CASE, "stage": name, "on": f"2026-12-{index + 1:02}", "previous": previous}
        history.append(same(peers, "buildStage", secrets=secrets, **request))
        previous = sha256_b64u(unb64u(history[-1]["payload"]))
    seen = same(peers, "stageHistory", stages=history, case=CASE, chain=CHAIN)
    assert [entry["flag"] for entry in seen] == [None] * 6
    assert [entry["signers"] for entry in seen] == [[IDS[0]]] * 3 + [IDS[:2]] * 3
    early = {**history[4], "signatures": history[4]["signatures"][:1]}
    odd = [[history[1]], [history[0], history[2]], [*history[:4], early], [{}], [history[0], None, history[1]]]
    found = [
        [entry["flag"] for entry in same(peers, "stageHistory", stages=stages, case=CASE, chain=CHAIN)]
        for stages in odd
    ]
    assert found == [
        ["broken-chain"], [None, "broken-chain"], [None] * 4 + ["too-few-signatures"], ["malformed"],
        [None, "malformed", None],
    ]  # fmt: skip


def test_sessions(peers: Peers) -> None:
    fields = {"challenge": "een opgave", "origin": "https://meldpunt.example"}
    made = same(peers, "mailboxSession", receipt=RECEIPT, **fields)
    assert same(peers, "verifyMailboxSession", envelope=made) == {**fields, "mailbox": REPORTER.signing_key}
    forged = dsse.sign("mailbox-session", unb64u(made["payload"]), [os.urandom(32)])
    assert both_refuse(peers, "verifyMailboxSession", envelope=forged) == "bad-signature"
    wrapped = b64u(age.encrypt(b"m" * 32, [age.unheld_recipient()]))
    anew = {**fields, "username": "lid-3", "password": b64u(b"p" * 32), "wrapped": wrapped}
    signed = same(peers, "recovery", secret=SECRETS[0], fields=anew)
    signing_key = same(peers, "keys", role="member", secret=SECRETS[0])["signing_key"]
    assert same(peers, "verifyRecovery", envelope=signed) == {**anew, "signing_key": signing_key}
    bare = same(peers, "recovery", secret=SECRETS[0], fields={**anew, "wrapped": b64u(b"m" * 32)})
    assert both_refuse(peers, "verifyRecovery", envelope=bare) == "not-sealed"


def test_unsealing(peers: Peers) -> None:
    asked = same(peers, "buildUnseal", case=CASE, request=HASH, secret=member_secret(0))
    wanted = {"case": CASE, "request": HASH, "key": MEMBERS[0]["signing_key"]}
    assert same(peers, "parseUnseal", envelope=asked) == wanted
    for signers, enough in (([0], False), ([0, 1], True)):
        secrets = [member_secret(position) for position in signers]
        hurry = same(peers, "buildHurry", case=CASE, request=HASH, earliest="2026-11-24", secrets=secrets)
        seen = same(peers, "parseHurry", envelope=hurry, requested_on=ON, chain=CHAIN)
        assert (seen["by_quorum"], seen["opens_on"]) == (enough, "2026-11-24")
    approval = {"case": CASE, "request": HASH, "share": b64u(b"s" * 33)}
    mine = KEYS[IDS[0]]
    for maker, reader in WAYS:
        sealed = peers[maker].ask("sealApproval", recipient=mine.recipient, **approval)
        assert peers[reader].ask("openApproval", identity=mine.identity, sealed=sealed) == approval


def test_grants_and_slips(peers: Peers) -> None:
    mine, identity = KEYS[IDS[0]], age.generate_identity()
    made = {"case": CASE, "identity": identity, "door": b64u(os.urandom(32))}
    slip = {"tag": "t", "theme": "x", "outcome": None, "light": "red", "on_time": {"feedback": True}, "monitored": True}
    same(peers, "tag", identity=identity, period="2026")
    for maker, reader in WAYS:
        sealed = peers[maker].ask("sealGrant", recipient=mine.recipient, **made)
        assert peers[reader].ask("openGrant", identity=mine.identity, sealed=sealed) == made
        assert peers[reader].ask("openGrant", identity=identity, sealed=sealed) is None
        for written in (slip, None):
            sealed = peers[maker].ask("sealSlip", recipient=mine.recipient, slip=written)
            assert same(peers, "inspect", file=sealed) == {"stanzas": 1, "payload_length": 512}
            assert peers[reader].ask("openSlip", identity=mine.identity, sealed=sealed) == written
