"""Who is asking: the session of a member or of a union representative."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest  # noqa: TC002  (ninja reads the annotations at run time)
from ninja.security import APIKeyCookie

from integrity_committee.models import Account, Role
from integrity_committee.services import sessions
from meldpunt.core.problems import Problem


class StaffSession(APIKeyCookie):
    """A signed-in member; unsafe methods carry X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME
    role: Role | None = None

    def __call__(self, request: HttpRequest) -> Any:
        """Look at the session before the token, so that who is signed out is told so and not that a token is wrong."""
        return super().__call__(request) if self._account(request) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:  # noqa: ARG002
        """The account, while its session lasts."""
        return self._account(request)

    def _account(self, request: HttpRequest) -> Account | None:
        account = sessions.signed_in(request)
        return account if account and self.role in {None, account.role} else None


class MemberSession(StaffSession):
    """The same, and a member."""

    role = Role.MEMBER


def account_of(request: HttpRequest) -> Account:
    """The signed-in account."""
    account = request.auth  # type: ignore[attr-defined]
    if not isinstance(account, Account):
        raise Problem("signed-out", 401)
    return account


def member_of(request: HttpRequest) -> tuple[str, str]:
    """The signed-in member's committee and id."""
    account = account_of(request)
    return account.committee, str(account.member)
