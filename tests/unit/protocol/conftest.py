"""The cast: a committee of Alice (chair), Bob, Charlie and Dora, and a reporter."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meldpunt.protocol import roster
from meldpunt.protocol.encoding import sha256_b64u
from meldpunt.protocol.keys import Keys, member_keys, receipt_keys

VECTORS = Path(__file__).parents[2] / "vectors"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Committee:
    """A founded committee with everybody's keys."""

    epochs: list[roster.Epoch]
    chain: list[dict[str, Any]]
    keys: dict[str, Keys]

    @property
    def epoch(self) -> roster.Epoch:
        return self.epochs[-1]

    @property
    def ids(self) -> list[str]:
        return [member.id for member in self.epoch.roster.members]

    def secret(self, position: int) -> bytes:
        return self.keys[self.ids[position]].signing_secret


def make_id(number: int) -> str:
    return f"0b0e6a6e-7c1c-4c0e-9c36-{number:012x}"


def roster_fields(keys: dict[str, Keys], **changes: object) -> dict[str, Any]:
    members = [
        {"id": m, "name": f"Lid {m[-1]}", "seat": "member", "recipient": k.recipient, "signing_key": k.signing_key}
        for m, k in keys.items()
    ]
    fields: dict[str, Any] = {
        "committee": "integriteit",
        "name": {"nl": "Integriteitscommissie"},
        "epoch": 0,
        "previous": None,
        "quorum": 2,
        "issued_on": "2026-11-22",
        "valid_until": "2027-11-22",
        "bodies": [{"id": "ind", "name": {"nl": "Immigratiedienst"}, "country": "NL"}],
        "release": {
            "recipient": next(iter(keys.values())).recipient,
            "shares": {member: sha256_b64u(member.encode()) for member in keys},
        },
        "members": members,
    }
    return {**fields, **changes}


def found(size: int = 4, quorum: int = 2) -> Committee:
    keys = {make_id(number): member_keys(bytes([number + 1]) * 32) for number in range(size)}
    payload = roster.build_roster(roster_fields(keys, quorum=quorum))
    chain = [roster.sign_roster(payload, [k.signing_secret for k in keys.values()])]
    return Committee(roster.verify_chain(chain), chain, keys)


@pytest.fixture(scope="session")
def make_fields() -> Callable[..., dict[str, Any]]:
    return roster_fields


@pytest.fixture(scope="session")
def committee() -> Committee:
    return found()


@pytest.fixture(scope="session")
def founded() -> Callable[..., Committee]:
    return found


@pytest.fixture(scope="session")
def receipt() -> Keys:
    return receipt_keys(b"a receipt, 16 by")


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], Any]:
    return lambda name: json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
