"""The audit trail: what happened on which day, without an order within the day."""

from __future__ import annotations

import uuid

from django.db import models


class AuditEntry(models.Model):
    """One thing that happened. Never holds a member together with a case, nor a time of day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.CharField(max_length=40)
    committee = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=80, blank=True)
    on = models.DateField(db_index=True)


class AuditDay(models.Model):
    """A day that is over: a hash over its entries in the order of their ids and over the day before it."""

    on = models.DateField(primary_key=True)
    digest = models.CharField(max_length=43)


class SingleUse(models.Model):
    """Something that counts once (a proof of work, a challenge), kept until an hour boundary after it expires.

    Stands in the database and not in the cache so that it shares a transaction with what it pays for.
    """

    digest = models.CharField(max_length=43, primary_key=True)
    expires = models.DateTimeField(db_index=True)
