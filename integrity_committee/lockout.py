"""How long a sign-in stays locked, and what axes is told about addresses: nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings

from meldpunt.core.problems import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)


def no_address(_request: HttpRequest) -> None:
    """Axes asks for an address; there is none."""


def locked_out(_request: HttpRequest, *_response: object) -> HttpResponse:
    """What axes answers in place of our own refusal."""
    return Problem("locked-out", 429).response()


def cool_off(request: HttpRequest | None) -> timedelta:
    """A minute at first, doubling with every failure past the limit, never more than an hour.

    Short, because anybody who knows an account's name can cause it: proof of work does most of the throttling.
    """
    failures = getattr(request, "axes_failures_since_start", None) or _failures(request)
    beyond = max(0, failures - settings.AXES_FAILURE_LIMIT)
    return min(LONGEST, SHORTEST * (1 << min(beyond, 6)))


def _failures(request: HttpRequest | None) -> int:
    credentials = getattr(request, "sign_in_credentials", None)
    if request is None or credentials is None:
        return 0
    failures: int = AxesProxyHandler.get_failures(request, credentials)
    return failures
