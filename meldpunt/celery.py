"""The Celery application and its static schedule.

A message is only a wake-up: every task is a sweep that finds its work in the database (architecture.md).
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings")

app = Celery("meldpunt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["reports", "integrity_committee", "oversight", "meldpunt.core"])

# Fixed times, whatever there is to do, so that the times of a sweep say nothing about a case.
app.conf.beat_schedule = {
    "add-chaff": {"task": "reports.tasks.add_chaff", "schedule": crontab(minute="10", hour="3")},
    "remove-unclaimed-uploads": {"task": "reports.tasks.remove_unclaimed_uploads", "schedule": crontab(minute="20")},
    "forget-expired-challenges": {"task": "meldpunt.core.tasks.forget_expired", "schedule": crontab(minute="30")},
    "forget-ended-sessions": {
        "task": "integrity_committee.tasks.forget_ended_sessions",
        "schedule": crontab(minute="35"),
    },
    "reshuffle-rows": {"task": "reports.tasks.reshuffle_rows", "schedule": crontab(minute="40", hour="3")},
    "remind-members": {"task": "integrity_committee.tasks.remind_members", "schedule": crontab(minute="0", hour="8")},
    "seal-audit-days": {"task": "meldpunt.core.tasks.seal_audit_days", "schedule": crontab(minute="50", hour="3")},
}
