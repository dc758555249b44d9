"""The reporter and the member, as clients: each verb is something a person does."""

from __future__ import annotations

import base64
import functools
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import altcha
from django_otp.oath import totp

from meldpunt.protocol import age, attachment, grant, keys, roster, session, staff, stage, statement, submission, thread
from meldpunt.protocol.encoding import b64u, sha256_b64u, unb64u
from tests.peer.transport import Answer, Transport

API = "/api/v1"


class RefusedError(Exception):
    """The API answered with a problem."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status} {answer.code}")
        self.status, self.code = answer.status, answer.code


@dataclass
class Caller:
    """Calls the API and raises what it refuses."""

    http: Transport
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.raw(method, path, body, **headers)
        if answer.status >= 400:
            raise RefusedError(answer)
        return answer.json() if answer.content else None

    def raw(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, bytes):
            return self.http.send(method, API + path, body, {"Content-Type": "application/octet-stream", **sent})
        return self.http.send(method, API + path, None if body is None else json.dumps(body).encode(), sent)

    def proof(self) -> str:
        """A solved proof of work."""
        challenge = altcha.Challenge.from_dict(self.call("GET", "/challenge"))
        return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()

    def chain(self, committee: str) -> list[dict[str, Any]]:
        return self.call("GET", f"/committees/{committee}/roster")["chain"]


@dataclass
class Reporter(Caller):
    """Somebody with a receipt."""

    receipt: bytes = field(default_factory=keys.generate_receipt)
    secrets: submission.CaseSecrets = field(default_factory=submission.new_case)
    committee: str = ""
    labels: dict[str, statement.FileLabel] = field(default_factory=dict)

    @property
    def keys(self) -> keys.Keys:
        return keys.receipt_keys(self.receipt)

    def seal(self, committee: str, answers: dict[str, str], **options: Any) -> dict[str, Any]:
        """A submission, not sent yet."""
        self.committee = committee
        epoch = roster.verify_chain(self.chain(committee))[-1]
        body = options.pop("body", epoch.roster.bodies[0].id)
        content = submission.ReportContent(body_id=body, language="nl", answers=answers, name=options.pop("name", {}))
        refs = options.get("attachments", [])
        labels = [self.labels.get(ref.upload, statement.FileLabel("", ref.size)) for ref in refs]
        sealed, _ = submission.build_submission(
            self.keys, epoch, content, written_on=options.pop("on", date(2026, 11, 22)), secrets=self.secrets,
            labels=labels, **options,
        )  # fmt: skip
        return sealed

    def send(self, sealed: dict[str, Any]) -> Answer:
        return self.raw("POST", "/reports", {"altcha": self.proof(), "submission": sealed})

    def file(self, committee: str, answers: dict[str, str], **options: Any) -> dict[str, Any]:
        answer = self.send(self.seal(committee, answers, **options))
        if answer.status >= 400:
            raise RefusedError(answer)
        return answer.json()

    def upload(self, name: str, content: bytes, recipients: list[str] | None = None) -> statement.AttachmentRef:
        """Seal a file to the case and the reporter and send it in parts."""
        to = recipients or [self.secrets.recipient, self.keys.recipient]
        sealed = age.encrypt(attachment.pack(name, "application/pdf", content), to)
        ref = send_parts(self, sealed)
        self.labels[ref.upload] = statement.FileLabel(name, len(content))
        return ref

    def open_mailbox(self) -> None:
        challenge = self.call("POST", "/mailbox/challenge")["challenge"]
        signed = session.build_mailbox_session(self.keys, challenge, self.http.origin)
        token = self.call("POST", "/mailbox/session", {"altcha": self.proof(), "session": signed})["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def mailbox(self) -> dict[str, Any]:
        return self.call("GET", "/mailbox")

    def read(self) -> thread.Reading:
        box = self.mailbox()
        epochs = roster.verify_chain(self.chain(box["committee"]))
        envelopes = [unb64u(envelope["sealed"]) for envelope in box["conversation"]]
        return thread.read_thread(envelopes, self.keys.identity, epochs, box["case"])

    def say(self, text: str, kind: str = "message") -> Any:
        box = self.mailbox()
        raw = unb64u(box["conversation"][-1]["sealed"])
        epoch = roster.verify_chain(self.chain(box["committee"]))[-1]
        sealed = statement_envelope(
            kind, box["case"], "conversation", sha256_b64u(raw), epoch.hash, None, text,
            self.keys.signing_secret, [self.secrets.recipient, self.keys.recipient],
        )  # fmt: skip
        return self.call("POST", "/mailbox/envelopes", {"prev": sha256_b64u(raw), "envelope": b64u(sealed)})


@functools.cache
def stretch(username: str, passphrase: str) -> bytes:
    """Half a second's work, done once for each passphrase."""
    return staff.stretch(username, passphrase)


@dataclass
class Staff(Caller):
    """Somebody on the sign-in sheet."""

    sheet: dict[str, str] = field(default_factory=dict)
    committee: str = ""

    @property
    def keys(self) -> keys.Keys:
        return keys.member_keys(unb64u(self.sheet["secret"]))

    def code(self, drift: int = 0) -> str:
        return f"{totp(base64.b32decode(self.sheet['otp_secret']), drift=drift):06d}"

    def sign_in(self, passphrase: str | None = None, code: str | None = None) -> dict[str, Any]:
        stretched = stretch(self.sheet["username"], passphrase or self.sheet["passphrase"])
        body = {
            "altcha": self.proof(),
            "username": self.sheet["username"],
            "password": staff.sign_in_secret(stretched),
            "code": code or self.code(),
        }
        signed_in = self.call("POST", "/staff/session", body)
        self.headers = {"X-CSRFToken": signed_in["csrf"]}
        self.committee = signed_in["committee"]
        return signed_in

    def grants(self) -> list[grant.Grant]:
        """The grants that open."""
        sealed = [unb64u(item["sealed"]) for item in self.call("GET", "/committee/grants")]
        opened = [grant.open_grant(self.keys.identity, one) for one in sealed]
        return [one for one in opened if one]

    def cases(self) -> list[dict[str, Any]]:
        return self.call("POST", "/committee/cases/query", {"doors": [b64u(one.door) for one in self.grants()]})

    def grant_for(self, case: str) -> grant.Grant:
        return next(one for one in self.grants() if one.case == case)

    def case(self, case: str) -> dict[str, Any]:
        return self.call("GET", f"/committee/cases/{case}", Case_Door=b64u(self.grant_for(case).door))

    def read(self, case: str) -> thread.Reading:
        found = self.grant_for(case)
        epochs = roster.verify_chain(self.chain(self.committee))
        envelopes = [unb64u(envelope["sealed"]) for envelope in self.case(case)["conversation"]]
        return thread.read_thread(envelopes, found.identity, epochs, case)

    def say(self, case: str, text: str, to: str = "conversation", mailbox: str = "") -> Any:
        found, shown = self.grant_for(case), self.case(case)
        raw = unb64u((shown[to] or shown["conversation"][:1])[-1]["sealed"])
        epoch = roster.verify_chain(self.chain(self.committee))[-1]
        recipients = [age.recipient_of(found.identity), mailbox][: 2 if to == "conversation" else 1]
        sealed = statement_envelope(
            "message" if to == "conversation" else "note", case, to, sha256_b64u(raw), epoch.hash, self.sheet["id"],
            text,
            self.keys.signing_secret, recipients,
        )  # fmt: skip
        body = {"thread": to, "prev": sha256_b64u(raw), "envelope": b64u(sealed)}
        return self.call("POST", f"/committee/cases/{case}/envelopes", body, Case_Door=b64u(found.door))

    def move(self, case: str, name: str, on: date, others: tuple[Staff, ...] = (), previous: str | None = None) -> Any:
        secrets = [self.keys.signing_secret, *(other.keys.signing_secret for other in others)]
        signed = stage.build_stage(case, stage.Stage(name), on, previous, secrets)
        door = b64u(self.grant_for(case).door)
        return self.call("POST", f"/committee/cases/{case}/stages", signed, Case_Door=door)


def statement_envelope(  # a plain list of what a statement is
    kind: str, case: str, to: str, prev: str | None, epoch: str, member: str | None, text: str, secret: bytes,
    recipients: list[str],
) -> bytes:  # fmt: skip
    payload = statement.build_statement(
        kind=kind, case=case, thread=to, prev=prev, roster=epoch, member=member,
        written_on=date(2026, 11, 22), body={"text": text},
    )  # fmt: skip
    return statement.seal_statement(statement.sign_statement(payload, [secret]), recipients)


def send_parts(caller: Caller, sealed: bytes) -> statement.AttachmentRef:
    started = caller.call("POST", "/uploads", {"altcha": caller.proof()})
    size = started["part_size"]
    for number in range(max(1, -(-len(sealed) // size))):
        part = sealed[number * size : (number + 1) * size]
        caller.call("PUT", f"/uploads/{started['upload']}/parts/{number}", part)
    return statement.AttachmentRef(started["upload"], sha256_b64u(sealed), len(sealed))
