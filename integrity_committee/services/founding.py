"""A committee founds itself: the operator writes down what it serves and prints invitations; the members do the rest.

Whoever prints the invitations could found a false committee. Only the spoken words catch it (docs/operations.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from integrity_committee.models import Founding, Role
from integrity_committee.services import invitations
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.roster import check_body, check_committee, check_name
from reports.services import committees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrity_committee.services.invitations import Invited, Paper
    from meldpunt.protocol.encoding import Json

FEWEST, MOST = 3, 9  # members of a roster, protocol.md §4


@dataclass(frozen=True, slots=True)
class Plan:
    """What a committee is founded for.

    Attributes:
        name: by language.
        bodies: `{"id", "name", "country"}` each, as in a roster.
        quorum: how many members together unseal a name and change the roster.
        succeeds: the committee that has lost its quorum and that this one goes on for; empty for none.
    """

    committee: str
    name: Mapping[str, str]
    bodies: Sequence[Json]
    quorum: int
    succeeds: str = ""


@transaction.atomic
def begin(plan: Plan, people: Sequence[Invited]) -> list[Paper]:
    """Write the plan down and make an invitation for each person.

    Raises:
        MalformedError: a plan that no roster could follow, or a committee that is there already.
    """
    _check(plan, people)
    Founding.objects.create(
        committee=plan.committee,
        plan=json.dumps({"name": plan.name, "bodies": list(plan.bodies), "quorum": plan.quorum}),
        succeeds=plan.succeeds,
    )
    return [invitations.invite(plan.committee, Role.MEMBER, person) for person in people]


def _check(plan: Plan, people: Sequence[Invited]) -> None:
    check_committee(plan.committee)
    check_name(plan.name)
    for body in plan.bodies:
        check_body(body)
    members = sum(not person.deputy for person in people)
    if not plan.bodies or len({body["id"] for body in plan.bodies}) != len(plan.bodies):
        raise MalformedError("a committee serves at least one body, each of them once")
    if not FEWEST <= members <= MOST:
        raise MalformedError(f"a committee has {FEWEST} to {MOST} members, and you name {members}")
    if not 2 <= plan.quorum <= members - 1:
        raise MalformedError(f"the quorum is 2 to {members - 1}: one member must be able to be left out")
    taken = Founding.objects.filter(committee=plan.committee).exists() or committees.chain_of(plan.committee)
    if plan.succeeds and not committees.chain_of(plan.succeeds):
        raise MalformedError(f"there is no committee '{plan.succeeds}' to succeed")
    if taken:
        raise MalformedError(f"there is a committee '{plan.committee}' already")


def plan_of(committee: str) -> Json | None:
    """The plan of a committee that is being founded; None once it is open."""
    founding = Founding.objects.filter(committee=committee).first()
    plan: Json | None = json.loads(founding.plan) if founding else None
    return plan
