"""The light: how a reporter fares after reporting, folded from check-ins by fixed rules.

Never green by silence, and never lowered by time or by one member alone. An answer that cannot be read, or is left
out, counts as "maybe": a check-in from a newer form must not make a case look better than it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

# The forms of retaliation of Directive (EU) 2019/1937, Article 19 (a) to (o).
HARD = frozenset("abcdfijlmno")
SOFT = frozenset("eghk")
GREENS_TO_RECOVER = 2
MISSES_TO_WORRY = 2


class Light(StrEnum):
    """From unknown to worst."""

    GREY = "grey"
    GREEN = "green"
    ORANGE = "orange"
    RED = "red"


@dataclass(frozen=True, slots=True)
class LightState:
    """What the events so far amount to.

    Attributes:
        silent: the last check-in was missed; the light is frozen and drawn grey-edged.
        misses: check-ins missed in a row.
        greens: green answers in a row, for orange to end.
        remedied: a member recorded a remedy since the last red.
        agreed: the reporter agreed to one since the last red.
    """

    light: Light = Light.GREY
    silent: bool = False
    misses: int = 0
    greens: int = 0
    remedied: bool = False
    agreed: bool = False


def grade(check_in: Mapping[str, object]) -> Light:
    """The colour of one check-in: `answers` by letter, `safe`, `known`."""
    raw = check_in.get("answers", {})
    answers = {form: answer for form, answer in raw.items() if answer != "no"} if isinstance(raw, Mapping) else {"": ""}
    hard = any(answer == "yes" and form in HARD for form, answer in answers.items())
    soft = sum(answer == "yes" and form in SOFT for form, answer in answers.items())
    safe, known = check_in.get("safe"), check_in.get("known")
    if "threatened" in answers.values() or hard or soft >= 2 or safe == Light.RED or known == "yes":
        return Light.RED
    if answers or safe != Light.GREEN or known != "no":
        return Light.ORANGE
    return Light.GREEN


def _after_check_in(state: LightState, check_in: Mapping[str, object]) -> LightState:
    colour = grade(check_in)
    answered = replace(state, silent=False, misses=0)
    if colour is Light.RED:
        return _red(answered)
    if colour is Light.ORANGE:
        light = Light.RED if state.light is Light.RED else Light.ORANGE
        return replace(answered, light=light, greens=0)
    greens = state.greens + 1
    recovered = state.light is Light.ORANGE and greens >= GREENS_TO_RECOVER
    light = Light.GREEN if state.light is Light.GREY or recovered else state.light
    return replace(answered, light=light, greens=greens)


def _red(state: LightState) -> LightState:
    return replace(state, light=Light.RED, greens=0, remedied=False, agreed=False)


def _after_miss(state: LightState) -> LightState:
    misses = state.misses + 1
    worry = misses >= MISSES_TO_WORRY and state.light in (Light.GREY, Light.GREEN)
    return replace(state, light=Light.ORANGE if worry else state.light, silent=True, misses=misses, greens=0)


def _after_remedy(state: LightState, by: object) -> LightState:
    if state.light is not Light.RED:
        return state
    state = replace(state, remedied=state.remedied or by == "member", agreed=state.agreed or by == "reporter")
    if state.remedied and state.agreed:
        return replace(state, light=Light.ORANGE, greens=0, remedied=False, agreed=False)
    return state


def step(state: LightState, event: Mapping[str, object]) -> LightState:
    """The state after one event: `check_in`, `missed`, `leak`, or `remedy` by `member` or `reporter`.

    Raises:
        ValueError: another event.
    """
    match dict(event):
        case {"check_in": Mapping() as check_in}:
            return _after_check_in(state, check_in)
        case {"missed": True}:
            return _after_miss(state)
        case {"leak": True}:
            return _red(state)
        case {"remedy": "member" | "reporter" as by}:
            return _after_remedy(state, by)
    raise ValueError("not an event of the light")


def fold(events: Iterable[Mapping[str, object]]) -> LightState:
    """The light that these events give, in their order."""
    state = LightState()
    for event in events:
        state = step(state, event)
    return state
