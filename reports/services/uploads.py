"""Sealed files that come in parts, wait to be claimed by a statement, and go within a day if none does."""

from __future__ import annotations

import hashlib
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
    from collections.abc import Iterable, Iterator

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


def part_name(upload: UUID, number: int) -> str:
    """Where a part lies in the storage."""
    return f"{str(upload)[:2]}/{upload}/{number:04d}"


def put_part(upload_id: UUID, number: int, content: bytes) -> None:
    """Store a part. The same part again replaces it; a claimed upload takes no more.

    Raises:
        Problem: 404 `no-upload`, 413 `too-large`, 422 `malformed`.
    """
    if not content:
        raise Problem("malformed", 422)
    if len(content) > settings.PART_SIZE or number * settings.PART_SIZE + len(content) > sealed_limit():
        raise Problem("too-large", 413)
    if not unclaimed().filter(id=upload_id).exists():
        raise Problem("no-upload", 404)
    default_storage.save(part_name(upload_id, number), ContentFile(content))
    with transaction.atomic():
        if not unclaimed().select_for_update().filter(id=upload_id).exists():
            raise Problem("no-upload", 404)
        UploadPart.objects.update_or_create(upload_id=upload_id, number=number, defaults={"size": len(content)})


def read(upload: Upload) -> Iterator[bytes]:
    """The sealed file, part by part."""
    for number in upload.parts.order_by("number").values_list("number", flat=True):
        with default_storage.open(part_name(upload.id, number)) as part:
            yield part.read()


def check(claims: Iterable[AttachmentRef], thread: str) -> None:
    """Read every claimed upload once and compare it with what the statement says of it.

    Done before the transaction, because a file of 100 MB takes a while to hash.

    Raises:
        Problem: 422 `upload-incomplete` when an upload is unknown, claimed or not as stated; 422 `not-sealed`.
    """
    for claim in claims:
        upload = unclaimed().filter(id=_upload_id(claim)).first()
        if upload is None or not _parts_complete(upload, claim.size):
            raise Problem("upload-incomplete", 422)
        _check_content(upload, claim, STANZAS[Thread(thread)])


def unclaimed() -> QuerySet[Upload]:
    """Uploads that a statement may still claim."""
    return Upload.objects.filter(case=None, removing=False, expires__gt=timezone.now())


def _upload_id(claim: AttachmentRef) -> UUID:
    try:
        return UUID(claim.upload)
    except ValueError:
        raise Problem("upload-incomplete", 422) from None


def _parts_complete(upload: Upload, size: int) -> bool:
    """Whether the parts run from 0 without a gap, all but the last full, and add up to `size`."""
    parts = list(upload.parts.order_by("number").values_list("number", "size"))
    full = all(part_size == settings.PART_SIZE for _, part_size in parts[:-1])
    return full and [n for n, _ in parts] == list(range(len(parts))) and sum(s for _, s in parts) == size


def _check_content(upload: Upload, claim: AttachmentRef, stanzas: int) -> None:
    digest, head = hashlib.sha256(), b""
    for part in read(upload):
        head = head or part[:HEAD]
        digest.update(part)
    if b64u(digest.digest()) != claim.sha256:
        raise Problem("upload-incomplete", 422)
    try:
        sealed = age.inspect_head(head, claim.size)
    except ProtocolError as error:
        raise Problem(error.code, 422) from error
    if sealed.stanzas != stanzas or not padme.is_permitted_length(sealed.payload_length):
        raise Problem("not-sealed", 422)


def claim(claims: Iterable[AttachmentRef], case: Case, thread: str) -> None:
    """Give checked uploads to a case. Call it in the transaction of the statement that names them.

    Raises:
        Problem: 422 `upload-incomplete` if another statement was first.
    """
    for wanted in claims:
        taken = Upload.objects.filter(id=_upload_id(wanted), case=None, removing=False).update(
            case=case, thread=thread, sha256=wanted.sha256, size=wanted.size, expires=None
        )
        if not taken:
            raise Problem("upload-incomplete", 422)


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
        for number in upload.parts.values_list("number", flat=True):
            default_storage.delete(part_name(upload.id, number))
        upload.delete()
        count += 1
    return count
