"""Opening a vault without the reporter's consent: request, wait, and the approvals of a quorum (protocol section 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import (
    Json,
    b64u,
    check_date,
    check_hash,
    check_members,
    check_uuid4,
    dump_json,
    parse_json,
    unb64u,
)
from meldpunt.protocol.padme import pad_fixed
from meldpunt.protocol.roster import Roster
from meldpunt.protocol.vault import SHARE_SIZE

UNSEAL_SUFFIX = "unseal"
HURRY_SUFFIX = "hurry"
WAIT = timedelta(days=7)  # from the posting of the request, so that the reporter can see it before it happens


@dataclass(frozen=True, slots=True)
class Unseal:
    """A member asks for vault and own share; `request` is the hash of the identity request's envelope."""

    case: str
    request: str
    key: str


@dataclass(frozen=True, slots=True)
class Hurry:
    """A quorum shortens the wait to `earliest`; `keys` are those whose signature verifies."""

    case: str
    request: str
    earliest: date
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """An approver's raw share, for the member who asked."""

    case: str
    request: str
    share: bytes = field(repr=False)


def build_unseal(case: str, request: str, secret: bytes) -> Json:
    """Sign for vault and own share."""
    return dsse.sign(UNSEAL_SUFFIX, dump_json({"case": case, "request": request}), [secret])


def parse_unseal(envelope: Mapping[str, object]) -> Unseal:
    """Verify such a request; whose key it is, is the caller's check."""
    payload, key = dsse.verify_single(envelope, UNSEAL_SUFFIX)
    fields = check_members(parse_json(payload), ("case", "request"))
    return Unseal(check_uuid4(fields["case"]), check_hash(fields["request"]), key)


def build_hurry(case: str, request: str, earliest: date, secrets: Sequence[bytes]) -> Json:
    """Sign to open earlier than after seven days."""
    payload = {"case": case, "request": request, "earliest": earliest.isoformat()}
    return dsse.sign(HURRY_SUFFIX, dump_json(payload), secrets)


def parse_hurry(envelope: Mapping[str, object]) -> Hurry:
    """Read a hurry; whether enough members signed is `is_by_quorum`."""
    payload, keys = dsse.verify(envelope, HURRY_SUFFIX)
    fields = check_members(parse_json(payload), ("case", "request", "earliest"))
    return Hurry(
        check_uuid4(fields["case"]), check_hash(fields["request"]), check_date(fields["earliest"]), tuple(keys)
    )


def is_by_quorum(hurry: Hurry, roster: Roster) -> bool:
    """Whether a quorum of this roster signed."""
    return sum(member.signing_key in hurry.keys for member in roster.members) >= roster.quorum


def opens_on(requested_on: date, hurry: Hurry | None) -> date:
    """The first day on which shares may be given out for a request posted on that day."""
    regular = requested_on + WAIT
    return regular if hurry is None else max(requested_on, min(regular, hurry.earliest))


def seal_approval(approval: Approval, recipient: str) -> bytes:
    """An own share sealed to the requester's roster recipient, 512 bytes within."""
    fields = {"case": approval.case, "request": approval.request, "share": b64u(approval.share)}
    return age.encrypt(pad_fixed(dump_json(fields)), [recipient])


def open_approval(identity: str, sealed: bytes) -> Approval:
    """An approver's share; `vault.check_share` says whether it is theirs."""
    fields = check_members(parse_json(age.decrypt(sealed, identity)), ("case", "request", "share"))
    share = unb64u(fields["share"], SHARE_SIZE)
    return Approval(check_uuid4(fields["case"]), check_hash(fields["request"]), share)
