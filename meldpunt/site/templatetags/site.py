"""Template tags of the pages that are rendered ahead of time."""

from __future__ import annotations

from django import template

from meldpunt.site import bundle

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a bundled file by its logical name."""
    return bundle.url(name)


@register.simple_tag
def asset_imports(name: str) -> list[str]:
    """The addresses of the chunks that an entry imports at once, to be fetched beside it."""
    return [bundle.url(chunk) for chunk in bundle.assets()[name].imports]
