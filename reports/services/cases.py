"""Cases, found by their door alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meldpunt.core.problems import Problem
from meldpunt.protocol.encoding import sha256_b64u, unb64u
from meldpunt.protocol.errors import ProtocolError
from reports.models import Case
from reports.services import committees

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

DOORS_AT_ONCE = 500


def door_bytes(door: str) -> bytes:
    """The door D.

    Raises:
        Problem: 404 `no-case`: a malformed door is a wrong door.
    """
    try:
        return unb64u(door, 32)
    except ProtocolError as error:
        raise Problem("no-case", 404) from error


def outside(case: Case) -> dict[str, Any]:
    """What the server was told about the case in clear, for comparison with the sealed report (protocol.md §5)."""
    return {
        "mailbox": {"signing_key": case.mailbox_key, "recipient": case.mailbox_recipient},
        "case_recipient": case.recipient,
        "vault": {"sha256": sha256_b64u(bytes(case.vault.sealed)), "threshold": case.vault.threshold},
    }


def behind_doors(doors: Iterable[str], committee: str, member: str) -> list[Case]:
    """The cases that the doors open for this member. A door that opens none is passed over."""
    if not committees.is_member(committees.newest_roster(committee).roster, member):
        return []
    hashes = []
    for door in list(doors)[:DOORS_AT_ONCE]:
        try:
            hashes.append(sha256_b64u(unb64u(door, 32)))
        except ProtocolError:
            continue
    return list(Case.objects.filter(door__in=hashes, committee=committee))


def behind_door(case_id: uuid.UUID, door: str, committee: str, member: str) -> Case:
    """The case, if the door is its door and the member stands in the newest roster of its committee.

    Raises:
        Problem: 404 `no-case`, the same for a wrong door, another committee, and a case that never was.
    """
    found = [case for case in behind_doors([door], committee, member) if case.id == case_id]
    if not found:
        raise Problem("no-case", 404)
    return found[0]
