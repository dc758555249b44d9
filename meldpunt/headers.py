"""One header policy, the same bytes on every response: pages, API, errors and 404 (architecture.md).

WEBCAT compares the policy byte for byte, so it stands here and nowhere else: no nonces, no hosts, no reporting.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse

from meldpunt.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)

# Every feature that Chromium and Firefox know by name, off; the microphone is for dictation to our own page, later.
_FEATURES_OFF = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen gamepad geolocation gyroscope "
    "hid idle-detection local-fonts magnetometer midi payment picture-in-picture publickey-credentials-create "
    "publickey-credentials-get screen-wake-lock serial storage-access usb window-management "
    "xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join([*(f"{name}=()" for name in _FEATURES_OFF.split()), "microphone=(self)"])

POLICY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
}
HSTS = "max-age=63072000; includeSubDomains"
API = "/api/"
UPLOADS = "/api/v1/uploads/"
SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class HeaderPolicyMiddleware:
    """Puts POLICY on every response, and `no-store` on every answer of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the policy on it."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = _wrong_method(response.get("Allow", ""))
        for name, value in POLICY.items():
            response[name] = value
        if settings.SECURE_HSTS:
            response["Strict-Transport-Security"] = HSTS
        if request.path_info.startswith(API):
            response["Cache-Control"] = "no-store"
        if isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
        return response


def _wrong_method(allowed: str) -> HttpResponse:
    """A 405 as a problem like every other refusal; the libraries below answer it as bare text."""
    refused = Problem("wrong-method", HTTPStatus.METHOD_NOT_ALLOWED).response()
    refused["Allow"] = allowed
    return refused


class LetterboxMiddleware:
    """Forgets who is asking before any code can see it, and refuses a body over the limit before it is read.

    Nothing behind this line can log or store an address, a user agent or a referrer, because it is not there any more.
    """

    FORGOTTEN = (
        "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "REMOTE_HOST",
    )  # fmt: skip
    NOWHERE = "0.0.0.0"  # noqa: S104  (an address for libraries that want one; nothing listens on it)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse with 400 `refused`, 413 `too-large` or 422 `malformed`."""
        for name in self.FORGOTTEN:
            request.META.pop(name, None)
        request.META["REMOTE_ADDR"] = self.NOWHERE
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        refusal = _refusal(request)
        return refusal.response() if refusal else self.get_response(request)


def _refusal(request: HttpRequest) -> Problem | None:
    """What is refused before anything reads it: another host, a body that is too large or of another kind."""
    try:
        request.get_host()
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except DisallowedHost:
        return Problem("refused", 400)
    except ValueError:
        return Problem("too-large", 413)
    if "\0" in request.path_info:
        return Problem("not-found", 404)
    if length > _limit(request):
        return Problem("too-large", 413)
    if length and request.path_info.startswith(API) and request.content_type != _kind(request):
        return Problem("malformed", 422)  # a form, for instance, which a stranger's page could send
    return None


def _is_part(request: HttpRequest) -> bool:
    return request.method == "PUT" and request.path_info.startswith(UPLOADS)


def _limit(request: HttpRequest) -> int:
    """Bytes: a part of an upload, or 2 MB for everything else."""
    limit: int = settings.PART_SIZE if _is_part(request) else settings.JSON_LIMIT
    return limit


def _kind(request: HttpRequest) -> str:
    return "application/octet-stream" if _is_part(request) else "application/json"
