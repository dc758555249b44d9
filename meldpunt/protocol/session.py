"""Proofs of holding a key: opening a mailbox, and recovery by the 24 words (protocol sections 6 and 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meldpunt.protocol import age, dsse
from meldpunt.protocol.encoding import Json, b64u, check_members, check_text, dump_json, parse_json, unb64u
from meldpunt.protocol.errors import NotSealedError, SignatureError
from meldpunt.protocol.keys import MEMBER_SECRET_SIZE, Keys
from meldpunt.protocol.staff import check_username

MAILBOX_SUFFIX = "mailbox-session"
RECOVERY_SUFFIX = "recovery"


@dataclass(frozen=True, slots=True)
class MailboxSession:
    """A signed request to open a mailbox; `mailbox` is the signing key. Challenge and origin are the caller's check."""

    challenge: str = field(repr=False)
    origin: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """A signed request to set a member's sign-in secret and wrapped key anew; the caller checks whose key it is."""

    challenge: str = field(repr=False)
    origin: str
    username: str
    password: str = field(repr=False)
    wrapped: bytes = field(repr=False)
    signing_key: str


def build_mailbox_session(receipt: Keys, challenge: str, origin: str) -> Json:
    """Sign a challenge for the mailbox of this receipt; `origin` as the browser sees it."""
    payload = dump_json({"challenge": challenge, "origin": origin, "mailbox": receipt.signing_key})
    return dsse.sign(MAILBOX_SUFFIX, payload, [receipt.signing_secret])


def verify_mailbox_session(envelope: Mapping[str, object]) -> MailboxSession:
    """Verify that the holder of the mailbox's key signed this.

    Raises:
        MalformedError, SignatureError: it does not hold.
    """
    payload, signer = dsse.verify_single(envelope, MAILBOX_SUFFIX)
    fields = check_members(parse_json(payload), ("challenge", "origin", "mailbox"))
    if signer != fields["mailbox"]:
        raise SignatureError("not signed by the mailbox key")
    return MailboxSession(check_text(fields["challenge"], 1000), check_text(fields["origin"], 300), signer)


def build_recovery(member: Keys, fields: Recovery) -> Json:
    """Sign new credentials with the member key."""
    payload = {
        "challenge": fields.challenge,
        "origin": fields.origin,
        "username": fields.username,
        "password": fields.password,
        "wrapped": b64u(fields.wrapped),
    }
    return dsse.sign(RECOVERY_SUFFIX, dump_json(payload), [member.signing_secret])


def verify_recovery(envelope: Mapping[str, object]) -> Recovery:
    """Verify a recovery; its `signing_key` is to be compared with the roster's for that member.

    Raises:
        MalformedError, SignatureError, NotSealedError: it does not hold.
    """
    payload, signer = dsse.verify_single(envelope, RECOVERY_SUFFIX)
    fields = check_members(parse_json(payload), ("challenge", "origin", "username", "password", "wrapped"))
    wrapped = unb64u(fields["wrapped"])
    if age.inspect(wrapped) != age.Inspection(1, MEMBER_SECRET_SIZE):
        raise NotSealedError("not a wrapped key")
    unb64u(fields["password"], 32)
    return Recovery(
        challenge=check_text(fields["challenge"], 1000),
        origin=check_text(fields["origin"], 300),
        username=check_username(fields["username"]),
        password=fields["password"],
        wrapped=wrapped,
        signing_key=signer,
    )
