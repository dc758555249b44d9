"""What a hostile server could answer: with real keys where it would have them, with its own where it would not."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from meldpunt.protocol import age, keys, roster, stage, statement
from meldpunt.protocol.encoding import b64u, dump_json, parse_json, sha256_b64u, unb64u

Json = dict[str, Any]


def payload_of(envelope: Json) -> Json:
    """What a signed envelope says."""
    return parse_json(unb64u(envelope["payload"]))


def stranger() -> keys.Keys:
    """Keys that nobody vouched for."""
    return keys.member_keys(keys.generate_member_secret())


# Threads: each takes the answer of GET /mailbox or of a case and gives the answer that is told instead.


def without(index: int) -> Callable[[Json], Json]:
    """Leave an envelope out."""

    def lie(answer: Json) -> Json:
        kept = [envelope for n, envelope in enumerate(answer["conversation"]) if n != index]
        return {**answer, "conversation": kept}

    return lie


def swapped(one: int, other: int) -> Callable[[Json], Json]:
    """Show two envelopes in the other order."""

    def lie(answer: Json) -> Json:
        shown = list(answer["conversation"])
        shown[one], shown[other] = shown[other], shown[one]
        return {**answer, "conversation": shown}

    return lie


def repeated(index: int) -> Callable[[Json], Json]:
    """Show an envelope again at the end."""

    def lie(answer: Json) -> Json:
        again = {**answer["conversation"][index], "id": str(uuid.uuid4())}
        return {**answer, "conversation": [*answer["conversation"], again]}

    return lie


def another(key: str, value: Any) -> Callable[[Json], Json]:
    """Tell another value."""
    return lambda answer: {**answer, key: value}


def forged_message(text: str, member: str, roster_hash: str, recipients: Iterable[str]) -> Callable[[Json], Json]:
    """Add a message in a member's name, signed by a key of the server's own."""

    def lie(answer: Json) -> Json:
        head = sha256_b64u(unb64u(answer["conversation"][-1]["sealed"]))
        said = statement.build_statement(
            kind="message",
            case=answer["case"],
            thread="conversation",
            prev=head,
            roster=roster_hash,
            member=member,
            written_on=date.fromisoformat(answer["received_on"]),
            body={"text": text},
        )
        signed = statement.sign_statement(said, [stranger().signing_secret])
        sealed = b64u(statement.seal_statement(signed, list(recipients)))
        added = {"id": str(uuid.uuid4()), "sealed": sealed, "posted_on": answer["received_on"]}
        return {**answer, "conversation": [*answer["conversation"], added]}

    return lie


def forged_stage(name: str, on: date) -> Callable[[Json], Json]:
    """Add a stage, signed by keys of the server's own."""

    def lie(answer: Json) -> Json:
        stages = answer["stages"]
        before = sha256_b64u(unb64u(stages[-1]["payload"])) if stages else None
        secrets = [stranger().signing_secret, stranger().signing_secret]
        return {
            **answer,
            "stages": [*stages, stage.build_stage(answer["case"], stage.Stage(name), on, before, secrets)],
        }

    return lie


# Rosters: each takes the answer of GET /committees/{committee}/roster.


def altered_key(answer: Json) -> Json:
    """Put a key of the server's own in a member's place, without the signatures that this would take."""
    chain = copy.deepcopy(answer["chain"])
    said = payload_of(chain[-1])
    said["members"][0]["recipient"] = stranger().recipient
    chain[-1]["payload"] = b64u(dump_json(said))
    return {"chain": chain}


def false_committee(answer: Json) -> Json:
    """A whole committee of the server's own under the same name: every signature holds."""
    said = payload_of(answer["chain"][0])
    made = {member["id"]: stranger() for member in said["members"]}
    for member in said["members"]:
        member["recipient"], member["signing_key"] = made[member["id"]].recipient, made[member["id"]].signing_key
    return {"chain": [roster.sign_roster(dump_json(said), [one.signing_secret for one in made.values()])]}


def signed_by(secrets: Iterable[bytes], change: Callable[[Json], None]) -> Callable[[Json], Json]:
    """A founding roster with a change, signed by the members themselves: what a false ceremony could give."""

    def lie(answer: Json) -> Json:
        said = payload_of(answer["chain"][0])
        change(said)
        return {"chain": [roster.sign_roster(dump_json(said), list(secrets))]}

    return lie


def next_epoch(secrets: Iterable[bytes], change: Callable[[Json], None]) -> Callable[[Json], Json]:
    """The chain with one epoch more, properly signed."""

    def lie(answer: Json) -> Json:
        newest = answer["chain"][-1]
        said = payload_of(newest)
        said["epoch"] += 1
        said["previous"] = sha256_b64u(unb64u(newest["payload"]))
        change(said)
        return {"chain": [*answer["chain"], roster.sign_roster(dump_json(said), list(secrets))]}

    return lie


# Grants.


def with_unopenable(answer: list[Json]) -> list[Json]:
    """More grants that open for nobody."""
    sealed = b64u(age.encrypt(b" " * 512, [age.unheld_recipient()]))
    return [*answer, {"handle": str(uuid.uuid4()), "sealed": sealed}]


def nonsense(_answer: Any) -> Any:
    """An answer of another shape altogether."""
    return json.loads('{"chain": 7, "conversation": {}, "stages": null, "challenge": []}')
