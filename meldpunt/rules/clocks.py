"""The legal clocks: acknowledgement and feedback (Directive (EU) 2019/1937, Article 9(1)(b) and (f)).

Calendar days, the day of the event not counted. The plain date is the promise; beside it, as information, the date
rolled over weekends and public holidays. Whether the roll-over binds is for the body's counsel.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

ACKNOWLEDGE_WITHIN = timedelta(days=7)
FEEDBACK_MONTHS = 3
INTERIM_WITHIN = timedelta(weeks=4)  # an interim answer names a new date at most so far on
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The promised date, and the same rolled forward to a working day."""

    target: date
    legal: date


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The days on which a term does not end.

    NL: Algemene termijnenwet, Article 3, which counts Good Friday and every 5 May. BE: the federal holidays.

    Raises:
        ValueError: a country whose days we do not know.
    """
    if country == "NL":
        return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))
    if country == "BE":
        return frozenset(holidays.country_holidays("BE", years=year))
    raise ValueError(f"no public holidays known for {country}")


def is_working_day(day: date, country: str) -> bool:
    """Neither Saturday, Sunday nor public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(country, day.year)


def roll_forward(day: date, country: str) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, country: str) -> date:
    """The day that lies `count` working days after this one, which is not counted itself."""
    while count > 0:
        day = roll_forward(day + timedelta(days=1), country)
        count -= 1
    return day


def add_months(day: date, months: int) -> date:
    """The same date so many months on, else the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def acknowledge_by(received_on: date, country: str) -> Deadline:
    """Seven days after receipt."""
    target = received_on + ACKNOWLEDGE_WITHIN
    return Deadline(target, roll_forward(target, country))


def feedback_by(received_on: date, acknowledged_on: date | None, country: str) -> Deadline:
    """Three months after the acknowledgement, or after day 7 if none was sent."""
    target = add_months(acknowledged_on or received_on + ACKNOWLEDGE_WITHIN, FEEDBACK_MONTHS)
    return Deadline(target, roll_forward(target, country))
