"""Serves the pages that `build_site` wrote: the same bytes for everyone, whatever the request carries."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HASHED = re.compile(r"^/assets/.+\.[0-9A-Z]{8}\.[a-z0-9]+(\.map)?$", re.IGNORECASE)


class SiteMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise over SITE_ROOT: hashed assets for ever, pages revalidated, no redirects to absolute addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response, settings=_Settings())

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002
        """Whether the name carries a hash of the content."""
        return bool(HASHED.match(url))


class _Settings:
    """What WhiteNoise is told: the site's folder, and nothing of Django's static files."""

    DEBUG = False
    WHITENOISE_ROOT = str(settings.SITE_ROOT)
    WHITENOISE_INDEX_FILE = True
    WHITENOISE_ALLOW_ALL_ORIGINS = False
    WHITENOISE_MAX_AGE = 0
    WHITENOISE_AUTOREFRESH = False
    WHITENOISE_USE_FINDERS = False
    STATIC_URL = None
    STATIC_ROOT = None
    FORCE_SCRIPT_NAME = None


@lru_cache(maxsize=1)
def _not_found_page() -> bytes:
    return (settings.SITE_ROOT / "404.html").read_bytes()


def not_found() -> HttpResponse:
    """The page for an address that is not there, in every language."""
    return HttpResponse(_not_found_page(), status=404, content_type="text/html; charset=utf-8")
