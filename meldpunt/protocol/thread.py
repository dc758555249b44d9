"""Reading a thread: which envelopes hold, which do not, and to whom the next is sealed (protocol section 3).

An envelope that fails keeps its place, with the reason; the next `prev` covers its bytes all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import sha256_b64u
from meldpunt.protocol.errors import ProtocolError, RosterError
from meldpunt.protocol.roster import Epoch, Member
from meldpunt.protocol.statement import (
    SUFFIX,
    ReportBody,
    Role,
    Statement,
    Thread,
    may_say,
    open_statement,
    parse_report,
    parse_statement,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One envelope of a thread.

    Attributes:
        hash: SHA-256 of its bytes, base64url: what the next `prev` must be.
        statement: None when flagged; nothing of a flagged envelope is shown.
        author: the member who wrote it; None for the reporter.
        signers: signing keys, base64url.
        epoch: the roster that it names.
        flag: why it does not hold: `not-sealed`, `cannot-open`, `malformed`, `bad-signature`, `wrong-case`,
            `wrong-thread`, `no-report`, `unknown-roster`, `wrong-signer`, `wrong-author`, `not-allowed`,
            `broken-chain`, `older-epoch`.
    """

    hash: str
    statement: Statement | None = None
    author: Member | None = None
    signers: tuple[str, ...] = ()
    epoch: Epoch | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A thread as read.

    Attributes:
        report: the verified report's body; None when the first envelope does not hold.
        case_recipient: of the newest verified rekey, else of the report.
        head: hash of the last envelope, which the next `prev` names; None for an empty thread.
        seen_by_reporter: hash of the last envelope that the reporter's last statement covers.
        seen_by_committee: the same for the members together.
    """

    entries: tuple[Entry, ...]
    report: ReportBody | None = field(repr=False)
    case_recipient: str | None
    head: str | None
    seen_by_reporter: str | None = None
    seen_by_committee: str | None = None

    def recipients(self, thread: Thread) -> list[str]:
        """To whom the next envelope of a thread is sealed, in order; from the verified report, never from an API.

        Raises:
            RosterError: the report was not verified, so that nobody can be answered safely.
        """
        if self.report is None or self.case_recipient is None:
            raise RosterError("the report does not hold")
        if thread is Thread.NOTES:
            return [self.case_recipient]
        return [self.case_recipient, self.report.mailbox_recipient]


class _Refusal(Exception):  # noqa: N818 - not an error: the reason is the result
    """The reason why an envelope does not hold."""


class _Reader:
    """The fold over one thread; `accept` takes an envelope at a time."""

    def __init__(self, chain: Sequence[Epoch], case: str, thread: Thread, conversation: Reading | None) -> None:
        self.epochs = {epoch.hash: epoch for epoch in chain}
        self.keys = {member.signing_key for epoch in chain for member in epoch.roster.members}
        self.committee = chain[0].roster.committee
        self.case = case
        self.thread = thread
        self.report = conversation.report if conversation else None
        self.case_recipient = conversation.case_recipient if conversation else None
        # The first note follows the report's envelope.
        self.prev = conversation.entries[0].hash if conversation and conversation.entries else None
        self.newest = 0
        self.consent_to_rekey = False
        self.seen: dict[Role, str | None] = {Role.REPORTER: None, Role.MEMBER: None}

    def accept(self, sealed: bytes, identities: str | Sequence[str]) -> Entry:
        """Read one envelope, and move on to the next place in the thread."""
        name = sha256_b64u(sealed)
        try:
            entry = self._read(sealed, identities, name)
        except _Refusal as reason:
            entry = Entry(name, flag=str(reason))
        except RosterError:
            raise
        except ProtocolError as error:
            entry = Entry(name, flag=error.code)
        self.prev = name
        return entry

    def _read(self, sealed: bytes, identities: str | Sequence[str], name: str) -> Entry:
        envelope = open_statement(sealed, identities)
        payload, signers = dsse.verify(envelope, SUFFIX)
        statement = parse_statement(payload)
        _require(len(signers) == len(envelope["signatures"]), "bad-signature")
        _require(statement.case == self.case, "wrong-case")
        _require(statement.thread is self.thread, "wrong-thread")
        report = self._report_for(statement)
        epoch = self._epoch_of(statement, report, signers)
        author = self._author_of(statement, report, signers, epoch)
        _require(may_say(self.thread, statement.role, statement.kind), "not-allowed")
        _require(statement.prev == self.prev, "broken-chain")
        _require(epoch.roster.epoch >= self.newest, "older-epoch")
        self._remember(statement, report, epoch)
        return Entry(name, statement, author, tuple(signers), epoch)

    def _report_for(self, statement: Statement) -> ReportBody:
        """The report of the case: this statement itself if it is the first of the conversation."""
        if self.thread is Thread.CONVERSATION and self.prev is None:
            _require(statement.kind == "report", "no-report")
            report = parse_report(statement.body)
            _require(report.committee == self.committee, "unknown-roster")
            return report
        if self.report is None:
            raise _Refusal("no-report")
        _require(statement.kind != "report", "not-allowed")
        return self.report

    def _epoch_of(self, statement: Statement, report: ReportBody, signers: Sequence[str]) -> Epoch:
        epoch = self.epochs.get(statement.roster)
        if epoch is not None:
            return epoch
        if all(key == report.mailbox_key or key in self.keys for key in signers):
            # Somebody we know has verified a roster that we are not shown: a portal that hides part of the chain.
            raise RosterError("the chain lacks a roster that a verified statement names")
        raise _Refusal("unknown-roster")

    def _author_of(
        self, statement: Statement, report: ReportBody, signers: Sequence[str], epoch: Epoch
    ) -> Member | None:
        if statement.role is Role.REPORTER:
            _require(list(signers) == [report.mailbox_key], "wrong-signer")
            return None
        members = [epoch.roster.member_by_key(key) for key in signers]
        _require(all(members), "wrong-signer")
        _require(len(members) == 1 or (statement.kind == "rekey" and len(members) == 2), "wrong-signer")
        if statement.kind == "rekey":
            _require(len(members) == 2 or self.consent_to_rekey, "wrong-signer")
        author = next((member for member in members if member and member.id == statement.member), None)
        if author is None:
            raise _Refusal("wrong-author")
        return author

    def _remember(self, statement: Statement, report: ReportBody, epoch: Epoch) -> None:
        self.newest = epoch.roster.epoch
        self.report = report
        self.seen[statement.role] = statement.prev
        if statement.kind == "report":
            self.case_recipient = report.case_recipient
        elif statement.kind == "rekey":
            self.case_recipient = statement.body["case_recipient"]
            self.consent_to_rekey = False
        elif statement.kind == "consent" and statement.body.get("to") == "rekey":
            self.consent_to_rekey = True
        elif statement.kind == "refusal" and statement.body.get("to") == "rekey":
            self.consent_to_rekey = False


def _require(holds: object, reason: str) -> None:
    if not holds:
        raise _Refusal(reason)


def read_thread(  # noqa: PLR0913 - what a thread is read against
    envelopes: Sequence[bytes],
    identities: str | Sequence[str],
    chain: Sequence[Epoch],
    case: str,
    *,
    thread: Thread = Thread.CONVERSATION,
    conversation: Reading | None = None,
) -> Reading:
    """Verify every envelope of a thread.

    Args:
        envelopes: raw age bytes in the order of the thread.
        identities: of the case (all of them after a rekey), or of the receipt.
        chain: from `roster.verify_chain`.
        case: the case that was asked for.
        thread: which thread these envelopes are said to be.
        conversation: the verified conversation, needed to read notes.

    Raises:
        RosterError: a verified statement names a roster that the chain lacks; the chain is refused.
        MalformedError: an identity that is none.
    """
    for identity in [identities] if isinstance(identities, str) else identities:
        age.check_identity(identity)
    reader = _Reader(chain, case, thread, conversation if thread is Thread.NOTES else None)
    entries = tuple(reader.accept(sealed, identities) for sealed in envelopes)
    return Reading(
        entries,
        reader.report,
        reader.case_recipient,
        head=reader.prev,
        seen_by_reporter=reader.seen[Role.REPORTER],
        seen_by_committee=reader.seen[Role.MEMBER],
    )


def envelope_hash(sealed: bytes) -> str:
    """How `prev` names an envelope."""
    return sha256_b64u(sealed)


def flags(reading: Reading) -> Mapping[int, str]:
    """Positions of the envelopes that do not hold, with the reason."""
    return {index: entry.flag for index, entry in enumerate(reading.entries) if entry.flag is not None}
