"""Grants: how a member comes by a case, and the decoys that look the same (protocol section 5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from meldpunt.protocol import age
from meldpunt.protocol.encoding import b64u, check_members, check_uuid4, dump_json, parse_json, unb64u
from meldpunt.protocol.errors import DecryptError, MalformedError, NotSealedError
from meldpunt.protocol.padme import SMALL, pad_fixed
from meldpunt.protocol.roster import Member
from meldpunt.protocol.statement import open_statement, parse_report, parse_statement

DOOR_SIZE = 32


@dataclass(frozen=True, slots=True)
class Grant:
    """What opens one case: its age identity, and the door by which it is fetched (32 bytes)."""

    case: str
    identity: str = field(repr=False)
    door: bytes = field(repr=False)


def build_grant(grant: Grant) -> bytes:
    """512 bytes, the same for every case."""
    return pad_fixed(dump_json({"case": grant.case, "identity": grant.identity, "door": b64u(grant.door)}))


def seal_grant(grant: Grant, recipient: str) -> bytes:
    """A grant for one member."""
    return age.encrypt(build_grant(grant), [recipient])


def decoy() -> bytes:
    """As many sealed bytes as a grant or share has, for nobody: for excluded members, and for chaff."""
    return age.encrypt(b" " * SMALL, [age.unheld_recipient()])


def seal_grants(grant: Grant, members: Sequence[Member], excluded: Collection[str]) -> dict[str, bytes]:
    """A grant for every member by id, decoys for those left out; at filing, and again at a rekey."""
    return {m.id: decoy() if m.id in excluded else seal_grant(grant, m.recipient) for m in members}


def is_grant_shaped(sealed: bytes) -> bool:
    """Whether the outside is that of a grant, share, decoy or slip: one hybrid stanza, 512 bytes within."""
    try:
        return age.inspect(sealed) == age.Inspection(1, SMALL)
    except NotSealedError:
        return False


def open_grant(identity: str, sealed: bytes) -> Grant | None:
    """The grant, or None when it does not open: a decoy, chaff, or somebody else's.

    Raises:
        MalformedError: it opens and holds something else, which only its sender can have caused.
    """
    try:
        plaintext = age.decrypt(sealed, identity)
    except DecryptError:
        return None
    fields = check_members(parse_json(plaintext), ("case", "identity", "door"))
    if not isinstance(fields["identity"], str):
        raise MalformedError("a grant without identity")
    age.recipient_of(fields["identity"])
    return Grant(check_uuid4(fields["case"]), fields["identity"], unb64u(fields["door"], DOOR_SIZE))


def check_grant_against_report(grant: Grant, first_envelope: bytes) -> None:
    """A grant counts only if it opens the case's first envelope and agrees with it.

    Raises:
        DecryptError: it does not open that envelope.
        MalformedError: another case, or another case recipient.
    """
    envelope = open_statement(first_envelope, grant.identity)
    statement = parse_statement(unb64u(envelope.get("payload")))
    if statement.kind != "report" or statement.case != grant.case:
        raise MalformedError("a grant for another case")
    if parse_report(statement.body).case_recipient != age.recipient_of(grant.identity):
        raise MalformedError("a grant with another case identity")
