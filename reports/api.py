"""The public side of the letterbox: committees, challenges, reports, uploads, mailbox. Thin: services decide."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003  (ninja reads the annotations at run time)
from datetime import date  # noqa: TC003
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import HttpBearer
from pydantic import BeforeValidator, ConfigDict

from meldpunt.core import proof, tokens
from meldpunt.core.problems import Problem
from meldpunt.protocol.encoding import b64u
from meldpunt.protocol.statement import MAX_ATTACHMENTS, parse_attachments
from reports.models import Case, Thread, Upload
from reports.services import committees, conversations, mailbox, submissions, uploads

router = Router()
Altcha = Annotated[str, Field(max_length=proof.LIMIT)]


def _plain(pattern: str) -> BeforeValidator:
    """One spelling a value (protocol.md §1); the library by itself takes many."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError("another spelling")
        return value

    return BeforeValidator(check)


Id = Annotated[UUID, _plain(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
PartNumber = Annotated[int, _plain(r"0|[1-9][0-9]{0,5}")]


class Strict(Schema):
    """A body with exactly these members."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Signature(Strict):
    """One signature of a DSSE envelope."""

    keyid: str
    sig: str


class Dsse(Strict):
    """A signed payload (Dead Simple Signing Envelope)."""

    payloadType: str  # noqa: N815  (the standard's spelling)
    payload: str
    signatures: list[Signature]


class BodyOnShow(Schema):
    """An agency that a committee serves."""

    id: str
    name: dict[str, str]
    country: str


class CommitteeOnShow(Schema):
    """A committee that takes reports here."""

    committee: str
    name: dict[str, str]
    bodies: list[BodyOnShow]


class Chain(Schema):
    """A roster chain, oldest first; the reader verifies every link. `successor` is the operator's word."""

    chain: list[dict[str, Any]]
    successor: str | None


class ReportIn(Strict):
    """A sealed report with its proof of work."""

    altcha: Altcha
    submission: Dsse


class Received(Schema):
    """That a report was received, and when."""

    reference: str
    received_on: date


class ProofIn(Strict):
    """A proof of work."""

    altcha: Altcha


class UploadOut(Schema):
    """Where the parts of a sealed file go."""

    upload: UUID
    part_size: int


class ChallengeOut(Schema):
    """Something to sign, for 120 seconds, once."""

    challenge: str


class MailboxSessionIn(Strict):
    """A signed mailbox challenge with its proof of work."""

    altcha: Altcha
    session: Dsse


class TokenOut(Schema):
    """A bearer token and for how many seconds it is good."""

    token: str
    expires_in: int


class SealedEnvelope(Schema):
    """An envelope in its place."""

    id: UUID
    sealed: str
    posted_on: date


class MailboxOut(Schema):
    """What the mailbox holds: sealed, but for the days and the signed stages."""

    case: UUID
    committee: str
    reference: str
    received_on: date
    stages: list[dict[str, Any]]
    conversation: list[SealedEnvelope]
    looked: list[str]


class Attachment(Strict):
    """A sealed file that a statement names."""

    upload: str
    sha256: str
    size: int


class EnvelopeIn(Strict):
    """A sealed statement for the end of a thread."""

    prev: str
    envelope: str
    attachments: Annotated[list[Attachment], Field(max_length=MAX_ATTACHMENTS)] = []


class PostedOut(Schema):
    """That an envelope was posted, and when."""

    id: UUID
    posted_on: date


class MailboxToken(HttpBearer):
    """The mailbox's bearer token."""

    def authenticate(self, request: HttpRequest, token: str) -> Case | None:  # noqa: ARG002
        """The case that the token opens."""
        return mailbox.case_of(token)


def case_of(request: HttpRequest) -> Case:
    """The case of the request's mailbox token."""
    case = request.auth  # type: ignore[attr-defined]
    if not isinstance(case, Case):
        raise Problem("signed-out", 401)
    return case


def origin_of(request: HttpRequest) -> str:
    """The origin as the browser sees it."""
    return f"{request.scheme}://{request.get_host()}"


def sealed_thread(case: Case, thread: Thread) -> list[dict[str, Any]]:
    """A thread as the API shows it."""
    return [
        {"id": envelope.id, "sealed": b64u(bytes(envelope.sealed)), "posted_on": envelope.posted_on}
        for envelope in conversations.envelopes(case, thread)
    ]


def sealed_looks(case: Case) -> list[str]:
    """The who-looked entries, in no order."""
    return [b64u(bytes(sealed)) for sealed in case.looks.order_by("id").values_list("sealed", flat=True)]


def sealed_file(upload: Upload) -> StreamingHttpResponse:
    """A sealed file, to be opened in the reader's browser."""
    response = StreamingHttpResponse(uploads.read(upload), content_type="application/octet-stream")
    response["Content-Length"] = str(upload.size)
    response["Content-Disposition"] = "attachment"
    return response


@router.get("/committees", response=list[CommitteeOnShow], tags=["committees"])
def list_committees(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Every committee with its bodies."""
    return committees.on_show()


@router.get("/committees/{committee}/roster", response=Chain, tags=["committees"])
def show_roster(request: HttpRequest, committee: str) -> dict[str, Any]:  # noqa: ARG001
    """A committee's roster chain."""
    chain = committees.chain_of(committee)
    if not chain:
        raise Problem("no-committee", 404)
    return {"chain": chain, "successor": committees.successor_of(committee)}


@router.get("/challenge", response=dict[str, Any], tags=["proof of work"])
def show_challenge(request: HttpRequest) -> Mapping[str, Any]:  # noqa: ARG001
    """A fresh proof-of-work challenge in the ALTCHA format."""
    return proof.new_challenge()


@router.post("/reports", response={200: Received, 201: Received}, tags=["reports"])
def file_report(request: HttpRequest, body: ReportIn) -> Status[Any]:  # noqa: ARG001
    """File a report. The same submission again is answered as before."""
    case, is_new = submissions.file_report(body.altcha, body.submission.model_dump())
    return Status(201 if is_new else 200, {"reference": case.reference, "received_on": case.received_on})


@router.post("/uploads", response={201: UploadOut}, tags=["uploads"])
def start_upload(request: HttpRequest, body: ProofIn) -> Status[Any]:  # noqa: ARG001
    """Make room for a sealed file."""
    proof.spend(body.altcha)
    upload = uploads.new_upload()
    return Status(201, {"upload": upload.id, "part_size": settings.PART_SIZE})


@router.put("/uploads/{upload}/parts/{number}", response={204: None}, tags=["uploads"])
def put_part(request: HttpRequest, upload: Id, number: PartNumber) -> Status[None]:
    """Store a part of a sealed file; the same part again replaces it."""
    uploads.put_part(upload, number, request.body)
    return Status(204, None)


@router.post("/mailbox/challenge", response=ChallengeOut, tags=["mailbox"])
def mailbox_challenge(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001
    """Something to sign with the receipt's key."""
    return {"challenge": tokens.new_challenge(mailbox.CHALLENGE)}


@router.post("/mailbox/session", response=TokenOut, tags=["mailbox"])
def open_mailbox(request: HttpRequest, body: MailboxSessionIn) -> dict[str, Any]:
    """Open the mailbox whose key signed the challenge."""
    token = mailbox.open_session(body.altcha, body.session.model_dump(), origin_of(request))
    return {"token": token, "expires_in": tokens.MAILBOX_SECONDS}


@router.get("/mailbox", response=MailboxOut, auth=MailboxToken(), tags=["mailbox"])
def show_mailbox(request: HttpRequest) -> dict[str, Any]:
    """The conversation as it stands."""
    case = case_of(request)
    return {
        "case": case.id,
        "committee": case.committee_id,
        "reference": case.reference,
        "received_on": case.received_on,
        "stages": conversations.stages_of(case),
        "conversation": sealed_thread(case, Thread.CONVERSATION),
        "looked": sealed_looks(case),
    }


@router.post("/mailbox/envelopes", response={201: PostedOut}, auth=MailboxToken(), tags=["mailbox"])
def post_from_mailbox(request: HttpRequest, body: EnvelopeIn) -> Status[Any]:
    """Add a statement of the reporter to the conversation."""
    named = parse_attachments([attachment.model_dump() for attachment in body.attachments])
    posted = conversations.post(case_of(request), Thread.CONVERSATION, body.prev, body.envelope, named)
    return Status(201, {"id": posted.id, "posted_on": posted.posted_on})


@router.get("/mailbox/attachments/{upload}", auth=MailboxToken(), tags=["mailbox"])
def mailbox_attachment(request: HttpRequest, upload: Id) -> StreamingHttpResponse:
    """A sealed file of the conversation."""
    return sealed_file(uploads.of_case(case_of(request), upload, [Thread.CONVERSATION]))
