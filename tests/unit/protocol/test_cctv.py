"""The test vectors of the Community Cryptography Test Vectors project for age (the npm package cctv-age).

Two departures are on purpose: our reader opens no file in which a hybrid stanza stands beside another type, and knows
no X25519 or passphrase stanzas. The cases that use X25519 to test header and payload are run with their file key.
"""

import base64
import functools
import hashlib
import hmac
import json
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from meldpunt.protocol import age
from meldpunt.protocol.age_header import parse_header
from meldpunt.protocol.age_stream import NONCE_SIZE, header_mac, open_payload
from meldpunt.protocol.errors import DecryptError, NotSealedError

ROOT = Path(__file__).parents[3]
LIST = """
import * as vectors from "cctv-age";
const out = {};
for (const [name, bytes] of Object.entries(vectors)) out[name] = Buffer.from(bytes).toString("base64");
console.log(JSON.stringify(out));
"""
MIXED = {"hybrid_and_x25519", "hybrid_grease"}
# What is wrong with these is inside an X25519 stanza, which the file key stands in for.
NOT_OURS = ("armor", "scrypt", "x25519")


@dataclass(frozen=True)
class Vector:
    expect: str
    payload: str
    file_key: bytes
    identities: list[str]
    file: bytes


@functools.cache
def load() -> dict[str, Vector]:
    run = ["node", "--input-type=module", "-e", LIST]
    listed = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, timeout=60).stdout
    return {name: parse(base64.b64decode(data)) for name, data in json.loads(listed).items()}


def parse(data: bytes) -> Vector:
    head, _, file = data.partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().split("\n")]
    fields = dict(pairs)
    if fields.get("compressed") == "zlib":
        file = zlib.decompress(file)
    return Vector(
        fields["expect"],
        fields.get("payload", ""),
        bytes.fromhex(fields.get("file key", "")),
        [value for name, value in pairs if name == "identity" and value.startswith("AGE-SECRET-KEY-PQ-1")],
        file,
    )


def names(*prefixes: str, unlike: bool = False) -> list[str]:
    return [name for name in sorted(load()) if name.startswith(prefixes) != unlike]


@pytest.mark.parametrize("name", names("hybrid"))
def test_hybrid(name: str) -> None:
    vector = load()[name]
    if vector.expect == "header failure" or name in MIXED or name == "hybrid_uppercase":
        # A stanza of a type that we do not know is no "no match" here: the whole file is refused.
        with pytest.raises(NotSealedError):
            age.decrypt(vector.file, vector.identities)
        with pytest.raises(NotSealedError):
            age.inspect(vector.file)
        return
    if vector.expect == "success":
        plain = age.decrypt(vector.file, vector.identities)
        assert hashlib.sha256(plain).hexdigest() == vector.payload
        assert age.inspect(vector.file).payload_length == len(plain)
        return
    assert vector.expect == "no match"
    with pytest.raises(DecryptError):
        age.decrypt(vector.file, vector.identities)


def outcome(vector: Vector) -> tuple[str, str]:
    """How header and payload fare with the vector's own file key, and the hash of all plaintext released."""
    try:
        header = parse_header(vector.file)
        nonce_end = header.length + NONCE_SIZE
        if len(vector.file) < nonce_end:
            return "header failure", ""
    except NotSealedError:
        return "header failure", ""
    if not hmac.compare_digest(header_mac(vector.file_key, header.authenticated), header.mac):
        return "HMAC failure", ""
    released = hashlib.sha256()
    try:
        for chunk in open_payload(vector.file_key, vector.file[header.length : nonce_end], [vector.file[nonce_end:]]):
            released.update(chunk)
    except DecryptError:
        return "payload failure", released.hexdigest()
    return "success", released.hexdigest()


@pytest.mark.parametrize("name", names(*NOT_OURS, "hybrid", unlike=True) + sorted(MIXED))
def test_header_and_payload(name: str) -> None:
    vector = load()[name]
    expect, payload = outcome(vector)
    assert expect == vector.expect
    if vector.payload:
        assert payload == vector.payload


@pytest.mark.parametrize("name", names("armor", "scrypt", "x25519", "stream", "stanza", "header", "hmac"))
def test_what_is_not_hybrid_is_not_sealed(name: str) -> None:
    vector = load()[name]
    with pytest.raises(NotSealedError):
        age.inspect(vector.file)
    with pytest.raises(NotSealedError):
        age.decrypt(vector.file, age.generate_identity())


def test_all_are_seen() -> None:
    assert len(load()) > 100
