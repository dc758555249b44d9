"""Stages: the one workflow fact held in clear, signed by members (protocol section 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meldpunt.protocol import dsse
from meldpunt.protocol.encoding import (
    Json,
    check_date,
    check_hash,
    check_members,
    check_uuid4,
    check_version,
    dump_json,
    parse_json,
    sha256_b64u,
)
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.roster import Epoch

SUFFIX = "stage"


class Stage(StrEnum):
    """Where a case stands. `received` is where it begins and is never signed."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSING = "assessing"
    INVESTIGATING = "investigating"
    CONCLUDED = "concluded"
    REROUTED = "rerouted"
    CLOSED = "closed"
    ERASED = "erased"


ALLOWED: Mapping[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.ACKNOWLEDGED}),
    Stage.ACKNOWLEDGED: frozenset({Stage.ASSESSING}),
    Stage.ASSESSING: frozenset({Stage.INVESTIGATING, Stage.REROUTED}),
    Stage.INVESTIGATING: frozenset({Stage.CONCLUDED}),
    Stage.CONCLUDED: frozenset({Stage.CLOSED}),
    Stage.REROUTED: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.ERASED}),
    Stage.ERASED: frozenset(),
}
_BY_TWO = frozenset({Stage.REROUTED, Stage.CONCLUDED, Stage.CLOSED, Stage.ERASED})


@dataclass(frozen=True, slots=True)
class StageChange:
    """A stage of the right shape.

    Attributes:
        previous: hash of the preceding stage payload; None for `acknowledged`.
        hash: of this payload.
        keys: signing keys whose signature verifies, base64url.
    """

    case: str
    stage: Stage
    on: date
    previous: str | None
    hash: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One stage of a case's history.

    Attributes:
        change: None when it could not be read at all.
        signers: ids of the members who signed it.
        flag: why it does not count; None when it does.
    """

    change: StageChange | None
    signers: tuple[str, ...]
    flag: str | None


def signatures_needed(stage: Stage) -> int:
    """How many members sign this stage."""
    return 2 if stage in _BY_TWO else 1


def build_stage(case: str, stage: Stage, on: date, previous: str | None, secrets: Sequence[bytes]) -> Json:
    """A stage signed with each member's secret."""
    payload = {"v": 1, "case": case, "stage": stage.value, "on": on.isoformat(), "previous": previous}
    return dsse.sign(SUFFIX, dump_json(payload), secrets)


def parse_stage(envelope: Mapping[str, object]) -> StageChange:
    """Read a stage; that the keys belong to members is checked by `check_stage`."""
    payload, keys = dsse.verify(envelope, SUFFIX)
    fields = check_members(parse_json(payload), ("v", "case", "stage", "on", "previous"))
    check_version(fields)
    if fields["stage"] not in list(Stage) or fields["stage"] == Stage.RECEIVED:
        raise MalformedError("not a stage")
    previous = None if fields["previous"] is None else check_hash(fields["previous"])
    return StageChange(
        check_uuid4(fields["case"]),
        Stage(fields["stage"]),
        check_date(fields["on"]),
        previous,
        sha256_b64u(payload),
        tuple(keys),
    )


def member_signers(change: StageChange, epochs: Sequence[Epoch]) -> tuple[str, ...]:
    """Ids of members who signed it and sat in the committee on its day, each once.

    On the day of a roster change both rosters count.
    """
    signers: dict[str, None] = {}
    for index, epoch in enumerate(epochs):
        until = epochs[index + 1].roster.issued_on if index + 1 < len(epochs) else date.max
        if epoch.roster.issued_on <= change.on <= until:
            found = (epoch.roster.member_by_key(key) for key in change.keys)
            signers.update({member.id: None for member in found if member})
    return tuple(signers)


def check_stage(change: StageChange, before: StageChange | None, case: str, signers: Sequence[str]) -> str | None:
    """Why a stage may not follow the one before it, or None when it may."""
    now = before.stage if before else Stage.RECEIVED
    if change.case != case:
        return "wrong-case"
    if change.previous != (before.hash if before else None):
        return "broken-chain"
    if change.stage not in ALLOWED[now]:
        return "wrong-transition"
    if before and change.on < before.on:
        return "wrong-date"
    if len(signers) < signatures_needed(change.stage):
        return "too-few-signatures"
    return None


def verify_stage_history(
    stages: Sequence[Mapping[str, object]], case: str, epochs: Sequence[Epoch]
) -> list[StageEntry]:
    """Every stage and who signed it; one that does not hold is flagged, the next must follow the last that does."""
    entries: list[StageEntry] = []
    current: StageChange | None = None
    for envelope in stages:
        try:
            change = parse_stage(envelope)
        except MalformedError as error:
            entries.append(StageEntry(None, (), error.code))
            continue
        signers = member_signers(change, epochs)
        flag = check_stage(change, current, case, signers)
        entries.append(StageEntry(change, signers, flag))
        if flag is None:
            current = change
    return entries
