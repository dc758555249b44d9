"""The pages, rendered ahead of time."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Builds and serves the site."""

    name = "meldpunt.site"
    label = "site"
