"""Submissions: everything that filing a report sends, and every check that needs no key (protocol section 5)."""

import os
import secrets as random_source
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import (
    Json,
    b64u,
    check_hash,
    check_int,
    check_list,
    check_members,
    check_uuid4,
    check_version,
    dump_json,
    parse_json,
    sha256_b64u,
    unb64u,
)
from meldpunt.protocol.errors import (
    DoubleGrantError,
    ForeignMemberError,
    MalformedError,
    MissingGrantError,
    NotSealedError,
    SignatureError,
    WrongThresholdError,
)
from meldpunt.protocol.grant import DOOR_SIZE, Grant, seal_grants
from meldpunt.protocol.keys import Keys
from meldpunt.protocol.padme import SMALL, is_permitted_length
from meldpunt.protocol.roster import Epoch, Roster, check_committee
from meldpunt.protocol.statement import (
    AttachmentRef,
    FileLabel,
    build_statement,
    carried,
    parse_attachments,
    parse_mailbox,
    seal_statement,
    sign_statement,
)
from meldpunt.protocol.vault import Vault, build_vault

SUFFIX = "submission"
MAX_SEALED_TEXT = 1024 * 1024  # bytes of padded plaintext in an envelope
MAX_SEALED_NAME = 65_536
_MAX_MEMBERS = 9


@dataclass(frozen=True, slots=True)
class SealedFor:
    """Something sealed for a member."""

    member: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission whose shape, signature and seals hold.

    Attributes:
        roster: hash of the roster that it is sealed to.
        door: SHA-256 of the door, base64url.
        hash: SHA-256 of the payload, by which the same submission is recognised when it comes again.
    """

    committee: str
    case: str
    roster: str
    door: str
    mailbox_key: str
    mailbox_recipient: str
    case_recipient: str
    grants: tuple[SealedFor, ...]
    report: bytes = field(repr=False)
    attachments: tuple[AttachmentRef, ...]
    vault: bytes = field(repr=False)
    threshold: int
    shares: tuple[SealedFor, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class CaseSecrets:
    """What is made once for a case, before its attachments are sealed."""

    case: str
    identity: str = field(repr=False)
    recipient: str
    door: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What the reporter fills in.

    Attributes:
        if_silent: `nothing`, `adviser` or `keep`.
        name: goes into the vault; `{}` when anonymous.
    """

    body_id: str
    language: str
    answers: Json = field(repr=False)
    questionnaire: str = "1"
    follow_up_wanted: bool = True
    if_silent: str = "nothing"
    name: Json = field(default_factory=dict, repr=False)


def new_case() -> CaseSecrets:
    """A random case, its identity and its door."""
    identity = age.generate_identity()
    return CaseSecrets(str(uuid.uuid4()), identity, age.recipient_of(identity), os.urandom(DOOR_SIZE))


def build_submission(  # noqa: PLR0913 - each is a separate decision of the reporter
    receipt: Keys,
    epoch: Epoch,
    content: ReportContent,
    *,
    written_on: date,
    excluded: Collection[str] = (),
    attachments: Sequence[AttachmentRef] = (),
    labels: Sequence[FileLabel] = (),
    secrets: CaseSecrets | None = None,
) -> tuple[Json, CaseSecrets]:
    """Seal a report to a committee. `labels`, one for each attachment, go into the sealed report alone.

    Returns:
        The signed submission, and the secrets of the case, which only the grants carry.

    Raises:
        MalformedError: somebody excluded who is not a member, or more than members minus quorum.
    """
    roster = epoch.roster
    _check_excluded(roster, excluded)
    made = secrets or new_case()
    vault = build_vault(content.name, roster.quorum, roster.members, excluded, made.case)
    body = _report_body(
        receipt=receipt, made=made, roster=roster, content=content, vault=vault, excluded=excluded,
        files=carried(attachments, labels),
    )  # fmt: skip
    statement = build_statement(
        kind="report", case=made.case, thread="conversation", prev=None, roster=epoch.hash,
        member=None, written_on=written_on, body=body,
    )  # fmt: skip
    signed = sign_statement(statement, [receipt.signing_secret])
    payload = {
        "v": 1,
        "committee": roster.committee,
        "case": made.case,
        "roster": epoch.hash,
        "door": sha256_b64u(made.door),
        "mailbox": body["mailbox"],
        "case_recipient": made.recipient,
        "grants": _shuffled(seal_grants(Grant(made.case, made.identity, made.door), roster.members, excluded)),
        "report": b64u(seal_statement(signed, [made.recipient, receipt.recipient])),
        "attachments": body["attachments"],
        "vault": {"sealed": b64u(vault.sealed), "threshold": roster.quorum, "shares": _shuffled(vault.shares)},
    }
    return dsse.sign(SUFFIX, dump_json(payload), [receipt.signing_secret]), made


def _check_excluded(roster: Roster, excluded: Collection[str]) -> None:
    members = {member.id for member in roster.members}
    if not set(excluded) <= members or len(set(excluded)) > len(members) - roster.quorum:
        raise MalformedError("at most members minus quorum can be excluded")


def _report_body(  # noqa: PLR0913 - a plain list of what goes in
    *,
    receipt: Keys,
    made: CaseSecrets,
    roster: Roster,
    content: ReportContent,
    vault: Vault,
    excluded: Collection[str],
    files: Json,
) -> Json:
    commitment = vault.commitment
    return {
        "mailbox": {"signing_key": receipt.signing_key, "recipient": receipt.recipient},
        "case_recipient": made.recipient,
        "committee": roster.committee,
        "body_id": content.body_id,
        "language": content.language,
        "questionnaire": content.questionnaire,
        "answers": content.answers,
        "excluded": sorted(excluded),
        **files,
        "follow_up": {"wanted": content.follow_up_wanted, "if_silent": content.if_silent},
        "vault": {
            "sha256": commitment.sha256,
            "threshold": commitment.threshold,
            "shares": dict(commitment.shares),
        },
    }


def _shuffled(sealed: Mapping[str, bytes]) -> list[Json]:
    items = [{"member": member, "sealed": b64u(data)} for member, data in sealed.items()]
    random_source.SystemRandom().shuffle(items)
    return items


_FIELDS = (
    "v", "committee", "case", "roster", "door", "mailbox", "case_recipient", "grants", "report", "attachments", "vault",
)  # fmt: skip


def parse_submission(envelope: Mapping[str, object]) -> Submission:
    """Check everything about a submission that needs neither a key nor a roster.

    Raises:
        MalformedError: a wrong shape.
        SignatureError: not signed by its own mailbox key alone.
        NotSealedError: something that is not an age file of exactly the expected stanzas and a permitted size.
        DoubleGrantError: a member twice among grants or shares.
    """
    payload, signer = dsse.verify_single(envelope, SUFFIX)
    fields = check_members(parse_json(payload), _FIELDS)
    check_version(fields)
    mailbox_key, mailbox_recipient = parse_mailbox(fields["mailbox"])
    if signer != mailbox_key:
        raise SignatureError("not signed by the mailbox key")
    vault = check_members(fields["vault"], ("sealed", "threshold", "shares"))
    submission = Submission(
        committee=check_committee(fields["committee"]),
        case=check_uuid4(fields["case"]),
        roster=check_hash(fields["roster"]),
        door=check_hash(fields["door"]),
        mailbox_key=mailbox_key,
        mailbox_recipient=mailbox_recipient,
        case_recipient=age.check_recipient(fields["case_recipient"]),
        grants=_sealed_for(fields["grants"]),
        report=unb64u(fields["report"]),
        attachments=parse_attachments(fields["attachments"]),
        vault=unb64u(vault["sealed"]),
        threshold=check_int(vault["threshold"], 2, _MAX_MEMBERS - 1),
        shares=_sealed_for(vault["shares"]),
        hash=sha256_b64u(payload),
    )
    if submission.case_recipient == mailbox_recipient:
        raise MalformedError("case and mailbox share a recipient")
    check_padded(submission.report, stanzas=2, longest=MAX_SEALED_TEXT)
    check_padded(submission.vault, stanzas=1, longest=MAX_SEALED_NAME)
    return submission


def check_padded(sealed: bytes, *, stanzas: int, longest: int) -> None:
    """Raise NotSealedError unless these are sealed bytes of a permitted size, with this many stanzas."""
    seen = age.inspect(sealed)
    if seen.stanzas != stanzas or seen.payload_length > longest or not is_permitted_length(seen.payload_length):
        raise NotSealedError("a wrong number of recipients, or a size that padding does not give")


def _sealed_for(value: object) -> tuple[SealedFor, ...]:
    found: dict[str, SealedFor] = {}
    for item in check_list(value, 2 * _MAX_MEMBERS):
        fields = check_members(item, ("member", "sealed"))
        member = check_uuid4(fields["member"])
        if member in found:
            raise DoubleGrantError("a member stands twice")
        sealed = unb64u(fields["sealed"])
        if age.inspect(sealed) != age.Inspection(1, SMALL):
            raise NotSealedError("a grant or share of a wrong size")
        found[member] = SealedFor(member, sealed)
    return tuple(found.values())


def check_against_roster(submission: Submission, epoch: Epoch) -> None:
    """Check a submission against the roster that it names.

    Raises:
        MalformedError: it names another committee or roster, or a member's recipient as its own.
        WrongThresholdError, ForeignMemberError, MissingGrantError: as their names say.
    """
    if submission.roster != epoch.hash or submission.committee != epoch.roster.committee:
        raise MalformedError("sealed to another roster")
    recipients = {member.recipient for member in epoch.roster.members}
    if recipients & {submission.case_recipient, submission.mailbox_recipient}:
        raise MalformedError("a member's recipient as that of the case or the mailbox")
    if submission.threshold != epoch.roster.quorum:
        raise WrongThresholdError("the threshold is the quorum")
    members = {member.id for member in epoch.roster.members}
    for sealed in (submission.grants, submission.shares):
        named = {item.member for item in sealed}
        if named - members:
            raise ForeignMemberError("somebody who is not in the roster")
        if members - named:
            raise MissingGrantError("a member without grant or share")
