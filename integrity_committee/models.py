"""Accounts of members and union representatives. Nobody here can open a report with what stands in these rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """Who signs in."""

    MEMBER = "member"
    UNION = "union"


class Accounts(BaseUserManager["Account"]):
    """Accounts, found by their name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account with this name."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A sign-in. `password` is the hash of the sign-in secret, `wrapped` the sealed member secret (protocol.md §2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    last_login = None  # no time of day is kept
    username = models.CharField(max_length=32, unique=True)
    role = models.CharField(max_length=6, choices=Role.choices)
    committee = models.CharField(max_length=64)
    member = models.UUIDField(null=True, unique=True)
    wrapped = models.BinaryField(null=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()
