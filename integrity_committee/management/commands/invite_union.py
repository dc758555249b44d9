"""`manage.py invite_union`: print an invitation for a union representative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from integrity_committee.management.commands._invitations import InvitingCommand
from integrity_committee.models import Role
from integrity_committee.services import invitations, rosters
from integrity_committee.services.invitations import Invited

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(InvitingCommand):
    """Invite a union representative, who sees published figures and never a case."""

    help = "Print a one-time invitation for a union representative: figures and measures, never a case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Of which committee, and who."""
        super().add_arguments(parser)
        parser.add_argument("committee")
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print."""
        committee = options["committee"]
        if rosters.epoch_in_force(committee) is None:
            raise CommandError(f"There is no open committee '{committee}'.")
        self.print_invitations(
            committee, options, lambda: [invitations.invite(committee, Role.UNION, Invited(options["name"]))]
        )
