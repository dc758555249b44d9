# ruff: noqa: INP001  (a file that a container runs, not a package)
"""Ends with 0 when gunicorn answers as the portal's own host, and with 1 when it does not."""

import http.client
import os
import sys

HOST = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]


def healthy() -> bool:
    """Whether /api/v1/health says 200."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    try:
        connection.request("GET", "/api/v1/health", headers={"Host": HOST})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not healthy())
