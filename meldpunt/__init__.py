"""Meldpunt: the Django project. The Celery application loads with it so that tasks find their broker."""

from meldpunt.celery import app as celery_app

__all__ = ["celery_app"]
