"""The committee's sweeps. Each finds its work in the database and is safe to repeat or to kill."""

from celery import shared_task

from integrity_committee.services import reminders, sessions
from meldpunt.logs import events


@shared_task
def forget_ended_sessions() -> None:
    """Remove staff sessions that are over."""
    events().info("sweep", task="forget-ended-sessions", count=sessions.forget_ended())


@shared_task
def remind_members() -> None:
    """Remind members whose roster runs out."""
    events().info("sweep", task="remind-members", count=reminders.remind())
