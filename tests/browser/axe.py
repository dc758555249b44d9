"""axe in every page and state, blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.real_services import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Goes in as an init script: our policy lets no page add one.
SCRIPT = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(page: Page) -> None:
    """Fail with what axe finds on the page as it stands."""
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    told = [
        f"{broken['id']} ({broken['impact']}): {broken['help']}: {[node['html'][:160] for node in broken['nodes']]}"
        for broken in found["violations"]
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)
