"""The light never lies on the bright side."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules import light
from meldpunt.rules.light import Light

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "light.json").read_text(encoding="utf-8"))
WELL = {"check_in": {"answers": {}, "safe": "green", "known": "no"}}
BAD = {"check_in": {"answers": {"a": "yes"}, "safe": "green", "known": "no"}}
UNSURE = {"check_in": {"answers": {"a": "maybe"}, "safe": "green", "known": "no"}}
EVENTS = st.sampled_from(
    [WELL, BAD, UNSURE, {"missed": True}, {"leak": True}, {"remedy": "member"}, {"remedy": "reporter"}]
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(case: dict[str, Any]) -> None:
    state = light.fold(case["events"])
    assert {"light": state.light, "silent": state.silent, "misses": state.misses} == case["expect"]


@given(st.lists(EVENTS, max_size=30))
def test_red_ends_only_by_remedy_and_agreement(events: list[dict[str, Any]]) -> None:
    state = light.LightState()
    remedies: set[str] = set()
    for event in events:
        before, state = state, light.step(state, event)
        if event is BAD or "leak" in event:
            remedies = set()
            assert state.light is Light.RED
        remedies |= {event["remedy"]} if "remedy" in event else set()
        if before.light is Light.RED and state.light is not Light.RED:
            assert state.light is Light.ORANGE
            assert remedies == {"member", "reporter"}


@given(st.lists(EVENTS, max_size=30))
def test_silence_is_never_better(events: list[dict[str, Any]]) -> None:
    order = [Light.GREEN, Light.GREY, Light.ORANGE, Light.RED]
    state = light.fold(events)
    missed = light.step(state, {"missed": True})
    assert order.index(missed.light) >= order.index(state.light)
    assert missed.silent


@pytest.mark.parametrize(
    "check_in",
    [
        {}, {"safe": "green"}, {"known": "no"}, {"safe": "green", "known": "no", "answers": {"z": "yes"}},
        {"safe": "green", "known": "no", "answers": {"a": "?"}}, {"safe": "green", "known": "no", "answers": []},
        {"safe": "blue", "known": "no"}, {"safe": "green", "known": None},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_green(check_in: dict[str, Any]) -> None:
    assert light.grade(check_in) is Light.ORANGE


def test_every_form_has_a_kind() -> None:
    assert sorted(light.HARD | light.SOFT) == list("abcdefghijklmno")
    assert not light.HARD & light.SOFT


def test_agreement_before_the_remedy_counts_too() -> None:
    events = [BAD, {"remedy": "reporter"}, {"remedy": "member"}]
    assert light.fold(events).light is Light.ORANGE


@pytest.mark.parametrize("event", [{}, {"missed": False}, {"remedy": "union"}, {"check_in": 1}])
def test_other_events(event: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="event"):
        light.fold([event])
