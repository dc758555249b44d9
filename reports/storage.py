"""Sealed files in the data folder, on the disk before anything names them."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any

from django.core.files.base import File as DjangoFile
from django.core.files.storage import FileSystemStorage

from meldpunt.core import clock


class SealedFiles(FileSystemStorage):
    """A file is written beside its place, flushed to the disk, and then renamed: it is whole or it is not there.

    Files and folders bear the day and not the moment: written, read or removed, the disk does not tell when.
    """

    def __init__(self, location: str) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """The name itself: a part that is sent again replaces the part."""
        return name

    def _save(self, name: str, content: DjangoFile[Any]) -> str:
        place = self.path(name)
        folder = os.path.dirname(place)  # noqa: PTH120
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        beside = f"{place}.{secrets.token_hex(8)}"
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:  # noqa: PTH123
            target.writelines(content.chunks())
            target.flush()
            os.utime(target.fileno(), ns=_midnight())
            os.fsync(target.fileno())
        os.replace(beside, place)  # noqa: PTH105
        _sync_folder(folder)
        self._blur(folder)
        return name

    def _open(self, name: str, mode: str = "rb") -> DjangoFile[Any]:
        opened = DjangoFile(open(self.path(name), mode, opener=_without_trace))  # noqa: SIM115  (the caller closes it)
        opened.name = name
        return opened

    def delete(self, name: str) -> None:
        """Remove a file, and its folder when that is empty."""
        super().delete(name)
        folder = os.path.dirname(self.path(name))  # noqa: PTH120
        with suppress(OSError):  # another file is in it
            os.rmdir(folder)  # noqa: PTH106
        self._blur(folder)

    def _blur(self, folder: str) -> None:
        """Take the moment off a folder and those above it."""
        while folder.startswith(os.path.abspath(self.location)):  # noqa: PTH100
            with suppress(FileNotFoundError):
                os.utime(folder, ns=_midnight())
            folder = os.path.dirname(folder)  # noqa: PTH120


def _without_trace(path: str, flags: int) -> int:
    """Open without a time of reading (Linux; only the owner of a file may ask for that)."""
    return os.open(path, flags | getattr(os, "O_NOATIME", 0))


def _midnight() -> tuple[int, int]:
    """Access and modification time for a file: the day, not the moment."""
    day = datetime.combine(clock.today(), time.min, tzinfo=UTC)
    stamp = int(day.timestamp()) * 1_000_000_000
    return stamp, stamp


def _sync_folder(folder: str) -> None:
    """Put the folder's own entry on the disk, so that the rename survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
