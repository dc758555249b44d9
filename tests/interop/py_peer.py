"""The Python side of the interoperability tests: a JSON command a line in, a JSON answer a line out.

`{"cmd": "...", ...}` is answered by `{"ok": ...}` or `{"error": code}`; bytes are base64url. `tsPeer.ts` speaks the
same, so that each side can be asked to open what the other sealed.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from meldpunt.protocol import (
    age,
    attachment,
    dsse,
    grant,
    keys,
    roster,
    shamir,
    staff,
    statement,
    submission,
    thread,
    words,
)
from meldpunt.protocol.encoding import Json, b64u, unb64u
from meldpunt.protocol.errors import ProtocolError


def encrypt(request: Json) -> str:
    return b64u(age.encrypt(unb64u(request["plaintext"]), request["recipients"]))


def decrypt(request: Json) -> str:
    return b64u(age.decrypt(unb64u(request["file"]), request["identity"]))


def inspect(request: Json) -> Json:
    seen = age.inspect(unb64u(request["file"]))
    return {"stanzas": seen.stanzas, "payload_length": seen.payload_length}


def sign(request: Json) -> Json:
    return dsse.sign(request["type"], unb64u(request["payload"]), [unb64u(request["secret"], 32)])


def verify(request: Json) -> Json:
    payload, keyids = dsse.verify(request["envelope"], request["type"])
    return {"payload": b64u(payload), "keyids": keyids}


def verify_chain(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    return {"hashes": [epoch.hash for epoch in epochs], "fingerprint": b64u(roster.fingerprint(epochs))}


def seal_statement(request: Json) -> str:
    return b64u(statement.seal_statement(request["envelope"], request["recipients"]))


def read_thread(request: Json) -> list[Json]:
    epochs = roster.verify_chain(request["chain"])
    envelopes = [unb64u(envelope) for envelope in request["envelopes"]]
    reading = thread.read_thread(envelopes, request["identity"], epochs, request["case"])
    return [
        {"flagged": entry.flag, "statement": entry.statement.raw if entry.statement else None}
        for entry in reading.entries
    ]


def build_submission(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    report = request["report"]
    content = submission.ReportContent(
        report["body_id"], report["language"], report["answers"], name=report.get("name", {})
    )
    made, secrets = submission.build_submission(
        keys.receipt_keys(unb64u(request["receipt"])),
        epochs[-1],
        content,
        written_on=date.fromisoformat(request.get("written_on", "2026-11-22")),
        excluded=request["excluded"],
    )
    return {"submission": made, "case": secrets.case, "identity": secrets.identity, "door": b64u(secrets.door)}


def parse_submission(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    parsed = submission.parse_submission(request["submission"])
    submission.check_against_roster(parsed, epochs[-1])
    return {"case": parsed.case, "hash": parsed.hash}


def split(request: Json) -> list[str]:
    return [b64u(share) for share in shamir.split(unb64u(request["secret"]), request["threshold"], request["count"])]


def combine(request: Json) -> str:
    return b64u(shamir.combine([unb64u(share) for share in request["shares"]]))


def open_grant(request: Json) -> Json | None:
    opened = grant.open_grant(request["identity"], unb64u(request["sealed"]))
    return opened and {"case": opened.case, "identity": opened.identity, "door": b64u(opened.door)}


def to_words(request: Json) -> str:
    return " ".join(words.encode_words(unb64u(request["value"]), request["language"]))


def from_words(request: Json) -> str:
    return b64u(words.decode_words(request["text"], request["length"]))


def stretch(request: Json) -> Json:
    stretched = staff.stretch(request["username"], request["passphrase"])
    return {
        "sign_in_secret": staff.sign_in_secret(stretched),
        "wrap_recipient": age.recipient_of(staff.wrap_identity(stretched)),
    }


def pack_attachment(request: Json) -> str:
    return b64u(attachment.pack(request["name"], request["type"], unb64u(request["content"])))


def unpack_attachment(request: Json) -> Json:
    opened = attachment.unpack(unb64u(request["file"]))
    return {"name": opened.name, "type": opened.type, "content": b64u(opened.content)}


COMMANDS: dict[str, Callable[[Json], Any]] = {
    "encrypt": encrypt,
    "decrypt": decrypt,
    "inspect": inspect,
    "sign": sign,
    "verify": verify,
    "verifyChain": verify_chain,
    "sealStatement": seal_statement,
    "readThread": read_thread,
    "buildSubmission": build_submission,
    "parseSubmission": parse_submission,
    "split": split,
    "combine": combine,
    "openGrant": open_grant,
    "words": to_words,
    "unwords": from_words,
    "staff": stretch,
    "packAttachment": pack_attachment,
    "unpackAttachment": unpack_attachment,
}


def answer(line: str) -> Json:
    """One answer; anything but a protocol error is a fault of the peer and ends it."""
    request = json.loads(line)
    try:
        return {"ok": COMMANDS[request["cmd"]](request)}
    except ProtocolError as error:
        return {"error": error.code}


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":
    main()
