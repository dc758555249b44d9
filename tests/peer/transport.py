"""Two ways to reach the API: Django's test client in this process, or a socket."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.test import Client


@dataclass
class Answer:
    """An answer of the API."""

    status: int
    content: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str | None:
        """The stable code of a problem, None when the answer is no problem."""
        problem = self.headers.get("content-type", "").startswith("application/problem+json")
        return self.json()["code"] if problem else None


class InProcess:
    """Django's test client: no socket, the test's own database."""

    origin = "http://testserver"

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        kind = headers.pop("Content-Type", "application/json")
        response = self.client.generic(method, path, body or b"", content_type=kind, headers=headers)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, content, {k.lower(): v for k, v in response.items()})


@dataclass
class OverHttp:
    """A real connection; cookies are kept as a browser would."""

    origin: str
    extra: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        url = urlsplit(self.origin)
        connection = http.client.HTTPConnection(url.hostname or "localhost", url.port, timeout=60)
        try:
            sent = {"Content-Type": "application/json", **self.extra, **headers}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            content = response.read()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return Answer(response.status, content, {k.lower(): v for k, v in response.getheaders()})
        finally:
            connection.close()


Transport = InProcess | OverHttp
