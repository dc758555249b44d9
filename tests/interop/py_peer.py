"""The Python side of the interoperability tests: a JSON command a line in, a JSON answer a line out.

`{"cmd": "...", ...}` is answered by `{"ok": ...}` or `{"error": code}`; bytes are base64url. `tsPeer.ts` speaks the
same, so that each side can be asked to open what the other sealed.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from meldpunt.protocol import (
    age,
    attachment,
    dsse,
    grant,
    keys,
    roster,
    session,
    shamir,
    slips,
    staff,
    stage,
    statement,
    submission,
    thread,
    unseal,
    vault,
    words,
)
from meldpunt.protocol.encoding import Json, b64u, parse_json, unb64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.rules import clocks, light


def encrypt(request: Json) -> str:
    return b64u(age.encrypt(unb64u(request["plaintext"]), request["recipients"]))


def decrypt(request: Json) -> str:
    return b64u(age.decrypt(unb64u(request["file"]), request["identity"]))


def inspect(request: Json) -> Json:
    seen = age.inspect(unb64u(request["file"]))
    return {"stanzas": seen.stanzas, "payload_length": seen.payload_length}


def derive_keys(request: Json) -> Json:
    made = (keys.receipt_keys if request["role"] == "receipt" else keys.member_keys)(unb64u(request["secret"]))
    return {"identity": made.identity, "recipient": made.recipient, "signing_key": made.signing_key}


def sign(request: Json) -> Json:
    return dsse.sign(request["type"], unb64u(request["payload"]), [unb64u(request["secret"], 32)])


def verify(request: Json) -> Json:
    payload, keyids = dsse.verify(request["envelope"], request["type"])
    return {"payload": b64u(payload), "keyids": keyids}


def verify_chain(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    return {"hashes": [epoch.hash for epoch in epochs], "fingerprint": b64u(roster.fingerprint(epochs))}


def say(request: Json) -> str:
    fields = {**request["statement"], "written_on": date.fromisoformat(request["statement"]["written_on"])}
    signed = statement.sign_statement(statement.build_statement(**fields), [unb64u(s) for s in request["secrets"]])
    return b64u(statement.seal_statement(signed, request["recipients"]))


def read_thread(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    envelopes = [unb64u(envelope) for envelope in request["envelopes"]]
    conversation = None
    if "conversation" in request:
        first = [unb64u(envelope) for envelope in request["conversation"]]
        conversation = thread.read_thread(first, request["identity"], epochs, request["case"])
    where = statement.Thread(request.get("thread", "conversation"))
    reading = thread.read_thread(
        envelopes, request["identity"], epochs, request["case"], thread=where, conversation=conversation
    )
    entries = [
        {
            "hash": entry.hash,
            "flag": entry.flag,
            "statement": entry.statement.raw if entry.statement else None,
            "labels": None if not entry.statement or entry.statement.labels is None else labels_of(entry.statement),
            "author": entry.author.id if entry.author else None,
            "signers": list(entry.signers),
            "roster": entry.epoch.hash if entry.epoch else None,
        }
        for entry in reading.entries
    ]
    return {
        "entries": entries,
        "head": reading.head,
        "recipients": reading.recipients(where) if reading.report else None,
        "seen_by_reporter": reading.seen_by_reporter,
        "seen_by_committee": reading.seen_by_committee,
    }


def labels_of(seen: statement.Statement) -> list[Json]:
    return [asdict(label) for label in seen.labels or ()]


def carried(request: Json) -> Json:
    refs = [statement.AttachmentRef(**ref) for ref in request["attachments"]]
    return statement.carried(refs, [statement.FileLabel(**label) for label in request["labels"]])


def judge_reports(request: Json) -> list[str | None]:
    """For each envelope as the only one of a conversation: why it does not hold, the chain being verified once."""
    epochs = roster.verify_chain(request["chain"])
    found: list[str | None] = []
    for envelope in request["envelopes"]:
        try:
            reading = thread.read_thread([unb64u(envelope)], request["identity"], epochs, request["case"])
            found.append(reading.entries[0].flag)
        except ProtocolError as error:
            found.append(error.code)
    return found


def build_submission(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    report = request["report"]
    content = submission.ReportContent(report["body_id"], report["language"], report["answers"], name=report["name"])
    files = [statement.AttachmentRef(**file) for file in request["attachments"]]
    made, secrets = submission.build_submission(
        keys.receipt_keys(unb64u(request["receipt"])),
        epochs[-1],
        content,
        written_on=date.fromisoformat(request["written_on"]),
        excluded=request["excluded"],
        attachments=files,
        labels=[statement.FileLabel(**label) for label in request["labels"]],
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


def seal_grant(request: Json) -> str:
    made = grant.Grant(request["case"], request["identity"], unb64u(request["door"]))
    return b64u(grant.seal_grant(made, request["recipient"]))


def open_grant(request: Json) -> Json | None:
    opened = grant.open_grant(request["identity"], unb64u(request["sealed"]))
    if opened is None:
        return None
    return {"case": opened.case, "identity": opened.identity, "door": b64u(opened.door)}


def check_grant(request: Json) -> None:
    made = grant.Grant(request["case"], request["identity"], b"\0" * grant.DOOR_SIZE)
    grant.check_grant_against_report(made, unb64u(request["report"]))


def open_share(request: Json) -> Json | None:
    opened = vault.open_share(request["identity"], unb64u(request["sealed"]))
    return None if opened is None else {"case": opened.case, "share": b64u(opened.share)}


def open_vault(request: Json) -> Json:
    shares = {member: unb64u(share) for member, share in request["shares"].items()}
    commitment = statement.parse_commitment(request["commitment"])
    return vault.combine_and_open(unb64u(request["sealed"]), commitment, shares)


def to_words(request: Json) -> str:
    return " ".join(words.encode_words(unb64u(request["value"]), request["language"]))


def to_numbers(request: Json) -> str:
    return " ".join(words.encode_numbers(unb64u(request["value"])))


def from_words(request: Json) -> str:
    return b64u(words.decode_words(request["text"], request["length"]))


def stretch(request: Json) -> Json:
    stretched = staff.stretch(request["username"], request["passphrase"])
    return {"sign_in_secret": staff.sign_in_secret(stretched), "wrap_identity": staff.wrap_identity(stretched)}


def wrap(request: Json) -> str:
    return b64u(staff.wrap_member_secret(unb64u(request["secret"]), age.recipient_of(request["identity"])))


def unwrap(request: Json) -> str:
    return b64u(staff.unwrap_member_secret(unb64u(request["wrapped"]), request["identity"]))


def pack_attachment(request: Json) -> str:
    return b64u(attachment.pack(request["name"], request["type"], unb64u(request["content"])))


def unpack_attachment(request: Json) -> Json:
    opened = attachment.unpack(unb64u(request["file"]))
    return {"name": opened.name, "type": opened.type, "content": b64u(opened.content)}


def mailbox_session(request: Json) -> Json:
    receipt = keys.receipt_keys(unb64u(request["receipt"]))
    return session.build_mailbox_session(receipt, request["challenge"], request["origin"])


def verify_mailbox_session(request: Json) -> Json:
    seen = session.verify_mailbox_session(request["envelope"])
    return {"challenge": seen.challenge, "origin": seen.origin, "mailbox": seen.mailbox}


def recovery(request: Json) -> Json:
    fields = {**request["fields"], "wrapped": unb64u(request["fields"]["wrapped"]), "signing_key": ""}
    return session.build_recovery(keys.member_keys(unb64u(request["secret"])), session.Recovery(**fields))


def verify_recovery(request: Json) -> Json:
    seen = session.verify_recovery(request["envelope"])
    return {
        "challenge": seen.challenge, "origin": seen.origin, "username": seen.username, "password": seen.password,
        "wrapped": b64u(seen.wrapped), "signing_key": seen.signing_key,
    }  # fmt: skip


def build_stage(request: Json) -> Json:
    secrets = [unb64u(secret) for secret in request["secrets"]]
    on = date.fromisoformat(request["on"])
    return stage.build_stage(request["case"], stage.Stage(request["stage"]), on, request["previous"], secrets)


def stage_history(request: Json) -> list[Json]:
    epochs = roster.verify_chain(request["chain"])
    return [
        {"hash": entry.change and entry.change.hash, "signers": list(entry.signers), "flag": entry.flag}
        for entry in stage.verify_stage_history(request["stages"], request["case"], epochs)
    ]


def build_unseal(request: Json) -> Json:
    return unseal.build_unseal(request["case"], request["request"], unb64u(request["secret"]))


def parse_unseal(request: Json) -> Json:
    seen = unseal.parse_unseal(request["envelope"])
    return {"case": seen.case, "request": seen.request, "key": seen.key}


def build_hurry(request: Json) -> Json:
    secrets = [unb64u(secret) for secret in request["secrets"]]
    return unseal.build_hurry(request["case"], request["request"], date.fromisoformat(request["earliest"]), secrets)


def parse_hurry(request: Json) -> Json:
    epochs = roster.verify_chain(request["chain"])
    seen = unseal.parse_hurry(request["envelope"])
    opens = unseal.opens_on(date.fromisoformat(request["requested_on"]), seen)
    return {
        "keys": list(seen.keys),
        "by_quorum": unseal.is_by_quorum(seen, epochs[-1].roster),
        "opens_on": opens.isoformat(),
    }


def seal_approval(request: Json) -> str:
    approval = unseal.Approval(request["case"], request["request"], unb64u(request["share"]))
    return b64u(unseal.seal_approval(approval, request["recipient"]))


def open_approval(request: Json) -> Json:
    seen = unseal.open_approval(request["identity"], unb64u(request["sealed"]))
    return {"case": seen.case, "request": seen.request, "share": b64u(seen.share)}


def seal_slip(request: Json) -> str:
    if request["slip"] is None:
        return b64u(slips.seal_dummy(request["recipient"]))
    return b64u(slips.seal_slip(request["slip"], request["recipient"]))


def open_slip(request: Json) -> Json | None:
    return slips.open_slip(request["identity"], unb64u(request["sealed"]))


def tag(request: Json) -> str:
    return slips.tag(request["identity"], request["period"])


def legal_dates(request: Json) -> list[list[str]]:
    """For every day received: acknowledge and feedback, as promised and as rolled over; feedback without answer."""
    country, found = request["country"], []
    for text in request["days"]:
        day = date.fromisoformat(text)
        given = (
            clocks.acknowledge_by(day, country),
            clocks.feedback_by(day, day, country),
            clocks.feedback_by(day, None, country),
        )
        found.append([on.isoformat() for deadline in given for on in (deadline.target, deadline.legal)])
    return found


def holidays(request: Json) -> list[str]:
    return sorted(day.isoformat() for day in clocks.public_holidays(request["country"], request["year"]))


def lights(request: Json) -> list[list[Any]]:
    states = [light.fold(events) for events in request["histories"]]
    return [[s.light, s.silent, s.misses, s.greens, s.remedied, s.agreed] for s in states]


def read_json(request: Json) -> Json:
    return parse_json(unb64u(request["data"]))


COMMANDS: dict[str, Callable[[Json], Any]] = {
    "parseJson": read_json,
    "encrypt": encrypt,
    "decrypt": decrypt,
    "inspect": inspect,
    "keys": derive_keys,
    "sign": sign,
    "verify": verify,
    "verifyChain": verify_chain,
    "say": say,
    "readThread": read_thread,
    "judgeReports": judge_reports,
    "carried": carried,
    "buildSubmission": build_submission,
    "parseSubmission": parse_submission,
    "split": split,
    "combine": combine,
    "sealGrant": seal_grant,
    "openGrant": open_grant,
    "checkGrant": check_grant,
    "openShare": open_share,
    "openVault": open_vault,
    "words": to_words,
    "numbers": to_numbers,
    "unwords": from_words,
    "staff": stretch,
    "wrap": wrap,
    "unwrap": unwrap,
    "packAttachment": pack_attachment,
    "unpackAttachment": unpack_attachment,
    "mailboxSession": mailbox_session,
    "verifyMailboxSession": verify_mailbox_session,
    "recovery": recovery,
    "verifyRecovery": verify_recovery,
    "buildStage": build_stage,
    "stageHistory": stage_history,
    "buildUnseal": build_unseal,
    "parseUnseal": parse_unseal,
    "buildHurry": build_hurry,
    "parseHurry": parse_hurry,
    "sealApproval": seal_approval,
    "openApproval": open_approval,
    "sealSlip": seal_slip,
    "openSlip": open_slip,
    "tag": tag,
    "legalDates": legal_dates,
    "holidays": holidays,
    "lights": lights,
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
