"""Committees: rosters, their chain of epochs, and the fingerprint on the poster (protocol section 4)."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from meldpunt.protocol import age, dsse, ed25519
from meldpunt.protocol.encoding import (
    Json,
    check_date,
    check_hash,
    check_int,
    check_list,
    check_members,
    check_text,
    check_uuid4,
    check_version,
    dump_json,
    parse_json,
    sha256_b64u,
)
from meldpunt.protocol.errors import MalformedError, ProtocolError, RosterError

SUFFIX = "roster"
FINGERPRINT_SIZE = 16
_MEMBERS = range(3, 10)
_MAX_VALIDITY = timedelta(days=400)
_MAX_EPOCH = 10_000
_MAX_BODIES = 100
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Seat(StrEnum):
    """What a member sits in the committee as."""

    CHAIR = "chair"
    MEMBER = "member"
    EMPLOYEE_REPRESENTATIVE = "employee-representative"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the roster has them; `signing_key` is base64url."""

    id: str
    name: str
    seat: Seat
    recipient: str
    signing_key: str


@dataclass(frozen=True, slots=True)
class Body:
    """An agency that the committee serves; `country` is ISO 3166-1, `name` by language."""

    id: str
    name: Mapping[str, str]
    country: str


@dataclass(frozen=True, slots=True)
class Release:
    """To what tally slips are sealed, and the SHA-256 of each member's raw share of its seed."""

    recipient: str
    shares: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """One epoch of a committee."""

    committee: str
    name: Mapping[str, str]
    epoch: int
    previous: str | None
    quorum: int
    issued_on: date
    valid_until: date
    bodies: tuple[Body, ...]
    release: Release
    members: tuple[Member, ...]

    def member(self, member_id: str) -> Member | None:
        """The member with this id."""
        return next((member for member in self.members if member.id == member_id), None)

    def member_by_key(self, signing_key: str) -> Member | None:
        """The member with this signing key."""
        return next((member for member in self.members if member.signing_key == signing_key), None)


@dataclass(frozen=True, slots=True)
class Epoch:
    """A roster whose place in the chain is verified; `hash` names it in statements and submissions."""

    roster: Roster
    hash: str
    payload: bytes = field(repr=False)


def payload_hash(payload: bytes) -> str:
    """The name of a roster: SHA-256 over its raw payload."""
    return sha256_b64u(payload)


def check_committee(value: object) -> str:
    """A committee's or body's id: lower-case letters, digits and inner hyphens, at most 64."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise MalformedError("not an id of a committee or body")
    return value


def check_name(value: object) -> Mapping[str, str]:
    """A name by language."""
    if not isinstance(value, dict) or not 1 <= len(value) <= 20:
        raise MalformedError("a name is an object by language")
    for language, text in value.items():
        if not _LANGUAGE.fullmatch(language):
            raise MalformedError("not a language")
        check_text(text, 200)
    return value


def check_body(value: object) -> Body:
    """A body as a roster lists it."""
    fields = check_members(value, ("id", "name", "country"))
    if not isinstance(fields["country"], str) or not _COUNTRY.fullmatch(fields["country"]):
        raise MalformedError("not a country")
    return Body(check_committee(fields["id"]), check_name(fields["name"]), fields["country"])


def _member(value: object) -> Member:
    fields = check_members(value, ("id", "name", "seat", "recipient", "signing_key"))
    if fields["seat"] not in list(Seat):
        raise MalformedError("not a seat")
    ed25519.check_key(fields["signing_key"])
    return Member(
        check_uuid4(fields["id"]),
        check_text(fields["name"], 200),
        Seat(fields["seat"]),
        age.check_recipient(fields["recipient"]),
        fields["signing_key"],
    )


def _release(value: object) -> Release:
    fields = check_members(value, ("recipient", "shares"))
    shares = fields["shares"]
    if not isinstance(shares, dict) or not 1 <= len(shares) <= 255:
        raise MalformedError("release shares are an object by member")
    for member, commitment in shares.items():
        check_uuid4(member)
        check_hash(commitment)
    return Release(age.check_recipient(fields["recipient"]), shares)


def parse_roster(payload: bytes) -> Roster:
    """One roster by itself: its shape and every rule that needs no other epoch.

    Raises:
        MalformedError: a wrong shape.
        RosterError: a right shape that breaks a rule of section 4.
    """
    fields = check_members(parse_json(payload), _FIELDS)
    check_version(fields)
    roster = Roster(
        committee=check_committee(fields["committee"]),
        name=check_name(fields["name"]),
        epoch=check_int(fields["epoch"], 0, _MAX_EPOCH),
        previous=None if fields["previous"] is None else check_hash(fields["previous"]),
        quorum=check_int(fields["quorum"], 0, 255),
        issued_on=check_date(fields["issued_on"]),
        valid_until=check_date(fields["valid_until"]),
        bodies=tuple(check_body(body) for body in check_list(fields["bodies"], _MAX_BODIES)),
        release=_release(fields["release"]),
        members=tuple(_member(member) for member in check_list(fields["members"], 100)),
    )
    _check_rules(roster)
    return roster


_FIELDS = (
    "v", "committee", "name", "epoch", "previous", "quorum", "issued_on", "valid_until", "bodies", "release", "members",
)  # fmt: skip


def _check_rules(roster: Roster) -> None:
    count = len(roster.members)
    if count not in _MEMBERS:
        raise RosterError("a committee has 3 to 9 members")
    if not 2 <= roster.quorum <= count - 1:
        raise RosterError("the quorum is at least 2 and leaves one member to exclude")
    if not timedelta(0) < roster.valid_until - roster.issued_on <= _MAX_VALIDITY:
        raise RosterError("valid for 1 to 400 days")
    if (roster.epoch == 0) != (roster.previous is None):
        raise RosterError("epoch 0, and no other, has no previous")
    for values in (
        [member.id for member in roster.members],
        [member.signing_key for member in roster.members],
        [member.recipient for member in roster.members],
        [body.id for body in roster.bodies],
    ):
        if len(set(values)) != len(values):
            raise RosterError("something stands twice")
    if not roster.bodies:
        raise RosterError("a committee serves at least one body")


def verify_chain(chain: Sequence[Mapping[str, object]], today: date | None = None) -> list[Epoch]:
    """Every epoch from the founding, each link verified.

    Args:
        chain: DSSE envelopes, epoch 0 first.
        today: when given, a roster from the future (two days or more ahead) is refused. That the newest has expired is
            no error here, since old cases must stay readable: see `is_expired`.

    Raises:
        RosterError: any link does not hold, also when the reason is a wrong shape.
    """
    if not isinstance(chain, Sequence) or not 1 <= len(chain) <= _MAX_EPOCH:
        raise RosterError("a chain has at least one roster")
    epochs: list[Epoch] = []
    for envelope in chain:
        try:
            epochs.append(_verify_link(envelope, epochs[-1] if epochs else None))
        except RosterError:
            raise
        except ProtocolError as error:
            raise RosterError(f"epoch {len(epochs)}: {error}") from error
    if today is not None and epochs[-1].roster.issued_on > today + timedelta(days=1):
        raise RosterError("issued in the future")
    return epochs


def _verify_link(envelope: Mapping[str, object], before: Epoch | None) -> Epoch:
    payload, signers = dsse.verify(envelope, SUFFIX)
    roster = parse_roster(payload)
    if before is None:
        _check_founding(roster, signers)
    else:
        _check_successor(roster, signers, before)
    return Epoch(roster, payload_hash(payload), payload)


def _check_founding(roster: Roster, signers: list[str]) -> None:
    if roster.epoch != 0:
        raise RosterError("a chain begins with epoch 0")
    if any(member.signing_key not in signers for member in roster.members):
        raise RosterError("epoch 0 is signed by all its members")


def _check_successor(roster: Roster, signers: list[str], before: Epoch) -> None:
    old = before.roster
    if roster.committee != old.committee or roster.epoch != old.epoch + 1 or roster.previous != before.hash:
        raise RosterError("does not follow the epoch before it")
    if roster.issued_on < old.issued_on:
        raise RosterError("issued before the epoch before it")
    if sum(member.signing_key in signers for member in old.members) < old.quorum:
        raise RosterError("signed by fewer than the quorum of the epoch before it")
    known = {(member.id, member.signing_key, member.recipient) for member in old.members}
    for member in roster.members:
        if (member.id, member.signing_key, member.recipient) not in known and member.signing_key not in signers:
            raise RosterError("a member who is added signs too")


def is_expired(roster: Roster, today: date) -> bool:
    """Whether no report may be sealed to this roster any more; `valid_until` is its last day."""
    return today > roster.valid_until


def fingerprint(chain: Sequence[Epoch]) -> bytes:
    """The committee's 16-byte fingerprint: the beginning of the hash of its founding roster."""
    return payload_fingerprint(chain[0].payload)


def payload_fingerprint(payload: bytes) -> bytes:
    """The first 16 bytes of a roster payload's hash: what signers compare by voice."""
    return hashlib.sha256(payload).digest()[:FINGERPRINT_SIZE]


def build_roster(fields: Json) -> bytes:
    """The payload of a roster from its members by name (without `v`), checked.

    Unlike a reader, a writer makes sure that exactly the members are given a release share.
    """
    payload = dump_json({name: 1 if name == "v" else fields.get(name) for name in _FIELDS})
    roster = parse_roster(payload)
    if set(roster.release.shares) != {member.id for member in roster.members}:
        raise RosterError("one release share for each member")
    return payload


def sign_roster(payload: bytes, secrets: Sequence[bytes]) -> Json:
    """A roster envelope; further signatures of the same payload are appended by `add_signatures`."""
    return dsse.sign(SUFFIX, payload, secrets)


def add_signatures(envelope: Json, other: Json) -> Json:
    """One envelope with the good signatures of two over the same payload."""
    if envelope.get("payload") != other.get("payload"):
        raise RosterError("signatures over something else")
    signatures: Json = {}
    for source in (envelope, other):
        _, keys = dsse.verify(source, SUFFIX)
        signatures.update({s["keyid"]: s for s in source["signatures"] if s["keyid"] in keys})
    return {**envelope, "signatures": list(signatures.values())}
