"""Tally slips, and the shares of the seed that opens them: statistics without opening a case (protocol section 8)."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from meldpunt.protocol import age
from meldpunt.protocol.encoding import Json, b64u, check_int, check_members, dump_json, parse_json, unb64u
from meldpunt.protocol.errors import DecryptError, MalformedError
from meldpunt.protocol.padme import pad_fixed

_PERIOD = re.compile(r"[0-9]{4}")
SHARE_SIZE = 33  # 32 y-bytes and the x-byte (protocol section 1)
_MAX_EPOCH = 10_000
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


@dataclass(frozen=True, slots=True)
class ReleaseShare:
    """A member's share of the release seed of one epoch."""

    epoch: int
    share: bytes = field(repr=False)


def seal_release_share(epoch: int, share: bytes, recipient: str) -> bytes:
    """A share of an epoch's release seed for the member who holds `recipient`, 512 bytes within."""
    return age.encrypt(pad_fixed(dump_json({"epoch": epoch, "share": b64u(share)})), [recipient])


def open_release_share(identity: str, sealed: bytes) -> ReleaseShare:
    """The share; whether it is the one that the roster commits to is the caller's check.

    Raises:
        MalformedError, DecryptError: not a share for this identity.
    """
    fields = check_members(parse_json(age.decrypt(sealed, identity)), ("epoch", "share"))
    return ReleaseShare(check_int(fields["epoch"], 0, _MAX_EPOCH), unb64u(fields["share"], SHARE_SIZE))
