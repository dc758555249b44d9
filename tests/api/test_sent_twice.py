"""Who gives up waiting sends again while the first is still under way: nothing doubles, and the answer is the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import default_storage

from meldpunt.core import proof
from meldpunt.protocol.encoding import b64u, sha256_b64u, unb64u
from reports.models import Case, Envelope, Upload
from reports.services import uploads
from tests.peer.people import Reporter, statement_envelope
from tests.peer.transport import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERS = {"what": "Iemand wordt gepest."}


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], Any]) -> None:
    """Let something else happen, once, right before the service goes on with this call."""
    real = getattr(module, name)

    def first_act(*given: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        act()
        return real(*given)

    monkeypatch.setattr(module, name, first_act)


def test_a_report_that_was_stored_meanwhile(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = reporter.seal("proef", ANSWERS)
    meanwhile(monkeypatch, proof, "spend", lambda: reporter.send(submission))
    again = reporter.send(submission)
    assert again.status == 200
    assert again.json()["reference"] == Case.objects.get().reference


def test_the_very_same_request_twice(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"altcha": reporter.proof(), "submission": reporter.seal("proef", ANSWERS)}
    meanwhile(monkeypatch, proof, "spend", lambda: reporter.raw("POST", "/reports", body))
    assert reporter.raw("POST", "/reports", body).status == 200


def test_a_report_with_a_file(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    file = reporter.upload("brief.pdf", b"x" * 1000)
    submission = reporter.seal("proef", ANSWERS, attachments=[file])
    meanwhile(monkeypatch, uploads, "check", lambda: reporter.send(submission))
    assert reporter.send(submission).status == 200
    assert Case.objects.count() == 1


def test_a_message_that_was_stored_meanwhile(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter.file("proef", ANSWERS)
    reporter.open_mailbox()
    box = reporter.mailbox()
    head = sha256_b64u(unb64u(box["conversation"][-1]["sealed"]))
    newest = sha256_b64u(unb64u(reporter.chain("proef")[-1]["payload"]))
    sealed = statement_envelope(
        "message", box["case"], "conversation", head, newest, None, "Nog iets.", reporter.keys.signing_secret,
        [reporter.secrets.recipient, reporter.keys.recipient],
    )  # fmt: skip
    body = {"prev": head, "envelope": b64u(sealed)}
    meanwhile(monkeypatch, uploads, "check", lambda: reporter.raw("POST", "/mailbox/envelopes", body))
    again = reporter.raw("POST", "/mailbox/envelopes", body)
    assert again.status == 201
    assert Envelope.objects.count() == 2
    other = Reporter(InProcess(), receipt=reporter.receipt, secrets=reporter.secrets)
    other.open_mailbox()
    assert (
        other.raw("POST", "/mailbox/envelopes", {**body, "envelope": b64u(sealed[:-1] + b"x")}).code == "stale-thread"
    )


@pytest.mark.parametrize("between", ["check", "claim"])
def test_a_part_that_is_sent_anew_is_not_claimed(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    file = reporter.upload("brief.pdf", b"x" * 1000)
    submission = reporter.seal("proef", ANSWERS, attachments=[file])
    put = f"/uploads/{file.upload}/parts/0"
    meanwhile(monkeypatch, uploads, between, lambda: reporter.raw("PUT", put, b"not sealed at all"))
    assert reporter.send(submission).code == "upload-incomplete"
    assert not Case.objects.exists()


def test_a_claimed_file_takes_no_part(reporter: Reporter) -> None:
    file = reporter.upload("brief.pdf", b"x" * 1000)
    reporter.file("proef", ANSWERS, attachments=[file])
    upload = Upload.objects.get()
    before = b"".join(uploads.read(upload))
    assert reporter.raw("PUT", f"/uploads/{file.upload}/parts/0", b"other").code == "no-upload"
    assert b"".join(uploads.read(upload)) == before
    folder = Path(default_storage.path(uploads.folder_of(upload.id)))
    assert len(list(folder.iterdir())) == 1  # what was refused is not kept


def test_files_do_not_tell_when_they_came(reporter: Reporter) -> None:
    file = reporter.upload("brief.pdf", b"x" * 1000)
    reporter.file("proef", ANSWERS, attachments=[file])
    left = reporter.upload("ander.pdf", b"y")
    reporter.raw("PUT", f"/uploads/{left.upload}/parts/0", b"sent anew")
    root = Path(default_storage.path(""))
    upload = Path(default_storage.path(uploads.folder_of(Upload.objects.get(sha256=file.sha256).id)))
    for place in (*upload.iterdir(), upload, upload.parent, root):
        assert place.stat().st_mtime % 86_400 == 0, place
    for place in upload.iterdir():
        assert place.stat().st_atime % 86_400 == 0
