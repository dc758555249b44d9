"""Proving that one holds a key."""

from typing import Any

import pytest

from meldpunt.protocol import age, dsse, session
from meldpunt.protocol.encoding import b64u, dump_json
from meldpunt.protocol.errors import MalformedError, NotSealedError, ProtocolError, SignatureError
from meldpunt.protocol.keys import Keys

ORIGIN = "https://meldpunt.example"


def test_mailbox(receipt: Keys) -> None:
    envelope = session.build_mailbox_session(receipt, "a challenge", ORIGIN)
    assert session.verify_mailbox_session(envelope) == session.MailboxSession(
        "a challenge", ORIGIN, receipt.signing_key
    )


def test_a_mailbox_that_is_not_ones_own(receipt: Keys) -> None:
    payload = dump_json({"challenge": "c", "origin": ORIGIN, "mailbox": receipt.signing_key})
    with pytest.raises(SignatureError):
        session.verify_mailbox_session(dsse.sign("mailbox-session", payload, [b"z" * 32]))
    for fields in ({}, {"challenge": "", "origin": ORIGIN, "mailbox": receipt.signing_key}):
        signed = dsse.sign("mailbox-session", dump_json(fields), [receipt.signing_secret])
        with pytest.raises(MalformedError):
            session.verify_mailbox_session(signed)
    with pytest.raises(MalformedError):
        session.verify_mailbox_session(dsse.sign("recovery", payload, [receipt.signing_secret]))


def recovery(**changes: Any) -> session.Recovery:
    fields = {
        "challenge": "c", "origin": ORIGIN, "username": "voorzitter-1", "password": b64u(b"p" * 32),
        "wrapped": age.encrypt(b"m" * 32, [age.unheld_recipient()]), "signing_key": "",
    }  # fmt: skip
    return session.Recovery(**{**fields, **changes})


def test_recovery(committee: Any) -> None:
    keys = committee.keys[committee.ids[0]]
    wanted = recovery(signing_key=keys.signing_key)
    assert session.verify_recovery(session.build_recovery(keys, wanted)) == wanted


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"wrapped": b"the secret itself"}, NotSealedError),
        ({"wrapped": age.encrypt(b"m" * 33, [age.unheld_recipient()])}, NotSealedError),
        ({"username": "Voorzitter"}, MalformedError),
        ({"password": "hunter2"}, MalformedError),
        ({"challenge": "c" * 1001}, MalformedError),
    ],
)
def test_bad_recoveries(changes: dict[str, Any], error: type[ProtocolError], committee: Any) -> None:
    keys = committee.keys[committee.ids[0]]
    with pytest.raises(error):
        session.verify_recovery(session.build_recovery(keys, recovery(**changes)))
