"""Signing in and out: eight hours at most, half an hour without use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.middleware.csrf import get_token, rotate_token
from django.utils import timezone

from integrity_committee.models import Account
from meldpunt.core import proof
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

SEEN, SINCE = "seen", "since"
MINUTE = 60


def sign_in(request: HttpRequest, altcha: str, username: str, password: str, code: str) -> dict[str, Any]:
    """Sign in with the sign-in secret and a one-time code.

    Raises:
        Problem: 422 `proof-of-work`; 403 `sign-in-refused`, the same whatever was wrong; 429 `locked-out`.
    """
    account = known(request, altcha, username, password, code)
    login(request, account, backend="integrity_committee.backends.StaffBackend")
    now = _minutes()
    request.session[SINCE] = request.session[SEEN] = now
    rotate_token(request)
    record(Event.STAFF_SIGNED_IN, committee=account.committee)
    return describe(request, account)


def known(request: HttpRequest, altcha: str, username: str, password: str, code: str) -> Account:
    """The account of these credentials; the code is used up. Failures count towards the lock on signing in.

    Raises:
        Problem: as `sign_in`.
    """
    proof.spend(altcha)
    credentials = {"username": username, "password": password, "code": code}
    request.sign_in_credentials = credentials  # type: ignore[attr-defined]  # for the length of the lock
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise Problem("locked-out", 429)
    account = _authenticate(request, credentials)
    if account is None:
        record(Event.STAFF_REFUSED)
        raise Problem("sign-in-refused", 403)  # a lock that this failure caused is answered by lockout.locked_out
    return account


def _authenticate(request: HttpRequest, credentials: dict[str, str]) -> Account | None:
    try:
        account = authenticate(request, **credentials)
    except PermissionDenied:
        return None
    return account if isinstance(account, Account) else None


def describe(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Who is signed in, as the API tells it."""
    return {
        "role": account.role,
        "member": str(account.member) if account.member else None,
        "committee": account.committee,
        "codes_left": account.recovery_codes.count(),
        "csrf": get_token(request),
    }


def signed_in(request: HttpRequest) -> Account | None:
    """The account of the session, unless it is over: eight hours after signing in, half an hour after the last use."""
    account = request.user
    if not isinstance(account, Account):
        return None
    if _is_over({SINCE: request.session.get(SINCE, 0), SEEN: request.session.get(SEEN, 0)}):
        logout(request)
        return None
    now = _minutes()
    if now != request.session.get(SEEN):
        request.session[SEEN] = now
    return account


def sign_out(request: HttpRequest) -> None:
    """End the session, here and in the database."""
    logout(request)


def end_all(account: Account) -> None:
    """End every session of the account: its passphrase, its device or its seat has changed."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def forget_ended() -> int:
    """Remove sessions that are over, by age or by disuse; returns how many. Safe to repeat or to kill."""
    ended = [session.pk for session in Session.objects.all() if _is_over(session.get_decoded())]
    return Session.objects.filter(pk__in=ended).delete()[0]


def _is_over(held: Mapping[str, Any]) -> bool:
    """Whether a session of this content has ended: eight hours after signing in, half an hour after the last use."""
    now = _minutes()
    too_old = now - held.get(SINCE, 0) >= settings.SESSION_COOKIE_AGE // MINUTE
    too_idle = now - held.get(SEEN, 0) >= settings.STAFF_IDLE.total_seconds() // MINUTE
    return bool(too_old or too_idle)


def _minutes() -> int:
    """The time in whole minutes, which is all that the two limits need."""
    return math.floor(timezone.now().timestamp() / MINUTE)
