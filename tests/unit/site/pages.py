"""A page of the built site, taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "link", "path", "circle", "br", "img", "input"}


@dataclass
class Element:
    """A tag with its attributes, and the text directly in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


class Reader(HTMLParser):
    """Collects every element of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data


@dataclass
class Page:
    """One page.

    Attributes:
        address: as a browser asks for it, for instance `/nl/report/`.
    """

    address: str
    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    def assets(self) -> list[str]:
        """Every file that the page asks for by itself, or hands to its script."""
        html = self.one("html").attributes
        links = [link.attributes for link in self.all("link") if link.attributes["rel"] != "icon"]
        named = [html["data-worker"], html["data-texts"]]
        asked = [*(link["href"] for link in links), *(script.attributes["src"] for script in self.all("script"))]
        return sorted({address for address in [*asked, *named] if address})


def page_at(site: Path, path: Path) -> Page:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert not reader.open
    return Page("/" + str(path.relative_to(site)).removesuffix("index.html"), reader.elements)


def pages_of(site: Path) -> list[Page]:
    return [page_at(site, path) for path in sorted(site.rglob("*.html"))]
