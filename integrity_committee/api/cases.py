"""A member's grants and cases. Thin: services decide."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (ninja reads the annotations at run time)
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse  # noqa: TC002
from ninja import Field, Header, Router, Schema, Status

from integrity_committee.api.auth import MemberSession, account_of, member_of
from integrity_committee.services import keys
from meldpunt.core.problems import Problem
from meldpunt.protocol.encoding import b64u, check_uuid4
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.statement import MAX_ATTACHMENTS, parse_attachments
from reports.api import (
    Attachment,
    Dsse,
    Id,
    PostedOut,
    SealedEnvelope,
    Strict,
    sealed_file,
    sealed_looks,
    sealed_thread,
)
from reports.models import Case, Thread
from reports.services import cases, conversations, grants, looks, uploads

router = Router(tags=["committee"], auth=MemberSession())

Door = Annotated[str, Header(alias="Case-Door")]
MANY = 500


class WrappedKey(Schema):
    """The sealed member secret, or null when it is kept off the server."""

    wrapped: str | None


class GrantOut(Schema):
    """A grant; without `sealed` when only handles were asked for."""

    handle: UUID
    sealed: str | None = None


class Handles(Strict):
    """Grants to fetch."""

    handles: Annotated[list[str], Field(max_length=MANY)]


class Doors(Strict):
    """The doors to try."""

    doors: Annotated[list[str], Field(max_length=MANY)]


class CaseSummary(Schema):
    """A case behind a door."""

    case: UUID
    reference: str
    received_on: date
    stages: list[dict[str, Any]]
    heads: dict[str, str | None]


class MailboxOut(Schema):
    """The two public keys of the reporter's mailbox."""

    signing_key: str
    recipient: str


class VaultOut(Schema):
    """The sealed name, by its hash, and how many shares open it."""

    sha256: str
    threshold: int


class OutsideOut(Schema):
    """What the reporter said outside the seal; the member's client compares it with what is inside."""

    mailbox: MailboxOut
    case_recipient: str
    vault: VaultOut


class CaseOut(CaseSummary):
    """A case with its threads."""

    outside: OutsideOut
    conversation: list[SealedEnvelope]
    notes: list[SealedEnvelope]
    looked: list[str]


class ThreadEnvelopeIn(Strict):
    """A sealed statement for the end of one of the case's threads."""

    thread: Annotated[str, Field(pattern="^(conversation|notes)$")]
    prev: str
    envelope: str
    attachments: Annotated[list[Attachment], Field(max_length=MAX_ATTACHMENTS)] = []


def open_case(request: HttpRequest, case: UUID, door: str) -> Case:
    """The case behind the door, for this member."""
    committee, member = member_of(request)
    return cases.behind_door(case, door, committee, member)


def summary(case: Case) -> dict[str, Any]:
    """A case as a board shows it."""
    newest = {thread: conversations.head(case, thread) for thread in Thread.values}
    return {
        "case": case.id,
        "reference": case.reference,
        "received_on": case.received_on,
        "stages": conversations.stages_of(case),
        "heads": {thread: envelope.hash if envelope else None for thread, envelope in newest.items()},
    }


@router.get("/key", response=WrappedKey)
def show_key(request: HttpRequest) -> dict[str, str | None]:
    """The member's wrapped key."""
    return {"wrapped": keys.wrapped_key(account_of(request))}


@router.get("/grants", response=list[GrantOut], exclude_none=True)
def list_grants(request: HttpRequest, handles: int = 0) -> list[dict[str, Any]]:
    """The member's grants, decoys and chaff in random order."""
    member = UUID(member_of(request)[1])
    if handles:
        return [{"handle": handle} for handle in grants.handles_of(member)]
    return [{"handle": grant.id, "sealed": b64u(bytes(grant.sealed))} for grant in grants.of_member(member)]


@router.post("/grants/fetch", response=list[GrantOut])
def fetch_grants(request: HttpRequest, body: Handles) -> list[dict[str, Any]]:
    """The grants with these handles."""
    try:
        wanted = [UUID(check_uuid4(handle)) for handle in body.handles]
    except MalformedError:
        raise Problem("malformed", 422) from None
    listed = grants.of_member(UUID(member_of(request)[1]), wanted)
    return [{"handle": grant.id, "sealed": b64u(bytes(grant.sealed))} for grant in listed]


@router.post("/cases/query", response=list[CaseSummary])
def query_cases(request: HttpRequest, body: Doors) -> list[dict[str, Any]]:
    """The cases behind these doors."""
    return [summary(case) for case in cases.behind_doors(body.doors, *member_of(request))]


@router.get("/cases/{case}", response=CaseOut)
def show_case(request: HttpRequest, case: Id, door: Door = "") -> dict[str, Any]:
    """A case with its threads. That this member looked is written, sealed."""
    found = open_case(request, case, door)
    looks.note_look(found, member_of(request)[1], cases.door_bytes(door), "case")
    return {
        **summary(found),
        "outside": cases.outside(found),
        "conversation": sealed_thread(found, Thread.CONVERSATION),
        "notes": sealed_thread(found, Thread.NOTES),
        "looked": sealed_looks(found),
    }


@router.get("/cases/{case}/attachments/{upload}")
def case_attachment(request: HttpRequest, case: Id, upload: Id, door: Door = "") -> StreamingHttpResponse:
    """A sealed file of the case. That this member fetched files is written, sealed."""
    found = open_case(request, case, door)
    file = uploads.of_case(found, upload, Thread.values)
    looks.note_look(found, member_of(request)[1], cases.door_bytes(door), "file")
    return sealed_file(file)


@router.post("/cases/{case}/envelopes", response={201: PostedOut})
def post_envelope(request: HttpRequest, case: Id, body: ThreadEnvelopeIn, door: Door = "") -> Status[Any]:
    """Add a statement of the member to a thread."""
    found = open_case(request, case, door)
    named = parse_attachments([attachment.model_dump() for attachment in body.attachments])
    posted = conversations.post(found, body.thread, body.prev, body.envelope, named)
    return Status(201, {"id": posted.id, "posted_on": posted.posted_on})


@router.post("/cases/{case}/stages", response={201: CaseSummary})
def set_stage(request: HttpRequest, case: Id, body: Dsse, door: Door = "") -> Status[Any]:
    """Add a signed stage."""
    found = open_case(request, case, door)
    conversations.set_stage(found, body.model_dump())
    return Status(201, summary(found))
