"""Who looked: sealed to the case and to the reporter as it is written, so that only they can read it."""

from __future__ import annotations

from meldpunt.core import clock
from meldpunt.protocol import age, padme
from meldpunt.protocol.encoding import dump_json, sha256_b64u
from reports.models import Case, Look


def note_look(case: Case, member: str, door: bytes, what: str) -> None:
    """Write that a member fetched the case, or a file of it, today: once a member, case, thing and day."""
    on = clock.today().isoformat()
    mark = sha256_b64u(b"\n".join([b"meldpunt/looked", door, member.encode(), what.encode(), on.encode()]))
    if Look.objects.filter(mark=mark).exists():
        return
    entry = padme.pad_fixed(dump_json({"v": 1, "member": member, "what": what, "on": on}), 512)
    sealed = age.encrypt(entry, [case.recipient, case.mailbox_recipient])
    Look.objects.get_or_create(mark=mark, defaults={"case": case, "sealed": sealed})
