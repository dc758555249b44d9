"""Core's sweeps."""

from celery import shared_task

from meldpunt.core import services
from meldpunt.logs import events


@shared_task
def forget_expired() -> None:
    """Remove proofs of work and challenges that expired."""
    events().info("sweep", task="forget-expired", count=services.forget_expired())


@shared_task
def seal_audit_days() -> None:
    """Seal the audit trail of the days that are over."""
    events().info("sweep", task="seal-audit-days", count=services.seal_audit_days())
