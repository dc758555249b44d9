"""Accounts, invitations and rosters on their way. Nobody can open a report with what stands in these rows."""

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
    mail = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()


class Founding(models.Model):
    """A committee on its way: what the operator asked for. Goes when its first roster is signed by all."""

    committee = models.CharField(max_length=64, primary_key=True)
    plan = models.TextField()  # JSON: name by language, bodies, quorum
    succeeds = models.CharField(max_length=64, blank=True)


class Invitation(models.Model):
    """An invitation on paper, for one person, once. Its id becomes the member's id in the roster.

    What it holds of the person becomes public with the roster; until then only the committee sees it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    committee = models.CharField(max_length=64)
    role = models.CharField(max_length=6, choices=Role.choices)
    name = models.CharField(max_length=200)
    seat = models.CharField(max_length=24, blank=True)
    deputy = models.BooleanField(default=False)
    replaces = models.UUIDField(null=True)
    code = models.CharField(max_length=43, unique=True)  # hash: only the paper has the code
    valid_until = models.DateField()
    account = models.OneToOneField(Account, on_delete=models.CASCADE, null=True, related_name="invitation")
    recipient = models.CharField(max_length=2000, blank=True)
    signing_key = models.CharField(max_length=43, blank=True)


class RosterDraft(models.Model):
    """A roster that waits for signatures: one at a time for each committee."""

    committee = models.CharField(max_length=64, primary_key=True)
    hash = models.CharField(max_length=43)
    payload = models.BinaryField()
    drafted_by = models.UUIDField()
    drafted_on = models.DateField()
    signed = models.TextField(blank=True)  # the DSSE envelope as far as it is signed, JSON
    stopped_by = models.UUIDField(null=True)  # the member who heard other words


class ReleaseShare(models.Model):
    """One member's sealed share of a roster's release seed (protocol.md §8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    roster = models.CharField(max_length=43)
    member = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "member"], name="one_release_share_a_member")]


class RecoveryCode(models.Model):
    """A code on paper that stands in once for a lost one-time-code device. Kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=43)


class DeviceRequest(models.Model):
    """A member who lost the device asks for a new one; two other members confirm that it is really them."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    otp_key = models.CharField(max_length=40)
    number = models.CharField(max_length=4)
    confirmed_by = models.JSONField(default=list)
    expires_on = models.DateField()


class Reminder(models.Model):
    """That a member is to be told, or was told, that the roster runs out: a mail without content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    roster = models.CharField(max_length=43)
    days = models.PositiveSmallIntegerField()
    sent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "roster", "days"], name="a_reminder_once")]
