"""The dates that the law gives."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules import clocks

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "clocks.json").read_text(encoding="utf-8"))
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
COUNTRIES = st.sampled_from(["NL", "BE"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['country']}-{case['received_on']}")
def test_vectors(case: dict[str, Any]) -> None:
    received = date.fromisoformat(case["received_on"])
    acknowledged = date.fromisoformat(case["acknowledged_on"]) if case["acknowledged_on"] else None
    found = {
        "acknowledge": clocks.acknowledge_by(received, case["country"]),
        "feedback": clocks.feedback_by(received, acknowledged, case["country"]),
    }
    for name, deadline in found.items():
        wanted = {"target": deadline.target.isoformat(), "legal": deadline.legal.isoformat()}
        assert wanted == case[name]


def test_dutch_days_of_2026() -> None:
    # Algemene termijnenwet, Article 3: Good Friday and 5 May count every year.
    days = ["01-01", "04-03", "04-05", "04-06", "04-27", "05-05", "05-14", "05-24", "05-25", "12-25", "12-26"]
    assert sorted(clocks.public_holidays("NL", 2026)) == [date.fromisoformat(f"2026-{day}") for day in days]


def test_kings_day_moves_off_a_sunday() -> None:
    assert date(2031, 4, 26) in clocks.public_holidays("NL", 2031)
    assert date(2031, 4, 27) not in clocks.public_holidays("NL", 2031)


def test_belgian_days_of_2026() -> None:
    days = ["01-01", "04-05", "04-06", "05-01", "05-14", "05-24", "05-25", "07-21", "08-15", "11-01", "11-11", "12-25"]
    assert sorted(clocks.public_holidays("BE", 2026)) == [date.fromisoformat(f"2026-{day}") for day in days]


def test_an_unknown_country() -> None:
    with pytest.raises(ValueError, match="FR"):
        clocks.acknowledge_by(date(2026, 1, 1), "FR")


@given(DAYS, COUNTRIES)
def test_rolling_forward(day: date, country: str) -> None:
    rolled = clocks.roll_forward(day, country)
    assert clocks.is_working_day(rolled, country)
    assert timedelta(0) <= rolled - day <= timedelta(days=5)
    assert clocks.roll_forward(rolled, country) == rolled


@given(DAYS, st.integers(0, 60))
def test_months(day: date, months: int) -> None:
    later = clocks.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_working_days() -> None:
    # Thursday 24 December 2026: both Christmas days and the weekend do not count.
    assert clocks.add_working_days(date(2026, 12, 24), 2, "NL") == date(2026, 12, 29)
    assert clocks.add_working_days(date(2026, 12, 24), 0, "NL") == date(2026, 12, 24)
