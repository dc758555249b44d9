"""`manage.py proxy_config`: write nginx's configuration, with the header policy of this version in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand

from meldpunt.site.proxy import Proxy, config

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Fill in deploy/nginx.conf.template."""

    help = "Write nginx's configuration, and with --copy-site the pages that it serves. See docs/operations.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where nginx finds what it needs; the defaults are those of one Debian machine."""
        parser.add_argument("--out", type=Path, required=True, help="the file to write, for instance nginx.conf")
        parser.add_argument("--web", default="127.0.0.1:8000", help="where gunicorn listens")
        parser.add_argument("--site", type=Path, default=settings.SITE_ROOT, help="the pages, as nginx sees the folder")
        parser.add_argument("--copy-site", type=Path, help="copy the pages to this folder first")
        parser.add_argument("--certificate", type=Path, default=Path("/etc/meldpunt/tls/fullchain.pem"))
        parser.add_argument("--key", type=Path, default=Path("/etc/meldpunt/tls/privkey.pem"))
        parser.add_argument("--temp", type=Path, default=Path("/run"), help="a folder in memory")
        parser.add_argument("--http", default="80")
        parser.add_argument("--https", default="443")
        parser.add_argument("--onion", default="127.0.0.1:8081", help="where the onion service's Tor asks")
        parser.add_argument("--user", default="www-data")
        parser.add_argument("--resolver", default="", help="a name server; in containers 127.0.0.11")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write beside, then in place, so that nginx never reads half a file."""
        if options["copy_site"]:
            copy_site(options["copy_site"])
        wanted = Proxy.__dataclass_fields__
        text = config(Proxy(**{name: value for name, value in options.items() if name in wanted}))
        place: Path = options["out"]
        beside = place.with_name(place.name + ".new")
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o644)
        os.replace(beside, place)  # noqa: PTH105


def copy_site(place: Path) -> None:
    """The pages, from the image to where the proxy reads them; hashed assets first, so that no page lacks one."""
    shutil.copytree(settings.SITE_ROOT / "assets", place / "assets", dirs_exist_ok=True)
    shutil.copytree(settings.SITE_ROOT, place, dirs_exist_ok=True)
