"""What every app stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Audit trail, clock, tokens, proof of work and problem details."""

    name = "meldpunt.core"
    label = "core"
