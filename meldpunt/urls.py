"""The API, and problem answers for everything else. Pages are served by the site middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from meldpunt.api import api
from meldpunt.core.problems import Problem
from meldpunt.site.serving import not_found

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

urlpatterns = [path("api/v1/", api.urls)]


def on_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404: a problem below /api/, the page that says so elsewhere."""
    if request.path_info.startswith("/api/"):
        return Problem("not-found", 404).response()
    return not_found()


def on_refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400 without a word about what was sent."""
    return Problem("refused", 400).response()


def on_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403, likewise."""
    return Problem("refused", 403).response()


def on_failure(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500 outside the API's own handler."""
    return Problem("server-error", 500).response()


handler400 = on_refused
handler403 = on_forbidden
handler404 = on_not_found
handler500 = on_failure
