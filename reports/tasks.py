"""The letterbox's sweeps. Each finds its work in the database and is safe to repeat or to kill."""

from celery import shared_task

from meldpunt.logs import events
from reports.services import grants, shuffle, uploads


@shared_task
def add_chaff() -> None:
    """Add the day's chaff for every member."""
    events().info("sweep", task="add-chaff", count=grants.add_chaff())


@shared_task
def remove_unclaimed_uploads() -> None:
    """Remove files that no statement claimed within a day."""
    events().info("sweep", task="remove-unclaimed-uploads", count=uploads.remove_unclaimed())


@shared_task
def reshuffle_rows() -> None:
    """Give the day's rows new places on the disk."""
    events().info("sweep", task="reshuffle-rows", count=shuffle.reshuffle())
