"""Days, in Europe/Amsterdam (protocol.md §1), and hour boundaries for what has to expire."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_another_day: ContextVar[date | None] = ContextVar("another_day", default=None)


def today() -> date:
    """The calendar day in Europe/Amsterdam: the only time that is stored of anything a reporter does."""
    return _another_day.get() or timezone.localdate()


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let `today` be another day, so that the demonstration's cases have a past. Refused in production."""
    if settings.PRODUCTION:
        raise RuntimeError("Another day than today is for the demonstration.")
    token = _another_day.set(day)
    try:
        yield
    finally:
        _another_day.reset(token)


def hour_boundary(at_least: timedelta) -> datetime:
    """The first full hour that is `at_least` away: an expiry that does not tell when it was set."""
    moment = timezone.now() + at_least
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
