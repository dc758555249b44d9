"""docs/server-knows.md says what there is: no column, log key or file without a row, no row without one."""

from __future__ import annotations

import re

from django.apps import apps
from django.conf import settings

from meldpunt import logs

PAGE = (settings.BASE_DIR / "docs" / "server-knows.md").read_text(encoding="utf-8")
NEVER_MADE = "axes_"
WITHOUT_A_MODEL = {"django_migrations", "meldpunt_cache"}


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(title: str) -> set[str]:
    rows = [line for line in section(title).splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_column_has_a_row() -> None:
    columns = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.db_table.startswith(NEVER_MADE)
        for field in model._meta.local_concrete_fields
    }
    told = {name for name in first_cells("Tables") if name.split(".")[0] not in WITHOUT_A_MODEL}
    assert told == columns


def test_every_log_key_has_a_row() -> None:
    assert first_cells("Log keys") == set(logs.ALLOWED)


def test_the_tables_with_addresses_are_never_made() -> None:
    assert settings.MIGRATION_MODULES["axes"] is None
