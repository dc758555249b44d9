"""Mails say that there is something to do, and nothing else; each is sent once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from integrity_committee.models import Account, Reminder
from integrity_committee.services import reminders, status
from meldpunt.core import clock
from reports.services import committees
from tests.running import free_port


class Letters(Message):
    """A real mail server that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.kept.append(message)


@pytest.fixture
def letters(settings: Any) -> Iterator[list[Any]]:
    handler = Letters()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    yield handler.kept
    server.stop()


def days_before_the_end(days: int) -> Any:
    return clock.on_day(committees.newest_roster("proef").roster.valid_until - timedelta(days=days))


def test_members_are_reminded_three_times(sheet: dict[str, Any], letters: list[Any]) -> None:
    Account.objects.filter(username="alice").update(mail="alice@example.org")
    for day in range(100, -1, -1):
        with days_before_the_end(day):
            reminders.remind()
            reminders.remind()
    assert [(letter["To"], letter["Subject"]) for letter in letters] == [("alice@example.org", "Meldpunt")] * 3
    text = letters[0].get_payload()
    assert "/nl/committee/" in text
    assert not any(word in text.lower() for word in ("proef", "roster", "melding", "alice"))


def test_a_mail_server_that_is_away_loses_nothing(sheet: dict[str, Any], letters: list[Any], settings: Any) -> None:
    Account.objects.filter(username="bob").update(mail="bob@example.org")
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with days_before_the_end(30):
        assert reminders.remind() == 0
        assert Reminder.objects.filter(sent=False).count() == 1
        settings.EMAIL_PORT = there
        assert reminders.remind() == 1
    assert len(letters) == 1


def test_status_is_red_in_time(sheet: dict[str, Any]) -> None:
    for days, told in ((200, "runs 200 days more;"), (20, "the members must renew it"), (-3, "EXPIRED 3 days ago")):
        with days_before_the_end(days):
            assert told in next(line for line in status.lines() if line.startswith("proef"))
