"""Sweeps: each does its work once, can be repeated, and survives a kill in the middle."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from integrity_committee.services import sessions
from meldpunt.core import clock, services
from meldpunt.core.models import AuditDay, AuditEntry, SingleUse
from meldpunt.core.services import Event
from reports import tasks
from reports.models import Case, ChaffDay, Committee, Envelope, Grant, Thread, Upload
from reports.services import grants, shuffle, uploads
from tests.peer.people import Reporter, Staff
from tests.peer.transport import InProcess

LONG = 40  # rows with a long value


@pytest.mark.parametrize("name", sorted(current_app.conf.beat_schedule))
def test_every_entry_of_the_schedule_exists(name: str) -> None:
    entry = current_app.conf.beat_schedule[name]
    task = import_string(entry["task"])
    assert task.name in current_app.tasks
    assert not entry.get("args")


def test_chaff_comes_three_times_a_week_at_least(sheet: dict[str, Any]) -> None:
    Grant.objects.all().delete()
    ChaffDay.objects.all().delete()
    start = clock.today() - timedelta(days=clock.today().weekday())
    for day in range(28):
        with clock.on_day(start + timedelta(days=day)):
            grants.add_chaff()
            grants.add_chaff()  # a second worker, or the same one after a kill
    weeks = 4
    per_member = [
        Grant.objects.filter(member=sheet[name]["id"]).count() for name in ("alice", "bob", "charlie", "dina")
    ]
    assert all(grants.LEAST_A_WEEK * weeks <= count <= grants.LEAST_A_WEEK * (weeks + 1) for count in per_member)
    days = Grant.objects.filter(member=sheet["alice"]["id"]).values_list("added_on", flat=True).distinct()
    assert len(days) > weeks


def test_chaff_follows_the_reports(sheet: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        Reporter(InProcess()).file("proef", {"what": "x"})
    Case.objects.update(received_on=clock.today())
    assert grants.chaff_a_week("proef", clock.today()) == grants.LEAST_A_WEEK
    monkeypatch.setattr(grants, "LOOK_BACK", timedelta(days=5))
    assert grants.chaff_a_week("proef", clock.today()) == 5  # three in five days are more than four a week
    assert grants.chaff_a_week("elders", clock.today()) == grants.LEAST_A_WEEK


def test_chaff_looks_like_a_grant(reporter: Reporter, alice: Staff) -> None:
    grants.add_chaff()
    reporter.file("proef", {"what": "x"})
    sealed = alice.call("GET", "/committee/grants")
    assert len({len(one["sealed"]) for one in sealed}) == 1
    assert len(alice.grants()) == 1


def test_unclaimed_uploads_go_and_claimed_ones_stay(reporter: Reporter) -> None:
    kept, left = reporter.upload("a.pdf", b"a"), reporter.upload("b.pdf", b"b")
    reporter.file("proef", {"what": "x"}, attachments=[kept])
    assert uploads.remove_unclaimed() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=24), tick=False):
        tasks.remove_unclaimed_uploads()
    assert [str(upload.id) for upload in Upload.objects.all()] == [kept.upload]
    assert default_storage.exists(uploads.part_name(Upload.objects.get().parts.get()))
    folders, _ = default_storage.listdir(left.upload[:2]) if default_storage.exists(left.upload[:2]) else ([], [])
    assert left.upload not in folders


def test_a_kill_between_file_and_row_leaves_work_for_the_next(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter.upload("a.pdf", b"a")
    later = timezone.now() + timedelta(hours=24)

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with time_machine.travel(later, tick=False):
        with monkeypatch.context() as patch:
            patch.setattr(Upload, "delete", killed)
            with pytest.raises(KeyboardInterrupt):
                uploads.remove_unclaimed()
        assert Upload.objects.filter(removing=True).count() == 1
        assert uploads.remove_unclaimed() == 1


def test_what_expired_is_forgotten(reporter: Reporter) -> None:
    reporter.file("proef", {"what": "x"})
    assert SingleUse.objects.exists()
    assert services.forget_expired() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        assert services.forget_expired() > 0
    assert not SingleUse.objects.exists()


def test_expiries_lie_on_hour_boundaries(reporter: Reporter) -> None:
    reporter.upload("a.pdf", b"a")
    reporter.file("proef", {"what": "x"})
    moments = [*SingleUse.objects.values_list("expires", flat=True), *Upload.objects.values_list("expires", flat=True)]
    assert all((m.minute, m.second, m.microsecond) == (0, 0, 0) for m in moments if m)


@pytest.mark.django_db(transaction=True)
def test_the_reshuffle_moves_rows_and_keeps_them() -> None:
    for number in range(40):
        SingleUse.objects.create(digest=f"{number:02}", expires=timezone.now())
    before = physical_order()
    shuffle.reshuffle()
    after = physical_order()
    assert sorted(before) == sorted(after)
    assert before != after


@pytest.mark.django_db(transaction=True)
def test_the_reshuffle_mixes_long_values_too() -> None:
    """Both databases keep long values apart from their rows, where they would lie in the order in which they came."""
    committee = Committee.objects.create(slug="lang")
    for number in range(LONG):
        case = Case.objects.create(
            id=uuid.uuid4(), committee=committee, reference=f"M-{number}", received_on=clock.today(),
            submission=f"s{number}", door=f"d{number}", mailbox_key=f"k{number}", mailbox_recipient=f"r{number}",
            recipient=f"c{number}",
        )  # fmt: skip
        Envelope.objects.create(
            case=case, thread=Thread.CONVERSATION, position=0, hash=f"h{number}", posted_on=clock.today(),
            sealed=secrets.token_bytes(9_000) + mark(number) + secrets.token_bytes(7_000),
        )  # fmt: skip
    before = order_of_long_values()
    shuffle.reshuffle()
    after = order_of_long_values()
    assert sorted(before) == sorted(after) == list(range(LONG))
    assert abs(correlation(before)) > 0.9
    assert abs(correlation(after)) < 0.6


def order_of_long_values() -> list[int]:
    """The numbers of the envelopes in the order in which their long values lie on the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = Path(connection.settings_dict["NAME"]).read_bytes()
        return sorted(range(LONG), key=lambda number: content.find(mark(number)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'reports_envelope'")
        toast = cursor.fetchone()[0]
        cursor.execute(f"SELECT chunk_data FROM {toast} ORDER BY chunk_id, chunk_seq")  # noqa: S608
        chunks = b"".join(bytes(row[0]) for row in cursor.fetchall())
    return sorted(range(LONG), key=lambda number: chunks.find(mark(number)))


def mark(number: int) -> bytes:
    return f"<long value {number:03}>".encode()


def correlation(order: list[int]) -> float:
    """Spearman's rho between places and numbers: 1 in order, about 0 when mixed."""
    count = len(order)
    distance = sum((place - number) ** 2 for place, number in enumerate(order))
    return 1 - 6 * distance / (count * (count**2 - 1))


def physical_order() -> list[str]:
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digest FROM core_singleuse ORDER BY {place}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_the_audit_trail_is_sealed_by_day_and_shows_a_change(sheet: dict[str, Any]) -> None:
    AuditEntry.objects.all().delete()
    for back in (3, 2, 0):
        with clock.on_day(clock.today() - timedelta(days=back)):
            services.record(Event.REPORT_RECEIVED, committee="proef")
    assert services.seal_audit_days() == 2
    assert services.seal_audit_days() == 0
    assert AuditDay.objects.count() == 2
    assert services.audit_trail_holds()
    AuditEntry.objects.filter(on=clock.today() - timedelta(days=3)).update(event="report:removed")
    assert not services.audit_trail_holds()


def test_every_table_is_reshuffled_or_has_a_reason_not_to_be() -> None:
    moved = {rows.model for rows in shuffle.fresh_rows()}
    committees_own = {"Committee", "RosterEpoch", "ChaffDay", "AuditDay"}  # no reporter's act makes a row of these
    theirs = [model for app in ("reports", "core") for model in apps.get_app_config(app).get_models()]
    assert {model.__name__ for model in theirs if model not in moved} == committees_own


def test_ended_sessions_go(sheet: dict[str, Any]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock_now:
        for name in ("alice", "bob"):
            Staff(InProcess(), sheet=sheet[name]).sign_in()
            clock_now.shift(timedelta(minutes=14))
        assert sessions.forget_ended() == 0
        clock_now.shift(timedelta(minutes=3))
        assert sessions.forget_ended() == 1
        assert sessions.forget_ended() == 0
        clock_now.shift(timedelta(minutes=15))
        assert sessions.forget_ended() == 1
    assert not Session.objects.exists()


def test_locks_that_are_over_are_forgotten(db: None) -> None:
    cache.set("lock", 1, timeout=60)
    cache.set("other", 1, timeout=7200)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        removed = services.forget_expired()
        assert cache.get("other") == 1
    assert removed == (1 if "DatabaseCache" in settings.CACHES["default"]["BACKEND"] else 0)
