"""One-time-code devices: made in the browser, checked once, replaced by a recovery code or by two colleagues."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from integrity_committee.models import Account, DeviceRequest, RecoveryCode, Role
from integrity_committee.services import sessions
from meldpunt.core import clock, proof
from meldpunt.core.problems import Problem
from meldpunt.core.services import Event, record
from meldpunt.protocol.encoding import check_hash, sha256_b64u
from meldpunt.protocol.errors import MalformedError
from reports.services import committees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

OTP_BYTES = 20  # RFC 4226 section 4: 160 bits
TOLERANCE = 1  # half minutes that a telephone's clock may be off
MOST_CODES = 12
CONFIRMATIONS = 2
REQUEST_LASTS = timedelta(days=7)


def check_code(otp_key: bytes, code: str) -> None:
    """Whether the device shows what the server expects, before an account depends on it.

    Raises:
        Problem: 422 `one-time-code`: mistyped, or the telephone's clock is off.
    """
    if len(otp_key) != OTP_BYTES:
        raise MalformedError("a one-time-code secret has 20 bytes")
    device = TOTP(otp_key)
    device.time = time.time()
    if not (code.isascii() and code.isdigit() and device.verify(int(code), tolerance=TOLERANCE)):
        raise Problem("one-time-code", 422)


def set_device(account: Account, otp_key: bytes, recovery_hashes: Sequence[str]) -> None:
    """Replace the account's device and its recovery codes."""
    if len(recovery_hashes) > MOST_CODES:
        raise MalformedError("too many recovery codes")
    TOTPDevice.objects.filter(user=account).delete()
    TOTPDevice.objects.create(user=account, name="one-time code", key=otp_key.hex(), confirmed=True)
    _set_codes(account, recovery_hashes)
    DeviceRequest.objects.filter(account=account).delete()


def _set_codes(account: Account, recovery_hashes: Sequence[str]) -> None:
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, hash=check_hash(one)) for one in recovery_hashes])


def use_recovery_code(account: Account, code: str) -> bool:
    """Whether this is one of the account's recovery codes; it counts once."""
    plain = "".join(code.upper().replace("-", " ").split())
    used, _ = account.recovery_codes.filter(hash=sha256_b64u(plain.encode())).delete()
    return used > 0


@dataclass(frozen=True, slots=True)
class Device:
    """A new device, made in the person's browser: what it shows now, and the hashes of its recovery codes."""

    key: bytes = field(repr=False)
    shows: str = field(repr=False)
    recovery_hashes: Sequence[str] = field(repr=False)


def renew(request: HttpRequest, altcha: str, sheet: Mapping[str, str], device: Device) -> None:
    """Set another device and other recovery codes. A session alone is not enough: it could be anybody at that window.

    Args:
        request: for the lock on signing in.
        altcha: a proof of work.
        sheet: `username`, `password` (the sign-in secret) and `code`: of the old device, or a recovery code.
        device: the new one, looked at first, so that a slip of the finger costs no recovery code.

    Raises:
        Problem: 422 `one-time-code` or `proof-of-work`; 403 `sign-in-refused`; 429 `locked-out`.
    """
    check_code(device.key, device.shows)
    account = sessions.known(request, altcha, sheet["username"], sheet["password"], sheet["code"])
    with transaction.atomic():
        set_device(account, device.key, device.recovery_hashes)
        sessions.end_all(account)
        record(Event.DEVICE_RENEWED, committee=account.committee)


@transaction.atomic
def ask(altcha: str, username: str, password: str, otp_key: bytes, code: str) -> str:
    """Ask the colleagues to confirm a new device; returns the number that they are to be told in person or by voice.

    Raises:
        Problem: 403 `sign-in-refused`; 422 `one-time-code` or `proof-of-work`.
    """
    proof.spend(altcha)
    account = Account.objects.filter(username=username, role=Role.MEMBER, is_active=True).first()
    if account is None:
        make_password(password)  # the same work for a name that does not exist
    if account is None or not check_password(password, account.password):
        record(Event.STAFF_REFUSED)
        raise Problem("sign-in-refused", 403)
    check_code(otp_key, code)
    number = f"{secrets.randbelow(10_000):04d}"
    DeviceRequest.objects.update_or_create(
        account=account,
        defaults={
            "otp_key": otp_key.hex(),
            "number": number,
            "confirmed_by": [],
            "expires_on": clock.today() + REQUEST_LASTS,
        },
    )
    return number


def waiting(committee: str) -> list[dict[str, Any]]:
    """Members of this committee who wait for a new device."""
    rows = DeviceRequest.objects.filter(account__committee=committee, expires_on__gte=clock.today())
    return [
        {"member": row.account.member, "confirmed_by": row.confirmed_by}
        for row in rows.select_related("account").order_by("account_id")
    ]


def confirm(by: Account, member: str, number: str) -> bool:
    """Confirm a colleague's new device with the number they said; returns whether it is now in use.

    Raises:
        Problem: 404 `no-request`; 422 `wrong-number`: the request is gone, so that a number cannot be tried out.
    """
    in_use = _confirmed(by, member, number)
    if in_use is None:
        raise Problem("wrong-number", 422)
    return in_use


@transaction.atomic
def _confirmed(by: Account, member: str, number: str) -> bool | None:
    """Whether the device is in use now; None for a wrong number, which ends the request."""
    rows = DeviceRequest.objects.select_for_update().filter(account__committee=by.committee, account__member=member)
    request = rows.filter(expires_on__gte=clock.today()).first()
    if request is None or by.pk == request.account_id or not _is_seated(by):
        raise Problem("no-request", 404)
    if not secrets.compare_digest(request.number, number):
        request.delete()
        return None
    request.confirmed_by = sorted({*request.confirmed_by, str(by.member)})
    if len(request.confirmed_by) < CONFIRMATIONS:
        request.save(update_fields=["confirmed_by"])
        return False
    set_device(request.account, bytes.fromhex(request.otp_key), [])
    sessions.end_all(request.account)
    record(Event.DEVICE_RENEWED, committee=by.committee)
    return True


def _is_seated(account: Account) -> bool:
    return committees.newest_roster(account.committee).roster.member(str(account.member)) is not None
