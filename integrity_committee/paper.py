"""Invitations as a printable file: one A4 page a person, its QR drawn here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from integrity_committee.services.invitations import Paper

GROUP = 4


def grouped(code: str) -> str:
    """A code in groups of four, as it is read aloud and typed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _page(paper: Paper, language: str) -> dict[str, object]:
    address = f"{settings.ADDRESS}/{language}/invitation/"
    # The code stands behind the #, which a browser does not send.
    drawn = segno.make(f"{address}#code={paper.code}", error="m", micro=False)
    return {
        "paper": paper,
        "address": address,
        "code": grouped(paper.code),
        "qr": drawn.svg_inline(scale=5, border=2, omitsize=False),
    }


def write_invitations(papers: Sequence[Paper], committee: str, language: str, place: Path) -> None:
    """Write the invitations to `place`, which only its owner can read.

    Raises:
        FileExistsError: there is a file of that name already.
    """
    with translation.override(language):
        text = render_to_string(
            "print/invitations.html",
            {
                "pages": [_page(paper, language) for paper in papers],
                "committee": committee,
                "language": language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
            },
        )
    place.touch(mode=0o600, exist_ok=False)
    place.write_text(text, encoding="utf-8")
