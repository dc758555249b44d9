"""`manage.py invite_member`: print an invitation for somebody new, or for a member who lost everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import CommandError

from integrity_committee.management.commands._invitations import InvitingCommand, person
from integrity_committee.models import Role
from integrity_committee.services import invitations, rosters

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(InvitingCommand):
    """Invite to a seat. The invitation appoints nobody: that takes the committee's signatures."""

    help = "Print a one-time invitation to a committee. Who is invited has no seat until a quorum of members signs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who is invited, and in whose place."""
        super().add_arguments(parser)
        parser.add_argument("committee")
        parser.add_argument("person", metavar="NAME[=SEAT]")
        parser.add_argument("--replaces", metavar="NAME", help="the member whose entry this one takes the place of")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print."""
        committee = options["committee"]
        epoch = rosters.epoch_in_force(committee)
        if epoch is None:
            raise CommandError(f"There is no open committee '{committee}'.")
        invited = person(options["person"])
        if options["replaces"]:
            named = [member for member in epoch.roster.members if member.name == options["replaces"]]
            if len(named) != 1:
                raise CommandError(f"No single member is called '{options['replaces']}' in the roster in force.")
            invited = replace(invited, replaces=UUID(named[0].id))
        self.print_invitations(committee, options, lambda: [invitations.invite(committee, Role.MEMBER, invited)])
