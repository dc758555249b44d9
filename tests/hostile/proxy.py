"""A proxy that stands where a hostile server would: it passes everything on, records it, and lies when told to."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

# Ours to set, or about this connection alone.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}

Lie = Callable[[Any], Any]


@dataclass
class Recorded:
    """A request as it passed; `size` is that of the answer in bytes, headers included."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    size: int = 0


@dataclass
class Proxy:
    """What the proxy saw, and how it lies.

    Attributes:
        lies: by (method, path suffix), what becomes of the JSON of a successful answer.
        cuts: by (method, path suffix), how many requests still lose their connection, and whether the system
            gets them first (`after`: the answer is lost) or never does (`before`).
    """

    address: str = ""
    target: str = ""
    seen: list[Recorded] = field(default_factory=list)
    lies: dict[tuple[str, str], Lie] = field(default_factory=dict)
    cuts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def lie(self, method: str, path: str, lie: Lie) -> None:
        """Change the JSON of every answer to `method` on a path that ends so."""
        self.lies[method, path] = lie

    def cut(self, method: str, path: str, *when: str) -> None:
        """Lose the connection of the next requests, `before` or `after` the system has them."""
        self.cuts[method, path] = list(when)

    def honest(self) -> None:
        """Stop lying and cutting."""
        self.lies.clear()
        self.cuts.clear()

    def bodies(self) -> bytes:
        """Every request body that passed."""
        return b"\n".join(request.body for request in self.seen)

    def found(self, table: dict[tuple[str, str], Any], method: str, path: str) -> Any:
        """The entry of a table that fits a request."""
        plain = urlsplit(path).path
        return next((value for (verb, end), value in table.items() if verb == method and plain.endswith(end)), None)


class Hostile(ThreadingHTTPServer):
    """The proxy's own server."""

    daemon_threads = True

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.proxy = proxy


class Handler(BaseHTTPRequestHandler):
    """Passes one connection's requests on."""

    server: Hostile
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        recorded = Recorded(self.command, self.path, dict(self.headers.items()), body)
        self.server.proxy.seen.append(recorded)
        cuts = self.server.proxy.found(self.server.proxy.cuts, self.command, self.path) or []
        cut = cuts.pop(0) if cuts else None
        if cut == "before":
            self._lose()
            return
        status, headers, content = self._ask(body)
        recorded.status = status
        recorded.size = len(content) + sum(len(name) + len(value) + 4 for name, value in headers)
        if cut == "after":
            self._lose()
            return
        self._answer(status, headers, self._told(status, content))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815  (the standard library's names)

    def _lose(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        url = urlsplit(self.server.proxy.target)
        connection = http.client.HTTPConnection(url.hostname or "localhost", url.port, timeout=60)
        try:
            kept = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
            connection.request(self.command, self.path, body or None, kept)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _told(self, status: int, content: bytes) -> bytes:
        lie = self.server.proxy.found(self.server.proxy.lies, self.command, self.path)
        if lie is None or status >= 300:
            return content
        return json.dumps(lie(json.loads(content))).encode()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def standing_before(target: str) -> Iterator[Proxy]:
    """A proxy in front of `target`, on a port of its own."""
    proxy = Proxy(target=target)
    server = Hostile(proxy)
    proxy.address = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
