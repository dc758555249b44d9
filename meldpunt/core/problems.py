"""Problem details (RFC 9457): every refusal has a stable `code`, and the client turns it into a sentence."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse


class Problem(Exception):  # noqa: N818  (a refusal that is answered, not a fault)
    """A request that is refused. `code` is stable and is all that a client reads; `extra` holds public facts only."""

    def __init__(self, code: str, status: int, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.extra = extra

    def response(self) -> HttpResponse:
        """The answer as `application/problem+json`."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            **self.extra,
        }
        return HttpResponse(json.dumps(body), status=self.status, content_type="application/problem+json")
