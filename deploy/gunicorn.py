# ruff: noqa: INP001  (a file of settings, not a package)
"""Gunicorn: no access log, and an error log that is ours (its own writes the address of a malformed request)."""

import logging
import socket
import struct

from gunicorn.glogging import Logger
from gunicorn.http import wsgi


class OwnLogger(Logger):
    """Sends gunicorn's lines to the logging that meldpunt.logs set up, which keeps no message text."""

    def setup(self, cfg: object) -> None:
        """Leave handlers and formatters to meldpunt.logs."""
        self.cfg = cfg
        self.error_log = logging.getLogger("gunicorn.error")
        self.access_log = logging.getLogger("gunicorn.access")
        self.error_log.setLevel(logging.WARNING)
        # Without a handler or a parent, Python prints a record as it is: address, request line and all.
        self.error_log.propagate = True
        self.access_log.addHandler(logging.NullHandler())

    def access(self, *_arguments: object) -> None:
        """Write nothing."""


logger_class = OwnLogger
accesslog = None
worker_class = "gthread"
workers = 1
threads = 8
timeout = 120
graceful_timeout = 8
limit_request_line = 2048
preload_app = True
control_socket_disable = True
server_software = "meldpunt"


PATIENCE = 30  # seconds without a byte from somebody who is sending


def when_ready(server: object) -> None:
    """Let no one keep a thread waiting for ever. Accepted connections take the listener's time limit over."""
    for listener in server.LISTENERS:  # type: ignore[attr-defined]
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", PATIENCE, 0))


def post_fork(_server: object, _worker: object) -> None:
    """Take the version out of the `Server` header that gunicorn writes."""
    wsgi.SERVER = "meldpunt"
