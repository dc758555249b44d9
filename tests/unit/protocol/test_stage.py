"""From received to erased."""

from datetime import date, timedelta
from typing import Any

import pytest

from meldpunt.protocol import dsse, roster, stage
from meldpunt.protocol.encoding import dump_json, parse_json
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.stage import Stage

CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
ON = date(2026, 11, 23)
WHOLE = ["acknowledged", "assessing", "investigating", "concluded", "closed", "erased"]


def walk(committee: Any, names: list[str], days: list[int] | None = None, alone: bool = False) -> list[Any]:
    history: list[Any] = []
    previous = None
    for index, name in enumerate(names):
        needed = 1 if alone else stage.signatures_needed(Stage(name))
        on = ON + timedelta(days=days[index] if days else index)
        secrets = [committee.secret(i) for i in range(needed)]
        history.append(stage.build_stage(CASE, Stage(name), on, previous, secrets))
        previous = stage.parse_stage(history[-1]).hash
    return history


def flags(committee: Any, history: list[Any], case: str = CASE) -> list[str | None]:
    return [entry.flag for entry in stage.verify_stage_history(history, case, committee.epochs)]


def test_the_whole_way(committee: Any) -> None:
    entries = stage.verify_stage_history(walk(committee, WHOLE), CASE, committee.epochs)
    assert [entry.flag for entry in entries] == [None] * 6
    assert [len(entry.signers) for entry in entries] == [1, 1, 1, 2, 2, 2]
    assert set(entries[0].signers) <= set(committee.ids)
    assert flags(committee, walk(committee, ["acknowledged", "assessing", "rerouted", "closed"])) == [None] * 4


def test_every_stage_has_its_followers() -> None:
    assert set(stage.ALLOWED) == set(Stage)
    assert [s.value for s in Stage if stage.signatures_needed(s) == 2] == ["concluded", "rerouted", "closed", "erased"]


@pytest.mark.parametrize(
    "names",
    [["assessing"], ["closed"], ["acknowledged", "investigating"], ["acknowledged", "acknowledged"],
     ["acknowledged", "rerouted"], [*WHOLE, "acknowledged"]],
)  # fmt: skip
def test_no_short_cuts(names: list[str], committee: Any) -> None:
    found = flags(committee, walk(committee, names))
    assert found == [None] * (len(names) - 1) + ["wrong-transition"]


def test_two_to_conclude(committee: Any) -> None:
    found = flags(committee, walk(committee, WHOLE[:4], alone=True))
    assert found == [None, None, None, "too-few-signatures"]


def test_one_member_is_not_two(committee: Any) -> None:
    history = walk(committee, WHOLE[:3])
    previous = stage.parse_stage(history[-1]).hash
    twice = [committee.secret(0)] * 2
    history.append(stage.build_stage(CASE, Stage.CONCLUDED, ON + timedelta(days=9), previous, twice))
    assert flags(committee, history)[-1] == "too-few-signatures"


def test_strangers_do_not_count(committee: Any) -> None:
    assert flags(committee, [stage.build_stage(CASE, Stage.ACKNOWLEDGED, ON, None, [b"z" * 32])]) == [
        "too-few-signatures"
    ]


def test_dates_do_not_fall(committee: Any) -> None:
    assert flags(committee, walk(committee, WHOLE[:2], [3, 2])) == [None, "wrong-date"]
    assert flags(committee, walk(committee, WHOLE[:2], [3, 3])) == [None, None]


def test_before_the_committee_was(committee: Any) -> None:
    assert flags(committee, walk(committee, WHOLE[:1], [-2])) == ["too-few-signatures"]


def test_another_case_and_a_dropped_stage(committee: Any) -> None:
    history = walk(committee, WHOLE[:3])
    assert set(flags(committee, history, CASE.replace("6f", "7f"))) == {"wrong-case"}
    assert flags(committee, [history[0], history[2]]) == [None, "broken-chain"]


def test_who_left_no_longer_signs(committee: Any) -> None:
    fields = {**parse_json(committee.epoch.payload), "epoch": 1, "previous": committee.epoch.hash}
    fields["issued_on"] = "2026-12-01"
    gone = fields["members"].pop(0)
    fields["release"]["shares"].pop(gone["id"])
    signed = roster.sign_roster(roster.build_roster(fields), [committee.secret(1), committee.secret(2)])
    epochs = roster.verify_chain([*committee.chain, signed])
    for day, flag in (("2026-11-30", None), ("2026-12-01", None), ("2026-12-02", "too-few-signatures")):
        change = stage.build_stage(CASE, Stage.ACKNOWLEDGED, date.fromisoformat(day), None, [committee.secret(0)])
        assert stage.verify_stage_history([change], CASE, epochs)[0].flag == flag


@pytest.mark.parametrize(
    "changes",
    [{"stage": "received"}, {"stage": "done"}, {"on": "x"}, {"previous": "x"}, {"case": "x"}, {"v": 2}, {"extra": 1}],
)
def test_shape(changes: dict[str, Any], committee: Any) -> None:
    fields = {"v": 1, "case": CASE, "stage": "acknowledged", "on": "2026-11-23", "previous": None, **changes}
    envelope = dsse.sign("stage", dump_json(fields), [committee.secret(0)])
    with pytest.raises(MalformedError):
        stage.parse_stage(envelope)
    assert flags(committee, [envelope]) == ["malformed"]
