"""What the letterbox holds: ciphertext, days and stages. Every column has a row in docs/server-knows.md.

Primary keys are random, so that no row tells when it came among others.
"""

from __future__ import annotations

import uuid

from django.db import models


class Committee(models.Model):
    """A committee that this portal serves. Everything else about it stands in its roster."""

    slug = models.CharField(max_length=64, primary_key=True)
    successor = models.CharField(max_length=64, blank=True)  # who goes on when this one has lost its quorum


class RosterEpoch(models.Model):
    """One verified link of a committee's roster chain, as signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="epochs")
    epoch = models.PositiveIntegerField()
    hash = models.CharField(max_length=43, unique=True)
    signed = models.TextField()  # the DSSE envelope, JSON

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "epoch"], name="one_roster_an_epoch")]


class Case(models.Model):
    """A case: two public keys of the mailbox, the hash of the door, and the day it came."""

    id = models.UUIDField(primary_key=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=12, unique=True)
    received_on = models.DateField()
    submission = models.CharField(max_length=43, unique=True)  # hash: the same submission again gets the same answer
    door = models.CharField(max_length=43, unique=True)
    mailbox_key = models.CharField(max_length=43, unique=True)
    mailbox_recipient = models.CharField(max_length=2000, unique=True)
    recipient = models.CharField(max_length=2000, unique=True)


class Grant(models.Model):
    """A sealed grant of a member: real, decoy, or chaff (no case). `id` is the handle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="grants")
    member = models.UUIDField(db_index=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants", null=True)
    sealed = models.BinaryField()
    added_on = models.DateField()


class Thread(models.TextChoices):
    """Who reads: `conversation` reporter and committee, `notes` the committee alone."""

    CONVERSATION = "conversation"
    NOTES = "notes"


class Envelope(models.Model):
    """One sealed statement in its place in a thread."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="envelopes")
    thread = models.CharField(max_length=12, choices=Thread.choices)
    position = models.PositiveIntegerField()
    hash = models.CharField(max_length=43)
    sealed = models.BinaryField()
    posted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "thread", "position"], name="one_envelope_a_place"),
            models.UniqueConstraint(fields=["case", "hash"], name="an_envelope_once_a_case"),
        ]


class Upload(models.Model):
    """A sealed file that comes in parts. Until a statement names it, it is unclaimed and goes within a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads", null=True)
    thread = models.CharField(max_length=12, choices=Thread.choices, blank=True)
    sha256 = models.CharField(max_length=43, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expires = models.DateTimeField(null=True, db_index=True)
    removing = models.BooleanField(default=False)


class UploadPart(models.Model):
    """A part that has been written to storage whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=32)  # a new name at every writing: what was checked is what is kept

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="a_part_once")]


class Vault(models.Model):
    """The sealed name, or nothing, of a case: every case has one."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="vault")
    sealed = models.BinaryField()
    threshold = models.PositiveSmallIntegerField()


class VaultShare(models.Model):
    """One member's sealed share of the vault's seed, or a decoy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="shares")
    member = models.UUIDField()
    sealed = models.BinaryField()


class Stage(models.Model):
    """A signed stage of a case: the only workflow fact in clear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField()
    stage = models.CharField(max_length=14)
    on = models.DateField()
    hash = models.CharField(max_length=43)
    signed = models.TextField()  # the DSSE envelope, JSON

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="one_stage_a_place")]


class Look(models.Model):
    """A who-looked entry, sealed to the case and the reporter as it is written.

    `mark` keeps it to one a member, case and day. It is made with the case's door, which the server does not keep, so
    nobody can compute which member a mark stands for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    mark = models.CharField(max_length=43, unique=True)
    sealed = models.BinaryField()


class ChaffDay(models.Model):
    """That the day's chaff was added for a committee: what makes the sweep safe to repeat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="chaff_days")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "on"], name="chaff_once_a_day")]
