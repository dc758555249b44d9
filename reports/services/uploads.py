"""Sealed files that come in parts, wait to be claimed by a statement, and go within a day if none does."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from meldpunt.core import clock
from meldpunt.core.problems import Problem
from meldpunt.protocol import age, padme
from meldpunt.protocol.encoding import b64u
from meldpunt.protocol.errors import ProtocolError
from reports.models import Case, Thread, Upload, UploadPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from meldpunt.protocol.statement import AttachmentRef

UNCLAIMED = timedelta(hours=22)  # with the hour boundary after it: gone within a day
STANZAS = {Thread.CONVERSATION: 2, Thread.NOTES: 1}
HEAD = 16_384  # bytes from which the header of a sealed file can be read


def sealed_limit() -> int:
    """The largest sealed file that is taken, in bytes: Padmé adds at most 12 % to ATTACHMENT_LIMIT, age a little."""
    return int(settings.ATTACHMENT_LIMIT * 1.13) + 64 * 1024


def new_upload() -> Upload:
    """An upload without parts. It expires on an hour boundary."""
    return Upload.objects.create(expires=clock.hour_boundary(UNCLAIMED))


def folder_of(upload: UUID) -> str:
    """Where an upload's parts lie in the storage."""
    return f"{str(upload)[:2]}/{upload}"


def part_name(part: UploadPart) -> str:
    """Where a part lies in the storage."""
    return f"{folder_of(part.upload_id)}/{part.file}"


def put_part(upload_id: UUID, number: int, content: bytes) -> None:
    """Store a part. The same part again replaces it; a claimed upload takes no more.

    Every writing has a name of its own, and the row says which one counts: nothing that was checked is overwritten.

    Raises:
        Problem: 404 `no-upload`, 413 `too-large`, 422 `malformed`.
    """
    if not content:
        raise Problem("malformed", 422)
    if len(content) > settings.PART_SIZE or number * settings.PART_SIZE + len(content) > sealed_limit():
        raise Problem("too-large", 413)
    if not unclaimed().filter(id=upload_id).exists():
        raise Problem("no-upload", 404)
    fresh = UploadPart(upload_id=upload_id, number=number, size=len(content), file=secrets.token_hex(16))
    default_storage.save(part_name(fresh), ContentFile(content))
    with transaction.atomic():
        is_open = unclaimed().select_for_update().filter(id=upload_id).exists()
        before = list(UploadPart.objects.filter(upload_id=upload_id, number=number)) if is_open else [fresh]
        if is_open:
            UploadPart.objects.filter(upload_id=upload_id, number=number).delete()
            fresh.save(force_insert=True)
    for part in before:
        default_storage.delete(part_name(part))
    if not is_open:
        raise Problem("no-upload", 404)


def read(upload: Upload) -> Iterator[bytes]:
    """The sealed file, part by part."""
    yield from _read(upload.parts.order_by("number"))


def _read(parts: Iterable[UploadPart]) -> Iterator[bytes]:
    for part in parts:
        with default_storage.open(part_name(part)) as file:
            yield file.read()


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim whose upload was read and found as stated, and the files that were read."""

    claim: AttachmentRef
    upload: UUID
    files: tuple[str, ...]


def check(claims: Iterable[AttachmentRef], thread: str) -> list[Checked]:
    """Read every claimed upload once and compare it with what the statement says of it.

    Done before the transaction, because a file of 100 MB takes a while to hash.

    Raises:
        Problem: 422 `upload-incomplete` when an upload is unknown, claimed or not as stated; 422 `not-sealed`.
    """
    return [_checked(claim, STANZAS[Thread(thread)]) for claim in claims]


def _checked(claim: AttachmentRef, stanzas: int) -> Checked:
    upload = unclaimed().filter(id=_upload_id(claim)).first()
    parts = list(upload.parts.order_by("number")) if upload else []
    if upload is None or not _are_complete(parts, claim.size):
        raise Problem("upload-incomplete", 422)
    try:
        _check_content(parts, claim, stanzas)
    except FileNotFoundError:
        raise Problem("upload-incomplete", 422) from None  # a part was sent anew while it was read
    return Checked(claim, upload.id, tuple(part.file for part in parts))


def unclaimed() -> QuerySet[Upload]:
    """Uploads that a statement may still claim."""
    return Upload.objects.filter(case=None, removing=False, expires__gt=timezone.now())


def _upload_id(claim: AttachmentRef) -> UUID:
    try:
        return UUID(claim.upload)
    except ValueError:
        raise Problem("upload-incomplete", 422) from None


def _are_complete(parts: Sequence[UploadPart], size: int) -> bool:
    """Whether the parts run from 0 without a gap, all but the last full, and add up to `size`."""
    full = all(part.size == settings.PART_SIZE for part in parts[:-1])
    in_row = [part.number for part in parts] == list(range(len(parts)))
    return full and in_row and sum(part.size for part in parts) == size


def _check_content(parts: Sequence[UploadPart], claim: AttachmentRef, stanzas: int) -> None:
    digest, head = hashlib.sha256(), b""
    for content in _read(parts):
        head = head or content[:HEAD]
        digest.update(content)
    if b64u(digest.digest()) != claim.sha256:
        raise Problem("upload-incomplete", 422)
    try:
        sealed = age.inspect_head(head, claim.size)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    if sealed.stanzas != stanzas or not padme.is_permitted_length(sealed.payload_length):
        raise Problem("not-sealed", 422)


def claim(checked: Iterable[Checked], case: Case, thread: str) -> None:
    """Give checked uploads to a case. Call it in the transaction of the statement that names them.

    Raises:
        Problem: 422 `upload-incomplete` if another statement was first, or a part was sent anew since it was checked.
    """
    for one in checked:
        upload = Upload.objects.select_for_update().filter(id=one.upload, case=None, removing=False).first()
        files = tuple(upload.parts.order_by("number").values_list("file", flat=True)) if upload else ()
        if upload is None or files != one.files:
            raise Problem("upload-incomplete", 422)
        upload.case, upload.thread, upload.expires = case, thread, None
        upload.sha256, upload.size = one.claim.sha256, one.claim.size
        upload.save()


def of_case(case: Case, upload_id: UUID, threads: Iterable[str]) -> Upload:
    """The case's sealed file.

    Raises:
        Problem: 404 `no-upload`.
    """
    upload = Upload.objects.filter(id=upload_id, case=case, thread__in=list(threads)).first()
    if upload is None:
        raise Problem("no-upload", 404)
    return upload


def remove_unclaimed() -> int:
    """Remove uploads that nobody claimed in time; returns how many.

    Marked first, so that no statement can claim a file that is going; then files, then the row, so that a kill in
    between leaves a row that the next sweep finds again.
    """
    Upload.objects.filter(case=None, expires__lte=timezone.now()).update(removing=True)
    count = 0
    for upload in Upload.objects.filter(removing=True):
        for name in _files_in(folder_of(upload.id)):
            default_storage.delete(name)
        upload.delete()
        count += 1
    return count


def _files_in(folder: str) -> list[str]:
    """Everything that lies there, also a part whose request was killed before its row was written."""
    try:
        _, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{file}" for file in files]
