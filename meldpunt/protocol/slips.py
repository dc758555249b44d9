"""Tally slips: what statistics are made of, without opening a case (protocol section 8)."""

import hashlib
import hmac
import re

from meldpunt.protocol import age
from meldpunt.protocol.encoding import Json, b64u, check_members, dump_json, parse_json
from meldpunt.protocol.errors import DecryptError, MalformedError
from meldpunt.protocol.padme import pad_fixed

_PERIOD = re.compile(r"[0-9]{4}")
_FIELDS = ("tag", "theme", "outcome", "light", "on_time", "monitored")


def check_period(value: object) -> str:
    """A period is a year, four digits."""
    if not isinstance(value, str) or not _PERIOD.fullmatch(value):
        raise MalformedError("not a period")
    return value


def tag(case_identity: str, period: str) -> str:
    """By which the newest slip of a case counts once; without the case identity it leads nowhere."""
    digest = hmac.digest(case_identity.encode("ascii"), check_period(period).encode("ascii"), hashlib.sha256)
    return b64u(digest)


def seal_slip(fields: Json, recipient: str) -> bytes:
    """A slip for the roster's release recipient, 512 bytes within."""
    return age.encrypt(pad_fixed(dump_json(check_members(fields, _FIELDS))), [recipient])


def seal_dummy(recipient: str) -> bytes:
    """A slip that counts for nothing, so that batches have one size."""
    return age.encrypt(pad_fixed(dump_json({"dummy": True})), [recipient])


def open_slip(identity: str, sealed: bytes) -> Json | None:
    """The slip, or None for a dummy or one that is sealed to another epoch's seed."""
    try:
        fields = parse_json(age.decrypt(sealed, identity))
    except DecryptError:
        return None
    return None if fields == {"dummy": True} else check_members(fields, _FIELDS)
