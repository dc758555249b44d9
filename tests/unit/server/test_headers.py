"""One header policy on every response, and nothing left of who asks."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from meldpunt.headers import CONTENT_SECURITY_POLICY, POLICY, LetterboxMiddleware

EXPECTED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)


def test_the_policy_is_the_published_one() -> None:
    assert CONTENT_SECURITY_POLICY == EXPECTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/nl/report/"),
        ("GET", "/nowhere"),
        ("GET", "/api/v1/health"),
        ("GET", "/api/v1/nowhere"),
        ("GET", "/api/v1/committee/key"),
        ("POST", "/api/v1/reports"),
        ("DELETE", "/api/v1/reports"),
        ("POST", "/nl/report/"),
        ("GET", "/api/v1/committees/none/roster"),
    ],
)
def test_every_response_has_it(method: str, path: str) -> None:
    response = Client(raise_request_exception=False).generic(method, path, b"{", content_type="application/json")
    assert {name: response[name] for name in POLICY} == POLICY
    assert "Set-Cookie" not in response
    if path.startswith("/api/"):
        assert response["Cache-Control"] == "no-store"
    if response.status_code >= 400 and path.startswith("/api/"):
        assert response["Content-Type"] == "application/problem+json"
    response.close()


def test_who_asks_is_forgotten() -> None:
    seen = {}
    middleware = LetterboxMiddleware(lambda request: seen.update(request.META) or None)  # type: ignore[func-returns-value]
    request = RequestFactory().get(
        "/",
        headers={"User-Agent": "canary", "X-Forwarded-For": "203.0.113.9", "Referer": "canary", "Forwarded": "canary"},
    )
    request.META["REMOTE_ADDR"] = "203.0.113.9"
    middleware(request)
    assert not any("canary" in str(value) or "203.0.113.9" in str(value) for value in seen.values())
