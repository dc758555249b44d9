"""Passphrase and one-time code in one look, so that a wrong answer does not tell which of the two was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from integrity_committee.models import Account
from integrity_committee.services import devices

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_DEVICE_CODE = 6


class StaffBackend(BaseBackend):
    """Signs in members and union representatives."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002
        username: str | None = None,
        password: str | None = None,
        code: str | None = None,
        **_others: Any,
    ) -> Account | None:
        """The account, if all three fit. The one-time code is used up only when the password was right."""
        if username is None or password is None or code is None:
            return None
        account = Account.objects.filter(username=username, is_active=True).first()
        if account is None:
            make_password(password)  # the same work for a name that does not exist
            return None
        if not check_password(password, account.password):
            return None
        return account if self._code_fits(account, code) else None

    def _code_fits(self, account: Account, code: str) -> bool:
        """A code of the device or, when that is lost, one of the recovery codes, which counts once."""
        if len(code) > LONGEST_DEVICE_CODE:
            return devices.use_recovery_code(account, code)
        with transaction.atomic():
            device = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=True).first()
            return device is not None and code.isascii() and bool(device.verify_token(code))

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
