"""The letterbox API: strict JSON in, problem details out, OpenAPI at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from integrity_committee.api import rosters_router, staff_router
from integrity_committee.api import router as committee_router
from meldpunt.core.problems import Problem
from meldpunt.logs import events
from meldpunt.protocol.encoding import parse_json
from meldpunt.protocol.errors import MalformedError, ProtocolError
from reports.api import router as reports_router


class StrictParser(Parser):
    """Reads a body as the protocol does: UTF-8, no name twice, an object at the top (RFC 8259, protocol.md §1)."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as an object."""
        if b"\\u0000" in request.body:
            raise MalformedError("a NUL, which no member of a request has")  # and which PostgreSQL does not take
        return parse_json(request.body)


api = NinjaAPI(
    title="Meldpunt",
    version="1",
    description="A locked letterbox. It stores what the browser sealed and holds no key that opens it.",
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_router("", reports_router)
api.add_router("/staff", staff_router)
api.add_router("/committee", committee_router)
api.add_router("/committee", rosters_router)


@api.get("/health", response={200: dict[str, str]}, tags=["health"])
def health(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001
    """Whether the server can reach its database."""
    connection.ensure_connection()
    return {"status": "ok"}


@api.exception_handler(Problem)
def on_problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    """A refusal, as it is."""
    return problem.response()


@api.exception_handler(ProtocolError)
def on_protocol_error(_request: HttpRequest, error: ProtocolError) -> HttpResponse:
    """Bytes that do not follow the protocol."""
    return Problem(error.code, 422).response()


@api.exception_handler(ValidationError)
def on_invalid(_request: HttpRequest, _error: ValidationError) -> HttpResponse:
    """A request of the wrong shape. What was sent is not repeated in the answer."""
    return Problem("malformed", 422).response()


@api.exception_handler(HttpError)
def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses: a body that is not JSON."""
    return Problem("malformed" if error.status_code in {400, 422} else "refused", error.status_code).response()


@api.exception_handler(AuthenticationError)
def on_signed_out(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """A call that needs a session, without one."""
    return Problem("signed-out", 401).response()


@api.exception_handler(UnreadablePostError)
def on_cut_off(_request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    """A sender whose line broke, or who sent nothing for half a minute. Nobody hears this answer."""
    return Problem("malformed", 400).response()


@api.exception_handler(Exception)
def on_failure(_request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours. Its class is logged; its text could quote the request and is not."""
    events().error("failure", error=type(error).__name__)
    return Problem("server-error", 500).response()
