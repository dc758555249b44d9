"""What members do."""

from django.apps import AppConfig


class IntegrityCommitteeConfig(AppConfig):
    """Accounts and keys, rosters, case work, stages."""

    name = "integrity_committee"
