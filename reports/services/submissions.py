"""A report arrives: what can be checked without reading it is checked, then it is stored whole or not at all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from meldpunt.core import clock, proof
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol.encoding import sha256_b64u, unb64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.roster import is_expired
from meldpunt.protocol.submission import Submission, check_against_roster, parse_submission
from reports.models import Case, Envelope, Grant, Thread, Vault, VaultShare
from reports.services import committees, uploads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Crockford's digits: none that is taken for another on paper.
REFERENCE_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def file_report(altcha: str, submission: Mapping[str, Any]) -> tuple[Case, bool]:
    """Store a report, or find the one that this very submission made before. Returns the case and whether it is new.

    Raises:
        Problem: every refusal of protocol.md §5.
    """
    fingerprint = _fingerprint(submission)
    known = Case.objects.filter(submission=fingerprint).first()
    if known:
        return known, False
    try:
        return _accept(altcha, submission, fingerprint), True
    except (Problem, IntegrityError) as refusal:
        return _stored_meanwhile(fingerprint, refusal), False


def _accept(altcha: str, submission: Mapping[str, Any], fingerprint: str) -> Case:
    proof.spend(altcha)
    parsed = _parse(submission)
    _check_unused(parsed)
    checked = uploads.check(parsed.attachments, Thread.CONVERSATION)
    return _store(parsed, fingerprint, checked)


def _fingerprint(submission: Mapping[str, Any]) -> str:
    """The hash by which a submission is recognised: over its exact payload."""
    try:
        return sha256_b64u(unb64u(submission.get("payload")))
    except ProtocolError as error:
        raise Problem(error.code, 422) from error


def _parse(submission: Mapping[str, Any]) -> Submission:
    try:
        parsed = parse_submission(submission)
        newest = committees.newest_roster(parsed.committee)
        if parsed.roster != newest.hash:
            raise Problem("roster-changed", 409)
        check_against_roster(parsed, newest)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    if is_expired(newest.roster, clock.today()):
        raise Problem("roster-expired", 409)
    return parsed


def _check_unused(parsed: Submission) -> None:
    """Case, door, mailbox and recipients are new to this server."""
    taken = (
        Q(id=parsed.case)
        | Q(door=parsed.door)
        | Q(mailbox_key=parsed.mailbox_key)
        | Q(mailbox_recipient=parsed.mailbox_recipient)
        | Q(recipient=parsed.case_recipient)
    )
    if Case.objects.filter(taken).exists():
        raise Problem("already-used", 409)


def _stored_meanwhile(fingerprint: str, refusal: Problem | IntegrityError) -> Case:
    """The same submission, sent again by who gave up waiting and stored meanwhile, is answered as the first time."""
    case = Case.objects.filter(submission=fingerprint).first()
    if case:
        return case
    if isinstance(refusal, Problem):
        raise refusal
    raise Problem("already-used", 409) from refusal


def new_reference() -> str:
    """A random reference, `M-7K3F-9Q`: a running number would tell how many came before."""
    digits = "".join(secrets.choice(REFERENCE_DIGITS) for _ in range(6))
    return f"M-{digits[:4]}-{digits[4:]}"


def _unused_reference() -> str:
    while True:
        reference = new_reference()
        if not Case.objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
def _store(parsed: Submission, fingerprint: str, checked: Sequence[uploads.Checked]) -> Case:
    """The one transaction of a submission."""
    today = clock.today()
    case = Case.objects.create(
        id=parsed.case,
        committee_id=parsed.committee,
        reference=_unused_reference(),
        received_on=today,
        submission=fingerprint,
        door=parsed.door,
        mailbox_key=parsed.mailbox_key,
        mailbox_recipient=parsed.mailbox_recipient,
        recipient=parsed.case_recipient,
    )
    Envelope.objects.create(
        case=case,
        thread=Thread.CONVERSATION,
        position=0,
        hash=sha256_b64u(parsed.report),
        sealed=parsed.report,
        posted_on=today,
    )
    Grant.objects.bulk_create(
        Grant(committee_id=parsed.committee, member=grant.member, case=case, sealed=grant.sealed, added_on=today)
        for grant in parsed.grants
    )
    Vault.objects.create(case=case, sealed=parsed.vault, threshold=parsed.threshold)
    VaultShare.objects.bulk_create(
        VaultShare(case=case, member=share.member, sealed=share.sealed) for share in parsed.shares
    )
    uploads.claim(checked, case, Thread.CONVERSATION)
    record(Event.REPORT_RECEIVED, committee=parsed.committee)
    return case
