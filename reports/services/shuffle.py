"""The nightly reshuffle: the day's rows get new places in the file, so that the disk does not tell their order.

SQLite keeps a hidden row id that grows with every insert, and PostgreSQL appends to the table's file, even under
random primary keys (architecture.md, "What the server may write down").
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from meldpunt.core import clock
from meldpunt.core.models import AuditEntry, SingleUse
from reports.models import Case, Envelope, Grant, Look, Stage, Upload, UploadPart, Vault, VaultShare

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

# A row id is drawn from 62 bits: two alike in one table do not happen.
ROW_ID_BITS = 62


def fresh_rows() -> list[QuerySet[Any]]:
    """The rows of today and yesterday, table by table; whole tables where rows have no day of their own."""
    since = clock.today() - timedelta(days=1)
    cases = Case.objects.filter(received_on__gte=since)
    return [
        cases,
        Envelope.objects.filter(posted_on__gte=since),
        Grant.objects.filter(added_on__gte=since),
        Vault.objects.filter(case__in=cases),
        VaultShare.objects.filter(case__in=cases),
        Stage.objects.filter(on__gte=since),
        Look.objects.all(),
        Upload.objects.all(),
        UploadPart.objects.all(),
        AuditEntry.objects.filter(on__gte=since),
        SingleUse.objects.all(),
    ]


def reshuffle() -> int:
    """Move the fresh rows of every table; returns how many. Killed in the middle, a table is moved or it is not."""
    count = 0
    for rows in fresh_rows():
        keys = list(rows.values_list("pk", flat=True))
        secrets.SystemRandom().shuffle(keys)
        _move(rows.model, keys)
        count += len(keys)
    _flush()
    return count


def _move(model: type[Model], keys: list[Any]) -> None:
    options = model._meta  # noqa: SLF001  (Django documents _meta as public)
    table, column = connection.ops.quote_name(options.db_table), connection.ops.quote_name(str(options.pk.column))
    stored = [options.pk.get_db_prep_value(key, connection) for key in keys]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            moves = [(1 + secrets.randbits(ROW_ID_BITS), key) for key in stored]
            cursor.executemany(f"UPDATE {table} SET rowid = %s WHERE {column} = %s", moves)  # noqa: S608
        else:
            # PostgreSQL writes a new version of the row at the end of the table; all share one transaction number.
            # Long values lie apart, numbered as they came, until they are written anew (TOAST).
            anew = ", ".join([f"{column} = {column}", *_long_values(options)])
            query = f"UPDATE {table} SET {anew} WHERE {column} = %s"  # noqa: S608
            cursor.executemany(query, [(key,) for key in stored])


def _long_values(options: Any) -> list[str]:
    """The table's columns that PostgreSQL may keep apart, each set to a new copy of itself."""
    kinds = {"BinaryField": "''::bytea", "TextField": "''"}
    columns = [
        (connection.ops.quote_name(field.column), kinds[field.get_internal_type()])
        for field in options.local_concrete_fields
        if field.get_internal_type() in kinds
    ]
    return [f"{column} = {column} || {nothing}" for column, nothing in columns]


def _flush() -> None:
    """Write the tables anew in their new order.

    SQLite keeps long values on pages of their own, in the order in which they came, until the whole file is written
    anew; then what was moved is taken out of the write-ahead log. PostgreSQL drops the old versions.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for rows in fresh_rows():
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(rows.model._meta.db_table)}")  # noqa: SLF001
