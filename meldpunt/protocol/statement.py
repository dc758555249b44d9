"""Statements: what one party says in one case, and the envelope it travels in (protocol section 3)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from meldpunt.protocol import age, dsse, ed25519
from meldpunt.protocol.attachment import MAX_CONTENT, clean_name
from meldpunt.protocol.encoding import (
    Json,
    check_date,
    check_hash,
    check_int,
    check_list,
    check_members,
    check_text,
    check_uuid4,
    check_version,
    dump_json,
    parse_json,
)
from meldpunt.protocol.errors import MalformedError, ProtocolError
from meldpunt.protocol.padme import pad_json
from meldpunt.protocol.roster import check_committee

SUFFIX = "statement"
MAX_ATTACHMENTS = 20
MAX_ATTACHMENT_SIZE = 128 * 1024 * 1024  # bytes of ciphertext
_LONGEST_LABEL = 1000  # code points, before cleaning: as in the header of a file
_UPLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Thread(StrEnum):
    """The two threads of a case."""

    CONVERSATION = "conversation"
    NOTES = "notes"


class Role(StrEnum):
    """Who an author is."""

    REPORTER = "reporter"
    MEMBER = "member"


REPORTER_KINDS = frozenset((
    "report", "message", "check-in", "baseline", "follow-up", "remedy-agreed", "consent", "refusal", "leak",
    "correction", "withdrawal",
))  # fmt: skip
MEMBER_KINDS = frozenset((
    "message", "check-in-request", "interim", "remedy", "measure", "leak", "identity-request", "identity-withdrawn",
    "rekey",
))  # fmt: skip
NOTE_KINDS = frozenset(("note", "assessment", "task", "identity-approval"))
_ALLOWED = {
    (Thread.CONVERSATION, Role.REPORTER): REPORTER_KINDS,
    (Thread.CONVERSATION, Role.MEMBER): MEMBER_KINDS,
    (Thread.NOTES, Role.MEMBER): NOTE_KINDS,
}


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """An attachment as a statement lists it: hash (base64url) and size are of the ciphertext."""

    upload: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileLabel:
    """What the sender calls a file, and the bytes of its content: the sender's word until the file is open."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the right shape; who signed it is checked in `thread`.

    Attributes:
        member: the id that the author claims; None for the reporter.
        labels: one for each attachment, in their order, the names cleaned; None when there are none that can be read.
        raw: the JSON object as it was read.
    """

    kind: str
    case: str
    thread: Thread
    prev: str | None
    roster: str
    role: Role
    member: str | None
    written_on: date
    body: Json = field(repr=False)
    attachments: tuple[AttachmentRef, ...]
    labels: tuple[FileLabel, ...] | None = field(repr=False)
    raw: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class VaultCommitment:
    """What the report commits to about the vault: the sealed file's hash and each raw share's, by member."""

    sha256: str
    threshold: int
    shares: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportBody:
    """The body of the first statement of a case."""

    mailbox_key: str
    mailbox_recipient: str
    case_recipient: str
    committee: str
    body_id: str
    language: str
    questionnaire: str
    answers: Json = field(repr=False)
    excluded: tuple[str, ...] = field(repr=False)
    attachments: tuple[AttachmentRef, ...]
    follow_up_wanted: bool
    if_silent: str
    vault: VaultCommitment


def may_say(thread: Thread, role: Role, kind: str) -> bool:
    """Whether this role may make this kind of statement in this thread."""
    return kind in _ALLOWED.get((thread, role), frozenset())


def build_statement(  # noqa: PLR0913 - a statement has this many members
    *,
    kind: str,
    case: str,
    thread: str,
    prev: str | None,
    roster: str,
    member: str | None,
    written_on: date,
    body: Json,
) -> bytes:
    """The payload of a statement; `member` is the author's id, None for the reporter.

    Raises:
        MalformedError: it would be refused by a reader.
    """
    author = {"role": "reporter"} if member is None else {"role": "member", "id": member}
    payload = dump_json({
        "v": 1, "kind": kind, "case": case, "thread": thread, "prev": prev, "roster": roster,
        "author": author, "written_on": written_on.isoformat(), "body": body,
    })  # fmt: skip
    statement = parse_statement(payload)
    if not may_say(statement.thread, statement.role, kind):
        raise MalformedError(f"{kind} may not be said here")
    return payload


def parse_statement(payload: bytes) -> Statement:
    """Read a statement's shape, its report or rekey body and its attachments included."""
    fields = check_members(
        parse_json(payload), ("v", "kind", "case", "thread", "prev", "roster", "author", "written_on", "body")
    )
    check_version(fields)
    if fields["thread"] not in list(Thread) or not isinstance(fields["body"], dict):
        raise MalformedError("not a statement")
    role, member = _author(fields["author"])
    attachments = parse_attachments(fields["body"].get("attachments", []))
    statement = Statement(
        kind=check_text(fields["kind"], 40),
        case=check_uuid4(fields["case"]),
        thread=Thread(fields["thread"]),
        prev=None if fields["prev"] is None else check_hash(fields["prev"]),
        roster=check_hash(fields["roster"]),
        role=role,
        member=member,
        written_on=check_date(fields["written_on"]),
        body=fields["body"],
        attachments=attachments,
        labels=_read_labels(fields["body"].get("files"), len(attachments)),
        raw=fields,
    )
    if statement.kind == "report":
        parse_report(statement.body)
    elif statement.kind == "rekey":
        age.check_recipient(statement.body.get("case_recipient"))
    return statement


def _author(value: object) -> tuple[Role, str | None]:
    if isinstance(value, dict) and value.get("role") == Role.MEMBER:
        return Role.MEMBER, check_uuid4(check_members(value, ("role", "id"))["id"])
    if check_members(value, ("role",))["role"] != Role.REPORTER:
        raise MalformedError("an author is the reporter or a member")
    return Role.REPORTER, None


def parse_attachments(value: object) -> tuple[AttachmentRef, ...]:
    """The list of attachments of a statement or submission; an upload stands in it once."""
    references = []
    for item in check_list(value, MAX_ATTACHMENTS):
        fields = check_members(item, ("upload", "sha256", "size"))
        if not isinstance(fields["upload"], str) or not _UPLOAD.fullmatch(fields["upload"]):
            raise MalformedError("not an upload")
        size = check_int(fields["size"], 1, MAX_ATTACHMENT_SIZE)
        references.append(AttachmentRef(fields["upload"], check_hash(fields["sha256"]), size))
    if len({reference.upload for reference in references}) != len(references):
        raise MalformedError("an upload stands twice")
    return tuple(references)


def carried(attachments: Sequence[AttachmentRef], labels: Sequence[FileLabel]) -> Json:
    """The members of a body that carry files: `attachments` for the ciphertext, `files` for what is in it.

    Raises:
        MalformedError: not a label for each attachment.
    """
    if len(labels) != len(attachments):
        raise MalformedError("a label for each attachment")
    return {
        "attachments": [asdict(attachment) for attachment in attachments],
        "files": [{"name": clean_name(label.name), "size": check_int(label.size, 0, MAX_CONTENT)} for label in labels],
    }


def _read_labels(value: object, count: int) -> tuple[FileLabel, ...] | None:
    """The labels of so many attachments. They are a courtesy: a body without them, or with odd ones, still holds."""
    labels = []
    try:
        for item in check_list(value, MAX_ATTACHMENTS):
            fields = check_members(item, ("name", "size"))
            name = clean_name(check_text(fields["name"], _LONGEST_LABEL, shortest=0))
            labels.append(FileLabel(name, check_int(fields["size"], 0, MAX_CONTENT)))
    except ProtocolError:
        return None
    return tuple(labels) if len(labels) == count else None


def parse_mailbox(value: object) -> tuple[str, str]:
    """Signing key and recipient of a mailbox."""
    fields = check_members(value, ("signing_key", "recipient"))
    ed25519.check_key(fields["signing_key"])
    return fields["signing_key"], age.check_recipient(fields["recipient"])


def parse_report(body: Mapping[str, object]) -> ReportBody:
    """The body of a report. Members that this version does not know are left alone."""
    follow_up, answers, language = body.get("follow_up"), body.get("answers"), body.get("language")
    if not isinstance(follow_up, dict) or not isinstance(answers, dict):
        raise MalformedError("a report without answers or follow-up")
    if type(follow_up.get("wanted")) is not bool or follow_up.get("if_silent") not in ("nothing", "adviser", "keep"):
        raise MalformedError("a report without a choice about follow-up")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise MalformedError("not a language")
    mailbox_key, mailbox_recipient = parse_mailbox(body.get("mailbox"))
    return ReportBody(
        mailbox_key=mailbox_key,
        mailbox_recipient=mailbox_recipient,
        case_recipient=age.check_recipient(body.get("case_recipient")),
        committee=check_committee(body.get("committee")),
        body_id=check_committee(body.get("body_id")),
        language=language,
        questionnaire=check_text(body.get("questionnaire"), 40),
        answers=answers,
        excluded=tuple(check_uuid4(member) for member in check_list(body.get("excluded"), 9)),
        attachments=parse_attachments(body.get("attachments")),
        follow_up_wanted=follow_up["wanted"],
        if_silent=follow_up["if_silent"],
        vault=parse_commitment(body.get("vault")),
    )


def parse_commitment(value: object) -> VaultCommitment:
    """What a report commits to about its vault."""
    fields = check_members(value, ("sha256", "threshold", "shares"))
    shares = fields["shares"]
    if not isinstance(shares, dict):
        raise MalformedError("shares are committed to by member")
    for member, commitment in shares.items():
        check_uuid4(member)
        check_hash(commitment)
    return VaultCommitment(check_hash(fields["sha256"]), check_int(fields["threshold"], 2, 8), shares)


def sign_statement(payload: bytes, secrets: Sequence[bytes]) -> Json:
    """The signed statement; two secrets for a `rekey`."""
    return dsse.sign(SUFFIX, payload, secrets)


def seal_statement(envelope: Json, recipients: Sequence[str]) -> bytes:
    """The envelope: padded with spaces to Padmé, then sealed.

    Args:
        envelope: from `sign_statement`.
        recipients: case and reporter for the conversation, the case alone for notes, in this order.
    """
    return age.encrypt(pad_json(dump_json(envelope)), recipients)


def open_statement(sealed: bytes, identities: str | Sequence[str]) -> Json:
    """The signed statement in an envelope; nothing about its signature is checked yet."""
    return parse_json(age.decrypt(sealed, identities))


def stanzas_for(thread: Thread) -> int:
    """How many recipients every envelope and attachment of a thread has."""
    return 2 if thread is Thread.CONVERSATION else 1
