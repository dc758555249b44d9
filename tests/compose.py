"""docker-compose.yml as data. js-yaml comes with the Node packages; the Python ones have no YAML."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

from tests.real_services import ROOT

READ = "process.stdout.write(JSON.stringify(require('js-yaml').load(require('fs').readFileSync(0, 'utf8'))))"
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")


def compose() -> dict[str, Any]:
    """The file, with its anchors and merges resolved."""
    text = (ROOT / "docker-compose.yml").read_bytes()
    told = subprocess.run(["node", "-e", READ], input=text, capture_output=True, cwd=ROOT, check=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def settings_of(service: dict[str, Any], **given: str) -> dict[str, str]:
    """A service's environment; what the file takes from .env comes from `given`, or is the file's default."""

    def value(found: re.Match[str]) -> str:
        default = "" if ":?" in found[0] else found[2] or ""
        return given.get(found[1], default)

    return {name: VARIABLE.sub(value, str(text)) for name, text in service["environment"].items()}


def command_of_image() -> list[str]:
    """What the image runs when a service names no command of its own."""
    commands = re.findall(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    found: list[str] = json.loads(commands[-1])
    return found
