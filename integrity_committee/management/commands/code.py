"""`manage.py code NAME`: a one-time code for an account of the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Print the code that an authenticator app would show."""

    help = "Print a one-time code for an account of the demonstration. Refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose code."""
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print it."""
        if settings.PRODUCTION:
            raise CommandError("Codes are printed for a demonstration only.")
        device = TOTPDevice.objects.filter(user__username=options["username"]).first()
        if device is None:
            raise CommandError("There is no account of that name.")
        self.stdout.write(f"{totp(device.bin_key):06d}")
