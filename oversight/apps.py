"""What the union sees."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Published releases, the release gate, the measures register."""

    name = "oversight"
