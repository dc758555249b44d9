"""The payload of an age file: STREAM in chunks of 64 KiB (c2sp.org/age, "Payload")."""

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from meldpunt.protocol.errors import DecryptError, NotSealedError

NONCE_SIZE = 16
CHUNK_SIZE = 64 * 1024
TAG_SIZE = 16
_SEALED_CHUNK = CHUNK_SIZE + TAG_SIZE


def _hkdf(file_key: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, label).derive(file_key)


def header_mac(file_key: bytes, authenticated: bytes) -> bytes:
    """HMAC-SHA-256 that binds the header to the file key."""
    mac = hmac.HMAC(_hkdf(file_key, b"", b"header"), hashes.SHA256())
    mac.update(authenticated)
    return mac.finalize()


def payload_length(sealed: int) -> int:
    """Plaintext bytes in a payload of `sealed` bytes, nonce included.

    Raises:
        NotSealedError: no whole number of chunks gives that size.
    """
    body = sealed - NONCE_SIZE
    full, rest = divmod(body, _SEALED_CHUNK)
    # An empty last chunk is allowed only when it is the whole payload.
    if body < TAG_SIZE or 0 < rest < TAG_SIZE or (rest == TAG_SIZE and full > 0):
        raise NotSealedError("age payload: an impossible length")
    return body - (full + (rest > 0)) * TAG_SIZE


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _resize(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut into plaintext chunks, each with whether it is the last; at least one, perhaps empty."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) > CHUNK_SIZE:
            yield bytes(held[:CHUNK_SIZE]), False
            del held[:CHUNK_SIZE]
    yield bytes(held), True


def seal_payload(file_key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Nonce and sealed chunks."""
    nonce = os.urandom(NONCE_SIZE)
    yield nonce
    cipher = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
    for counter, (block, last) in enumerate(_resize(chunks)):
        yield cipher.encrypt(_nonce(counter, last=last), block, None)


def open_payload(file_key: bytes, nonce: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Plaintext chunk by chunk, each verified; only when the iterator ends is the whole known to be complete.

    Raises:
        DecryptError: a chunk was altered, is missing, or something follows the last.
    """
    cipher = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
    ended = False
    for counter, block in enumerate(_blocks(chunks)):
        if ended:
            raise DecryptError("age payload: something follows the last chunk")
        if len(block) < TAG_SIZE or (counter > 0 and len(block) == TAG_SIZE):
            raise DecryptError("age payload: cut short")
        plain = _decrypt(cipher, _nonce(counter, last=False), block) if len(block) == _SEALED_CHUNK else None
        if plain is None:
            ended = True
            plain = _decrypt(cipher, _nonce(counter, last=True), block)
        if plain is None:
            raise DecryptError("age payload: altered")
        yield plain
    if not ended:
        raise DecryptError("age payload: the last chunk is missing")


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut into sealed chunks; a full one is not held back until the next is seen."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= _SEALED_CHUNK:
            yield bytes(held[:_SEALED_CHUNK])
            del held[:_SEALED_CHUNK]
    if held:
        yield bytes(held)


def _decrypt(cipher: ChaCha20Poly1305, nonce: bytes, block: bytes) -> bytes | None:
    try:
        return cipher.decrypt(nonce, block, None)
    except InvalidTag:
        return None
