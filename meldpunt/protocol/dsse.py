"""Signed envelopes: DSSE v1 (github.com/secure-systems-lab/dsse) with Ed25519 and base64url."""

from collections.abc import Mapping, Sequence

from meldpunt.protocol import ed25519
from meldpunt.protocol.encoding import Json, b64u, check_list, check_members, unb64u
from meldpunt.protocol.errors import MalformedError, SignatureError

_TYPE = "application/vnd.meldpunt.{}+json"
_MAX_SIGNATURES = 32


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """What is signed: lengths in front of type and payload, so that neither can pass for a part of the other."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(suffix: str, payload: bytes, secrets: Sequence[bytes]) -> Json:
    """An envelope over `payload`, signed with each 32-byte secret, members in the order of protocol section 3."""
    payload_type = _TYPE.format(suffix)
    message = pre_authentication_encoding(payload_type, payload)
    signatures = [
        {"keyid": b64u(ed25519.public_key(secret)), "sig": b64u(ed25519.sign(secret, message))} for secret in secrets
    ]
    return {"payloadType": payload_type, "payload": b64u(payload), "signatures": signatures}


def verify(envelope: Mapping[str, object], suffix: str) -> tuple[bytes, list[str]]:
    """The payload, and the key of every signature that verifies, each once.

    Signatures that do not verify are left out: which ones are needed is the caller's rule.

    Raises:
        MalformedError: not exactly the structure of an envelope of this type.
    """
    fields = check_members(envelope, ("payloadType", "payload", "signatures"))
    payload_type = _TYPE.format(suffix)
    if fields["payloadType"] != payload_type:
        raise MalformedError(f"not a {suffix}")
    payload = unb64u(fields["payload"])
    message = pre_authentication_encoding(payload_type, payload)
    signatures = check_list(fields["signatures"], _MAX_SIGNATURES)
    if not signatures:
        raise MalformedError("no signature")
    keys: dict[str, None] = {}
    for signature in signatures:
        check_members(signature, ("keyid", "sig"))
        key = unb64u(signature["keyid"], ed25519.KEY_SIZE)
        proof = unb64u(signature["sig"], ed25519.SIGNATURE_SIZE)
        if ed25519.verifies(key, proof, message):
            keys[b64u(key)] = None
    return payload, list(keys)


def verify_single(envelope: Mapping[str, object], suffix: str) -> tuple[bytes, str]:
    """The payload and the signer of an envelope that has exactly one signature.

    Raises:
        SignatureError: it does not verify, or there are more.
    """
    payload, keys = verify(envelope, suffix)
    signatures = envelope["signatures"]
    if len(keys) != 1 or not isinstance(signatures, list) or len(signatures) != 1:
        raise SignatureError("exactly one good signature is wanted")
    return payload, keys[0]
