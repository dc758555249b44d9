"""The vault: the reporter's name, or nothing, sealed apart and split k of n (protocol sections 5 and 7)."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from meldpunt.protocol import age, shamir
from meldpunt.protocol.encoding import (
    Json,
    b64u,
    check_members,
    check_uuid4,
    dump_json,
    parse_json,
    sha256_b64u,
    unb64u,
)
from meldpunt.protocol.errors import DecryptError, MalformedError, SharesError
from meldpunt.protocol.grant import decoy
from meldpunt.protocol.padme import pad_fixed, pad_json
from meldpunt.protocol.roster import Member
from meldpunt.protocol.statement import VaultCommitment

SEED_SIZE = 32
SHARE_SIZE = SEED_SIZE + 1


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault as it is sent, and what the report commits to.

    Attributes:
        sealed: the age file with the name.
        shares: sealed share by member id; decoys for the excluded.
    """

    sealed: bytes
    shares: Mapping[str, bytes]
    commitment: VaultCommitment


@dataclass(frozen=True, slots=True)
class Share:
    """An opened share of the vault of one case."""

    case: str
    share: bytes = field(repr=False)


def build_vault(name: Json, threshold: int, members: Sequence[Member], excluded: Collection[str], case: str) -> Vault:
    """Seal a name (`{}` for an anonymous report, which looks the same) and a share for each member."""
    seed = os.urandom(SEED_SIZE)
    sealed = age.encrypt(pad_json(dump_json(name)), [age.recipient_of(age.identity_from_secret(seed))])
    raw = dict(zip((member.id for member in members), shamir.split(seed, threshold, len(members)), strict=True))
    shares = {
        member.id: decoy() if member.id in excluded else seal_share(case, raw[member.id], member.recipient)
        for member in members
    }
    hashes = {member: sha256_b64u(share) for member, share in raw.items()}
    return Vault(sealed, shares, VaultCommitment(sha256_b64u(sealed), threshold, hashes))


def seal_share(case: str, share: bytes, recipient: str) -> bytes:
    """A raw share for one member, 512 bytes within."""
    return age.encrypt(pad_fixed(dump_json({"case": case, "share": b64u(share)})), [recipient])


def open_share(identity: str, sealed: bytes) -> Share | None:
    """The share, or None when it does not open: a decoy."""
    try:
        plaintext = age.decrypt(sealed, identity)
    except DecryptError:
        return None
    fields = check_members(parse_json(plaintext), ("case", "share"))
    return Share(check_uuid4(fields["case"]), unb64u(fields["share"], SHARE_SIZE))


def check_share(commitment: VaultCommitment, member: str, share: bytes) -> None:
    """Raise SharesError, naming the member, when a raw share is not the one that the report commits to."""
    if member not in commitment.shares or sha256_b64u(share) != commitment.shares[member]:
        raise SharesError("a share that the report does not know", (member,))


def combine_and_open(sealed: bytes, commitment: VaultCommitment, shares: Mapping[str, bytes]) -> Json:
    """The name, from the raw shares of at least the threshold of members.

    Raises:
        SharesError: too few, one twice or one wrong; `members` names whose.
        MalformedError: a vault that is not the one the report commits to.
    """
    wrong = tuple(member for member, share in shares.items() if sha256_b64u(share) != commitment.shares.get(member))
    if wrong:
        raise SharesError("a share that the report does not know", wrong)
    values = list(shares.values())
    double = tuple(member for member, share in shares.items() if values.count(share) > 1)
    if double:
        raise SharesError("a share twice", double)
    if len(shares) < commitment.threshold:
        raise SharesError("fewer than the threshold")
    if sha256_b64u(sealed) != commitment.sha256:
        raise MalformedError("not the vault of this report")
    seed = shamir.combine(values)
    if len(seed) != SEED_SIZE:
        raise SharesError("shares of a wrong length", tuple(shares))
    return parse_json(age.decrypt(sealed, age.identity_from_secret(seed)))
