"""Envelopes in their threads, and stages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction

from meldpunt.core import clock
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol import stage as stages
from meldpunt.protocol.encoding import sha256_b64u, unb64u
from meldpunt.protocol.errors import ProtocolError
from meldpunt.protocol.submission import MAX_SEALED_TEXT, check_padded
from reports.models import Case, Envelope, Stage, Thread
from reports.services import committees, uploads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meldpunt.protocol.statement import AttachmentRef


def open_sealed(envelope: str, thread: str) -> bytes:
    """The raw age bytes of an envelope, if it is sealed and padded as its thread asks.

    Raises:
        Problem: 422 `not-sealed` or `malformed`.
    """
    try:
        raw = unb64u(envelope)
        check_padded(raw, stanzas=uploads.STANZAS[Thread(thread)], longest=MAX_SEALED_TEXT)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    return raw


def head(case: Case, thread: str) -> Envelope | None:
    """The newest envelope of a thread; the first note chains to the report."""
    newest = Envelope.objects.filter(case=case, thread=thread).order_by("-position").first()
    if newest is None and thread == Thread.NOTES:
        return Envelope.objects.filter(case=case, thread=Thread.CONVERSATION, position=0).first()
    return newest


def post(case: Case, thread: str, prev: str, envelope: str, attachments: Sequence[AttachmentRef]) -> Envelope:
    """Add an envelope to a thread. The same envelope again, sent because an answer was lost, is answered as before.

    Raises:
        Problem: 409 `stale-thread` when `prev` is not the head, and what sealing and uploads refuse.
    """
    raw = open_sealed(envelope, thread)
    again = _posted_before(case, thread, raw)
    if again:
        return again
    try:
        return _append(case, thread, prev, raw, uploads.check(attachments, thread))
    except Problem:
        again = _posted_before(case, thread, raw)  # by the same request, sent twice, while this one was under way
        if again is None:
            raise
        return again


def _posted_before(case: Case, thread: str, raw: bytes) -> Envelope | None:
    return Envelope.objects.filter(case=case, thread=thread, hash=sha256_b64u(raw)).first()


def _append(case: Case, thread: str, prev: str, raw: bytes, checked: Sequence[uploads.Checked]) -> Envelope:
    with transaction.atomic():
        Case.objects.select_for_update().get(id=case.id)
        newest = head(case, thread)
        if newest is None or newest.hash != prev:
            raise Problem("stale-thread", 409)
        position = newest.position + 1 if newest.thread == thread else 0
        posted = Envelope.objects.create(
            case=case, thread=thread, position=position, hash=sha256_b64u(raw), sealed=raw, posted_on=clock.today()
        )
        uploads.claim(checked, case, thread)
        record(Event.STATEMENT_POSTED, committee=case.committee_id)
    return posted


def envelopes(case: Case, thread: str) -> list[Envelope]:
    """A thread in order."""
    return list(Envelope.objects.filter(case=case, thread=thread).order_by("position"))


def stages_of(case: Case) -> list[dict[str, Any]]:
    """The case's stages as signed, oldest first; `received` has none."""
    return [json.loads(signed) for signed in case.stages.order_by("position").values_list("signed", flat=True)]


def set_stage(case: Case, signed: Mapping[str, Any]) -> Stage:
    """Add a signed stage: signatures, transition, chain and date are checked. The same again is answered as before.

    Raises:
        Problem: 409 `stale-stage` when another was first; 422 for everything that does not verify.
    """
    try:
        change = stages.parse_stage(signed)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    with transaction.atomic():
        Case.objects.select_for_update().get(id=case.id)
        newest = case.stages.order_by("-position").first()
        if newest and newest.hash == change.hash:
            return newest
        _check_stage(case, change, newest)
        fresh = Stage.objects.create(
            case=case,
            position=newest.position + 1 if newest else 0,
            stage=change.stage,
            on=change.on,
            hash=change.hash,
            signed=json.dumps(signed),
        )
        record(Event.STAGE_SET, committee=case.committee_id)
    return fresh


def _check_stage(case: Case, change: stages.StageChange, newest: Stage | None) -> None:
    if change.previous != (newest.hash if newest else None):
        raise Problem("stale-stage", 409)
    if change.on != clock.today():
        raise Problem("wrong-date", 422)
    if change.stage is stages.Stage.ERASED:
        raise Problem("too-early", 422)  # no retention date is set by this version: nothing may be erased yet
    before = stages.parse_stage(json.loads(newest.signed)) if newest else None
    signers = stages.member_signers(change, committees.epochs_of(case.committee_id))
    flag = stages.check_stage(change, before, str(case.id), signers)
    if flag:
        raise Problem(flag, 422)
