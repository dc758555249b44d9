"""A real Celery worker on the broker that is configured: a wake-up becomes a sweep."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from meldpunt.core.models import SingleUse
from meldpunt.core.tasks import forget_expired


@pytest.mark.django_db(transaction=True)
def test_a_wake_up_becomes_a_sweep() -> None:
    SingleUse.objects.create(digest="old", expires=timezone.now() - timedelta(hours=1))
    environment = {**os.environ, "DATABASE_URL": database_url(), "MELDPUNT_DATA": str(settings.DATA_DIR)}
    command = [sys.executable, "-m", "celery", "--app", "meldpunt", "worker", "--pool", "solo", "--loglevel", "ERROR"]
    worker = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        forget_expired.delay()
        deadline = time.monotonic() + 60
        while SingleUse.objects.filter(digest="old").exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not SingleUse.objects.filter(digest="old").exists()
    finally:
        worker.terminate()
        worker.wait(20)


def database_url() -> str:
    """The test's own database, for another process."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    return f"postgres://{chosen['USER']}@{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"
