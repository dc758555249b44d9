"""Measure everything and write bench/RESULTS.md."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from bench import client, server, weight

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# Results

Made by `make bench` on the embedded default (SQLite, one web process), {cores} cores, Python {python}, {on}.
A figure is a median unless it says otherwise. Nothing fails on a figure; a missed target has its reason below.

- **Server time** is the processor time of gunicorn (`/proc`), over batches of 100 reports of 3,000 characters to a
  committee of nine, each with the challenge that goes before it. Sealing happens in the bench and is not counted.
- **Click to receipt** is from the click on "seal and send" in chromium until the twelve words are on the page: sealing
  to nine members in the worker, sending, storing. The proof of work was solved while the answers were checked.
- **First visit** is everything over the wire with an empty cache, headers included, until the network is quiet.

| what | figure | target |
|---|---|---|
"""


def main() -> None:
    """Run every measurement."""
    rows = [row for part in (weight, client, server) for row in part.measure()]
    head = HEAD.format(cores=os.cpu_count(), python=platform.python_version(), on=datetime.now(UTC).date().isoformat())
    RESULTS.write_text(head + "".join(f"| {what} | {figure} | {target} |\n" for what, figure, target in rows))
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
