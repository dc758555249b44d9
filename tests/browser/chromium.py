"""Debian's chromium, and the sizes that people hold."""

from __future__ import annotations

CHROMIUM = "/usr/bin/chromium"
# Without these, chromium looks for its own services at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
