"""The committee's sweeps. Each finds its work in the database and is safe to repeat or to kill."""

from celery import shared_task

from integrity_committee.services import sessions
from meldpunt.logs import events


@shared_task
def forget_ended_sessions() -> None:
    """Remove staff sessions that are over."""
    events().info("sweep", task="forget-ended-sessions", count=sessions.forget_ended())
