"""age files to hybrid recipients alone (`age1pq1…`), and the checks that need no key (c2sp.org/age).

A file that mixes recipient types is refused: one classical stanza would undo the protection of all others.
"""

import hmac
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from meldpunt.protocol import bech32, xwing
from meldpunt.protocol.age_header import MAC_PREFIX, Header, Stanza, b64_raw, format_header, parse_header, unb64_raw
from meldpunt.protocol.age_stream import NONCE_SIZE, header_mac, open_payload, payload_length, seal_payload
from meldpunt.protocol.errors import DecryptError, MalformedError, NotSealedError

_IDENTITY_PREFIX = "age-secret-key-pq-"
_RECIPIENT_PREFIX = "age1pq"
_STANZA_TYPE = b"mlkem768x25519"
_FILE_KEY_SIZE = 16
_MAX_RECIPIENTS = 32


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the outside of an age file tells: number of stanzas, bytes of plaintext."""

    stanzas: int
    payload_length: int


def identity_from_secret(secret: bytes) -> str:
    """The identity `AGE-SECRET-KEY-PQ-1…` of 32 secret bytes (protocol section 2)."""
    if len(secret) != xwing.SEED_SIZE:
        raise MalformedError("an identity has 32 bytes")
    return bech32.encode(_IDENTITY_PREFIX, secret).upper()


def generate_identity() -> str:
    """A new hybrid identity from the system's random source."""
    return identity_from_secret(os.urandom(xwing.SEED_SIZE))


def _seed(identity: str) -> bytes:
    seed = bech32.decode(_IDENTITY_PREFIX, identity.lower())
    # Written again and compared: the Kelvin sign (U+212A) has a k as its lower case, and is no letter of Bech32.
    if identity_from_secret(seed) != identity:
        raise MalformedError("an identity is written in upper case")
    return seed


def recipient_of(identity: str) -> str:
    """The recipient `age1pq1…` that belongs to an identity."""
    return bech32.encode(_RECIPIENT_PREFIX, xwing.public_of(_seed(identity)))


def unheld_recipient() -> str:
    """A recipient for which nobody holds the identity: its secret is dropped at once. For decoys."""
    return bech32.encode(_RECIPIENT_PREFIX, xwing.public_of(os.urandom(xwing.SEED_SIZE)))


def check_identity(identity: str) -> str:
    """The same identity, sure to be one; else MalformedError."""
    _seed(identity)
    return identity


@lru_cache(maxsize=256)
def _recipient_bytes(recipient: str) -> bytes:
    raw = bech32.decode(_RECIPIENT_PREFIX, recipient)
    xwing.public_key(raw)
    return raw


def check_recipient(recipient: object) -> str:
    """The same recipient, sure to be a usable hybrid key in lower-case Bech32; else MalformedError."""
    if not isinstance(recipient, str) or len(recipient) > 2000:
        raise MalformedError("not a recipient")
    _recipient_bytes(recipient)
    return recipient


def encrypt(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """Seal bytes to hybrid recipients, one stanza each in the order given."""
    return b"".join(encrypt_chunks([plaintext], recipients))


def encrypt_chunks(chunks: Iterable[bytes], recipients: Sequence[str]) -> Iterator[bytes]:
    """As `encrypt`, for what does not fit in memory."""
    if not 1 <= len(recipients) <= _MAX_RECIPIENTS:
        raise MalformedError("a file needs 1 to 32 recipients")
    file_key = os.urandom(_FILE_KEY_SIZE)
    stanzas = []
    for recipient in recipients:
        encapsulated, sealed = xwing.seal_key(file_key, _recipient_bytes(recipient))
        stanzas.append(Stanza((_STANZA_TYPE, b64_raw(encapsulated)), sealed))
    authenticated = format_header(stanzas)
    yield authenticated + b" " + b64_raw(header_mac(file_key, authenticated)) + b"\n"
    yield from seal_payload(file_key, chunks)


def decrypt(file: bytes, identities: str | Sequence[str]) -> bytes:
    """Open an age file with one of the identities.

    Raises:
        NotSealedError: not an age file with hybrid stanzas alone.
        DecryptError: none of the identities opens it, or it was altered or cut.
    """
    header = parse_sealed_header(file)
    if len(file) < header.length + NONCE_SIZE:
        raise NotSealedError("age file: no nonce")
    file_key = unwrap(header, identities)
    nonce_end = header.length + NONCE_SIZE
    return b"".join(open_payload(file_key, file[header.length : nonce_end], [file[nonce_end:]]))


def decrypt_chunks(chunks: Iterable[bytes], identities: str | Sequence[str]) -> Iterator[bytes]:
    """As `decrypt`, chunk by chunk; nothing may be used before the iterator has ended without an error."""
    source = iter(chunks)
    head = b""
    end = -1
    for chunk in source:
        head += chunk
        mark = head.find(b"\n" + MAC_PREFIX)
        end = head.find(b"\n", mark + 1) + 1 + NONCE_SIZE if mark >= 0 and head.find(b"\n", mark + 1) >= 0 else -1
        if 0 <= end <= len(head) or len(head) > 512 * 1024:
            break
    header = parse_sealed_header(head)
    if len(head) < header.length + NONCE_SIZE:
        raise NotSealedError("age file: no nonce")
    file_key = unwrap(header, identities)
    nonce_end = header.length + NONCE_SIZE
    yield from open_payload(file_key, head[header.length : nonce_end], _rest(head[nonce_end:], source))


def _rest(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def unwrap(header: Header, identities: str | Sequence[str]) -> bytes:
    """The file key, after the header's MAC was verified with it."""
    for identity in [identities] if isinstance(identities, str) else identities:
        seed = _seed(identity)
        for stanza in header.stanzas:
            file_key = xwing.open_key(unb64_raw(stanza.args[1]), stanza.body, seed)
            if file_key is None:
                continue
            if not hmac.compare_digest(header_mac(file_key, header.authenticated), header.mac):
                raise DecryptError("age header: a wrong MAC")
            return file_key
    raise DecryptError("sealed to somebody else")


def parse_sealed_header(data: bytes) -> Header:
    """A header with hybrid stanzas alone, each of exactly the right sizes; else NotSealedError."""
    header = parse_header(data)
    if len(header.stanzas) > _MAX_RECIPIENTS:
        raise NotSealedError("age header: too many recipients")
    for stanza in header.stanzas:
        _check_stanza(stanza)
    return header


def _check_stanza(stanza: Stanza) -> None:
    if stanza.args[0] != _STANZA_TYPE or len(stanza.args) != 2:
        raise NotSealedError("age header: not a hybrid recipient")
    encapsulated = unb64_raw(stanza.args[1])
    if len(encapsulated) != xwing.ENCAPSULATED_SIZE or len(stanza.body) != xwing.SEALED_KEY_SIZE:
        raise NotSealedError("age header: a stanza of a wrong size")
    try:
        xwing.check_x25519(encapsulated[-32:])
    except MalformedError as error:
        raise NotSealedError("age header: a weak share") from error


def inspect(file: bytes) -> Inspection:
    """Check the outside of an age file without any key.

    Raises:
        NotSealedError: it is not an age v1 file with `mlkem768x25519` stanzas and no other.
    """
    return inspect_head(file, len(file))


def inspect_head(head: bytes, total_size: int) -> Inspection:
    """As `inspect`, from the first bytes (at least the whole header) of a file of `total_size` bytes."""
    header = parse_sealed_header(head)
    if total_size < len(head):
        raise NotSealedError("age file: shorter than its own beginning")
    return Inspection(len(header.stanzas), payload_length(total_size - header.length))
