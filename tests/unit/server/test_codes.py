"""The table of codes in docs/protocol.md says what the server refuses with: nothing more, nothing less."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from django.conf import settings

from meldpunt.protocol import errors

SOURCES = ("meldpunt", "reports", "integrity_committee", "oversight")
# How a code stands in the code: raised, handed to what counts once, named by a Problem's caller, or a stage's flag.
RAISED = re.compile(r'Problem\(\s*"([a-z-]+)"|use_once\([^\n]*, "([a-z-]+)"\)|return "([a-z]+(?:-[a-z]+)+)"', re.DOTALL)
ELSEWHERE = {"wrong-words", "cannot-open", "bad-share"}  # of the reader's side: the server opens nothing


def told() -> set[str]:
    page = (settings.BASE_DIR / "docs" / "protocol.md").read_text(encoding="utf-8")
    table = page.split("**Answers that refuse**", 1)[1]
    rows = re.findall(r"^\| (\d{3}) \| (.*) \|$", table, re.MULTILINE)
    return {code for _, cell in rows for code in re.findall(r"`([a-z-]+)`", cell)}


def raised() -> set[str]:
    files = [file for source in SOURCES for file in Path(settings.BASE_DIR, source).rglob("*.py")]
    found = RAISED.findall("\n".join(file.read_text(encoding="utf-8") for file in files))
    ours = {code for groups in found for code in groups if code}
    for _, error in inspect.getmembers(errors, inspect.isclass):
        if isinstance(getattr(error, "code", None), str):
            ours.add(error.code)
    return ours


def test_the_page_names_every_code() -> None:
    assert raised() - ELSEWHERE - told() == set()


def test_the_page_names_no_other() -> None:
    assert told() - raised() - {"malformed", "refused"} == set()
