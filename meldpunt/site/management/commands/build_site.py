"""`manage.py build_site`: render every page in every language, ahead of time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from meldpunt.site.services import build_site


class Command(BaseCommand):
    """Build the site from templates, catalogues and the bundled client."""

    help = "Render every page in every language into the site's folder (MELDPUNT_SITE)."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Build it."""
        count = build_site(settings.SITE_ROOT)
        self.stdout.write(f"{count} files in {settings.SITE_ROOT}")
