"""The letterbox."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Committees and rosters on show, submissions, uploads, cases, envelopes, grants and chaff, mailbox."""

    name = "reports"
