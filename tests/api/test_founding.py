"""A committee founds itself over the API, changes its roster, and takes nothing from anybody else."""

from __future__ import annotations

import base64
import os
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django_otp.oath import totp

from integrity_committee.models import Account, Founding, Invitation, ReleaseShare, Role, RosterDraft
from integrity_committee.services import founding, invitations
from integrity_committee.services.founding import Plan
from integrity_committee.services.invitations import Invited
from meldpunt.core import clock
from meldpunt.protocol import age, keys, roster, shamir, slips, staff
from meldpunt.protocol.encoding import b64u, sha256_b64u, unb64u
from meldpunt.protocol.errors import MalformedError
from meldpunt.protocol.roster import Seat
from tests.api.test_staff import recovery
from tests.peer.people import RefusedError, Staff, stretch
from tests.peer.transport import InProcess

PLAN = Plan("nieuw", {"nl": "Nieuwe commissie"}, [{"id": "dienst", "name": {"nl": "Dienst"}, "country": "NL"}], 2)
PEOPLE = [Invited("Alice", Seat.CHAIR), Invited("Bob"), Invited("Charlie"), Invited("Dina", deputy=True)]
PHRASE = "appel boom citroen deur eiland feest"
RECOVERY = "ABCD-EFGH-JKLM"


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    pass


def own(name: str) -> str:
    """A name for signing in that nobody of the fixed cast has."""
    return f"{name}-nieuw"


def acceptance(person: str, **changes: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What a browser sends to accept, and the sheet that the person keeps."""
    name = own(person)
    otp_key, secret = os.urandom(20), os.urandom(32)
    stretched = stretch(name, PHRASE)
    made = keys.member_keys(secret)
    body = {
        "username": name,
        "password": staff.sign_in_secret(stretched),
        "otp_key": b64u(otp_key),
        "otp_code": f"{totp(otp_key):06d}",
        "recovery_hashes": [sha256_b64u(RECOVERY.replace("-", "").encode())],
        "wrapped": b64u(staff.wrap_member_secret(secret, age.recipient_of(staff.wrap_identity(stretched)))),
        "recipient": made.recipient,
        "signing_key": made.signing_key,
        **changes,
    }
    sheet = {"username": name, "passphrase": PHRASE, "otp_secret": base64.b32encode(otp_key).decode()}
    return body, sheet | {"secret": b64u(secret)}


def accept(name: str, code: str, **changes: Any) -> Staff:
    person = Staff(InProcess())
    body, person.sheet = acceptance(name, **changes)
    person.call("POST", "/staff/invitations/accept", {"altcha": person.proof(), "code": code, **body})
    person.sheet["id"] = str(Account.objects.get(username=own(name)).member)
    return person


def joined() -> list[Staff]:
    """Everybody has accepted and signed in."""
    papers = founding.begin(PLAN, PEOPLE)
    everyone = [accept(paper.invited.name.lower(), paper.code) for paper in papers]
    for person in everyone:
        person.sign_in()
    return everyone


def drafted(by: Staff, people: list[dict[str, Any]], **changes: Any) -> tuple[bytes, list[dict[str, str]]]:
    """A roster of these people, and its shares."""
    quorum = changes.get("quorum", 2)
    seed = os.urandom(32)
    shares = shamir.split(seed, quorum, len(people))
    fields = {
        "v": 1,
        "committee": "nieuw",
        "name": PLAN.name,
        "epoch": 0,
        "previous": None,
        "quorum": quorum,
        "issued_on": clock.today().isoformat(),
        "valid_until": (clock.today() + timedelta(days=365)).isoformat(),
        "bodies": PLAN.bodies,
        "release": {
            "recipient": age.recipient_of(age.identity_from_secret(seed)),
            "shares": {one["member"]: sha256_b64u(share) for one, share in zip(people, shares, strict=True)},
        },
        "members": [
            {"id": one["member"], **{name: one[name] for name in ("name", "seat", "recipient", "signing_key")}}
            for one in people
        ],
        **changes,
    }
    sealed = [
        slips.seal_release_share(fields["epoch"], share, one["recipient"])
        for one, share in zip(people, shares, strict=True)
    ]
    named = [{"member": one["member"], "sealed": b64u(share)} for one, share in zip(people, sealed, strict=True)]
    return roster.build_roster(fields), named


def draft(by: Staff, people: list[dict[str, Any]], **changes: Any) -> bytes:
    payload, shares = drafted(by, people, **changes)
    by.call("POST", "/committee/room/draft", {"payload": b64u(payload), "shares": shares})
    return payload


def sign(person: Staff, payload: bytes) -> bool:
    signed = roster.sign_roster(payload, [person.keys.signing_secret])
    return bool(person.call("POST", "/committee/room/draft/signatures", {"signed": signed})["in_force"])


def seats(person: Staff) -> list[dict[str, Any]]:
    return [one for one in person.call("GET", "/committee/room")["people"] if not one["deputy"]]


def founded() -> list[Staff]:
    alice, bob, charlie, dina = joined()
    payload = draft(alice, seats(alice))
    assert [sign(one, payload) for one in (alice, bob, charlie)] == [False, False, True]
    return [alice, bob, charlie, dina]


def refused(call: Any) -> tuple[int, str | None]:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.status, caught.value.code


def test_four_people_found_a_committee() -> None:
    alice, _, charlie, dina = founded()
    epoch = roster.verify_chain(alice.chain("nieuw"))[-1]
    assert [member.name for member in epoch.roster.members] == ["Alice", "Bob", "Charlie"]
    assert not Founding.objects.exists()
    assert not RosterDraft.objects.exists()
    room = charlie.call("GET", "/committee/room")
    assert room["plan"] is None
    assert [one["name"] for one in room["people"] if one["deputy"]] == ["Dina"]
    held = alice.call("GET", "/committee/release-shares")
    share = slips.open_release_share(alice.keys.identity, unb64u(held[0]["sealed"]))
    assert sha256_b64u(share.share) == epoch.roster.release.shares[alice.sheet["id"]]
    assert dina.call("GET", "/committee/grants") == []


def test_the_room_says_who_is_waited_for() -> None:
    papers = founding.begin(PLAN, PEOPLE)
    alice = accept("alice", papers[0].code)
    alice.sign_in()
    room = alice.call("GET", "/committee/room")
    assert {one["name"]: bool(one["signing_key"]) for one in room["people"]} == {
        "Alice": True, "Bob": False, "Charlie": False, "Dina": False,
    }  # fmt: skip
    assert room["plan"]["quorum"] == 2


def test_an_invitation_counts_once() -> None:
    papers = founding.begin(PLAN, PEOPLE)
    nobody = Staff(InProcess())
    shown = nobody.call("POST", "/staff/invitations/show", {"altcha": nobody.proof(), "code": papers[0].code.lower()})
    assert (shown["name"], shown["seat"], shown["committee_name"]) == ("Alice", "chair", {"nl": "Nieuwe commissie"})
    body, _ = acceptance("alice")
    for _ in range(2):  # the same acceptance again, because its answer was lost
        nobody.call("POST", "/staff/invitations/accept", {"altcha": nobody.proof(), "code": papers[0].code, **body})
    assert Account.objects.filter(username=own("alice")).count() == 1
    assert refused(lambda: accept("eva", papers[0].code)) == (409, "invitation-used")
    show = {"altcha": nobody.proof(), "code": papers[0].code}
    assert refused(lambda: nobody.call("POST", "/staff/invitations/show", show)) == (409, "invitation-used")


def test_invitations_that_are_refused() -> None:
    papers = founding.begin(PLAN, PEOPLE)
    accept("alice", papers[0].code)
    assert refused(lambda: accept("alice", papers[1].code)) == (409, "name-taken")
    assert refused(lambda: accept("bob", "AAAA-BBBB")) == (404, "no-invitation")
    assert refused(lambda: accept("bob", papers[1].code, otp_code="000000")) == (422, "one-time-code")
    assert refused(lambda: accept("bob", papers[1].code, recipient="age1pq1x")) == (422, "malformed")
    assert refused(lambda: accept("bob", papers[1].code, wrapped=b64u(b"plain"))) == (422, "not-sealed")
    taken = Invitation.objects.get(name="Alice").signing_key
    assert refused(lambda: accept("bob", papers[1].code, signing_key=taken)) == (422, "malformed")
    with time_machine.travel(clock.today() + timedelta(days=31), tick=False):
        assert refused(lambda: accept("bob", papers[1].code)) == (404, "no-invitation")
    assert Account.objects.filter(committee="nieuw").count() == 1


def test_two_drafts_at_once() -> None:
    alice, bob, *_ = joined()
    payload, shares = drafted(alice, seats(alice))
    first = {"payload": b64u(payload), "shares": shares}
    assert alice.call("POST", "/committee/room/draft", first) == alice.call("POST", "/committee/room/draft", first)
    assert refused(lambda: draft(bob, seats(bob))) == (409, "draft-exists")
    sign(alice, payload)
    bob.call("POST", "/committee/room/draft/discard", {"hash": roster.payload_hash(payload)})
    assert not ReleaseShare.objects.filter(roster=roster.payload_hash(payload)).exists()
    newer = draft(bob, seats(bob))
    assert refused(lambda: sign(alice, payload)) == (409, "stale-draft")
    assert not sign(alice, newer)


def test_other_words_stop_the_draft() -> None:
    alice, bob, charlie, _ = joined()
    payload = draft(alice, seats(alice))
    bob.call("POST", "/committee/room/draft/stop", {"hash": roster.payload_hash(payload)})
    assert refused(lambda: sign(charlie, payload)) == (409, "draft-stopped")
    assert charlie.call("GET", "/committee/room")["draft"]["stopped_by"] == bob.sheet["id"]


def test_drafts_that_are_refused() -> None:
    alice, *_, dina = joined()
    people = seats(alice)
    stranger = keys.member_keys(os.urandom(32))
    swapped = [*people[:2], people[2] | {"recipient": stranger.recipient, "signing_key": stranger.signing_key}]
    late = {"issued_on": "2020-01-01", "valid_until": "2021-01-01"}
    assert refused(lambda: draft(alice, swapped)) == (422, "foreign-member")
    assert refused(lambda: draft(alice, people, committee="elders")) == (422, "roster-refused")
    assert refused(lambda: draft(alice, people, name={"nl": "Anders"})) == (422, "roster-refused")
    assert refused(lambda: draft(alice, people, **late)) == (422, "wrong-date")
    payload, shares = drafted(alice, people)
    for odd, code in (
        (shares[:2], "foreign-member"),
        ([*shares[:2], shares[0]], "foreign-member"),
        ([*shares[:2], {**shares[2], "sealed": b64u(b"plain")}], "not-sealed"),
    ):
        body = {"payload": b64u(payload), "shares": odd}
        assert refused(lambda body=body: alice.call("POST", "/committee/room/draft", body)) == (422, code)
    assert not RosterDraft.objects.exists()
    draft(alice, people)
    assert refused(lambda: sign(dina, payload)) == (409, "stale-draft")


def test_who_only_stands_by_cannot_sign() -> None:
    alice, *_, dina = joined()
    payload = draft(alice, seats(alice))
    assert sign(dina, payload) is False  # a signature by others is ignored
    assert alice.call("GET", "/committee/room")["draft"]["signers"] == [dina.keys.signing_key]


def test_a_deputy_takes_a_seat_and_somebody_leaves() -> None:
    alice, bob, charlie, dina = founded()
    people = alice.call("GET", "/committee/room")["people"]
    stay = [one for one in people if one["name"] != "Charlie"]
    newest = roster.verify_chain(alice.chain("nieuw"))[-1]
    payload = draft(alice, stay, epoch=1, previous=newest.hash)
    assert [sign(one, payload) for one in (alice, bob, dina)] == [False, False, True]
    assert [member.name for member in roster.verify_chain(bob.chain("nieuw"))[-1].roster.members] == [
        "Alice", "Bob", "Dina",
    ]  # fmt: skip
    assert refused(lambda: charlie.call("GET", "/committee/grants")) == (401, "signed-out")
    assert refused(lambda: draft(alice, stay, epoch=1, previous=newest.hash)) == (409, "roster-changed")


def test_a_quorum_renews_without_the_others() -> None:
    alice, bob, *_ = founded()
    newest = roster.verify_chain(alice.chain("nieuw"))[-1]
    payload = draft(bob, [one for one in seats(bob) if one["seated"]], epoch=1, previous=newest.hash)
    assert [sign(one, payload) for one in (bob, alice)] == [False, True]


def renewal(person: Staff, code: str, fresh: bytes) -> dict[str, Any]:
    """What a browser sends to set another device."""
    stretched = stretch(person.sheet["username"], PHRASE)
    return {
        "altcha": person.proof(),
        "username": person.sheet["username"],
        "password": staff.sign_in_secret(stretched),
        "code": code,
        "otp_key": b64u(fresh),
        "otp_code": f"{totp(fresh):06d}",
        "recovery_hashes": [sha256_b64u(b"NEWCODENEWCO")],
    }


def test_a_recovery_code_sets_another_device_once() -> None:
    alice, *_ = founded()
    assert alice.call("GET", "/staff/session")["codes_left"] == 1
    fresh, nobody = os.urandom(20), Staff(InProcess(), sheet=alice.sheet)
    mistyped = renewal(nobody, RECOVERY, fresh) | {"otp_code": "12345"}
    assert refused(lambda: nobody.call("POST", "/staff/device", mistyped)) == (422, "one-time-code")
    nobody.call("POST", "/staff/device", renewal(nobody, RECOVERY, fresh))  # the slip did not cost the code
    assert refused(lambda: alice.call("GET", "/committee/room")) == (401, "signed-out")
    again = renewal(nobody, RECOVERY, os.urandom(20))
    assert refused(lambda: nobody.call("POST", "/staff/device", again)) == (403, "sign-in-refused")
    old = alice.code(1)
    alice.sheet["otp_secret"] = base64.b32encode(fresh).decode()
    assert alice.sign_in()["codes_left"] == 1
    assert alice.sign_in(code="NEWC-ODEN-EWCO")["codes_left"] == 0
    assert refused(lambda: alice.sign_in(code=old)) == (403, "sign-in-refused")  # the old telephone counts no more


def test_another_device_takes_all_that_signing_in_takes() -> None:
    alice, *_ = founded()
    for changes in ({"password": b64u(bytes(32))}, {"username": "niemand"}, {"code": "000000"}):
        body = renewal(alice, alice.code(1), os.urandom(20)) | changes
        assert refused(lambda body=body: alice.call("POST", "/staff/device", body)) == (403, "sign-in-refused")


def with_the_words(person: Staff, phrase: str) -> None:
    """A new passphrase with the 24 words, as the recovery page sets it."""
    person.call("POST", "/staff/recovery", recovery(person, person.keys, phrase, unb64u(person.sheet["secret"])))


def test_the_24_words_work_before_there_is_a_list_and_for_who_stands_by() -> None:
    alice, *_, dina = joined()
    with_the_words(alice, "zes andere woorden voor deze test")
    assert refused(alice.sign_in) == (403, "sign-in-refused")
    alice.sign_in("zes andere woorden voor deze test", alice.code(1))
    payload = draft(alice, seats(alice))
    assert sign(alice, payload) is False
    with_the_words(dina, "nog zes woorden voor wie klaarstaat")
    dina.sign_in("nog zes woorden voor wie klaarstaat", dina.code(1))


def asked_for_device(person: Staff, fresh: bytes) -> str:
    body = {
        "altcha": person.proof(),
        "username": person.sheet["username"],
        "password": staff.sign_in_secret(stretch(person.sheet["username"], PHRASE)),
        "otp_key": b64u(fresh),
        "otp_code": f"{totp(fresh):06d}",
    }
    return str(person.call("POST", "/staff/device/ask", body)["number"])


def test_two_colleagues_confirm_a_new_device() -> None:
    alice, bob, charlie, dina = founded()
    fresh = os.urandom(20)
    number = asked_for_device(Staff(InProcess(), sheet=alice.sheet), fresh)
    said = {"member": alice.sheet["id"], "number": number}
    assert bob.call("GET", "/committee/room")["devices"] == [{"member": alice.sheet["id"], "confirmed_by": []}]
    for other in (alice, dina):  # not oneself, not somebody without a seat
        assert refused(lambda other=other: other.call("POST", "/committee/room/devices/confirm", said))[0] == 404
    for _ in range(2):  # one colleague counts once
        assert bob.call("POST", "/committee/room/devices/confirm", said) == {"in_use": False}
    assert charlie.call("POST", "/committee/room/devices/confirm", said) == {"in_use": True}
    alice.sheet["otp_secret"] = base64.b32encode(fresh).decode()
    assert alice.sign_in()["member"] == alice.sheet["id"]


def test_a_wrong_number_ends_the_request() -> None:
    alice, bob, *_ = founded()
    number = asked_for_device(Staff(InProcess(), sheet=alice.sheet), os.urandom(20))
    wrong = {"member": alice.sheet["id"], "number": f"{(int(number) + 1) % 10_000:04d}"}
    assert refused(lambda: bob.call("POST", "/committee/room/devices/confirm", wrong)) == (422, "wrong-number")
    right = {"member": alice.sheet["id"], "number": number}
    assert refused(lambda: bob.call("POST", "/committee/room/devices/confirm", right)) == (404, "no-request")


def test_nobody_asks_for_a_device_without_the_passphrase() -> None:
    alice, *_ = founded()
    stranger = Staff(InProcess(), sheet=alice.sheet | {"username": "niemand"})
    assert refused(lambda: asked_for_device(stranger, os.urandom(20))) == (403, "sign-in-refused")


@pytest.mark.parametrize(
    ("changes", "people"),
    [
        ({"quorum": 3}, PEOPLE),
        ({"quorum": 1}, PEOPLE),
        ({}, PEOPLE[:2]),
        ({"committee": "Met Hoofdletters"}, PEOPLE),
        ({"bodies": []}, PEOPLE),
        ({"bodies": [{"id": "x", "name": {"nl": "X"}, "country": "nederland"}]}, PEOPLE),
        ({"name": {}}, PEOPLE),
    ],
)
def test_plans_that_no_roster_could_follow(changes: dict[str, Any], people: list[Invited]) -> None:
    fields = {name: getattr(PLAN, name) for name in ("committee", "name", "bodies", "quorum")}
    with pytest.raises(MalformedError):
        founding.begin(Plan(**{**fields, **changes}), people)
    assert not Invitation.objects.filter(name="Alice").exists()


def test_a_committee_is_begun_once() -> None:
    founding.begin(PLAN, PEOPLE)
    with pytest.raises(MalformedError):
        founding.begin(PLAN, PEOPLE)


def test_the_command_prints_invitations(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "paper.html"
    call_command(
        "found_committee", "nieuw", "--name", "nl=Nieuwe commissie", "--body", "dienst:NL:nl=Dienst;en=Service",
        "--member", "Alice <b>=chair", "--member", "Bob", "--member", "Charlie", "--deputy", "Dina",
        "--out", str(place),
    )  # fmt: skip
    text = place.read_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert text.count("<svg") == 4
    assert "Alice &lt;b&gt;" in text
    assert Invitation.objects.filter(committee="nieuw").count() == 4
    codes = text.split('class="code">')[1:]
    accept("alice", codes[0].split("<")[0])
    with pytest.raises(CommandError, match="exists"):
        call_command(
            "found_committee", "nog", "--name", "nl=N", "--body", "d:NL:nl=D", "--member", "A", "--out", str(place)
        )
    assert not Founding.objects.filter(committee="nog").exists()


def test_status_says_what_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("status")
    founding.begin(PLAN, PEOPLE)
    call_command("status")
    told = capsys.readouterr().out
    assert "nieuw: being founded; 4 open invitations; nothing waits for signatures" in told


def test_a_union_representative_has_no_key() -> None:
    founded()
    paper = invitations.invite("nieuw", Role.UNION, Invited("Vakbond"))
    assert refused(lambda: accept("bond", paper.code)) == (422, "malformed")
    person = accept("bond", paper.code, wrapped=None, recipient="", signing_key="")
    assert person.sign_in()["role"] == "union"
    assert refused(lambda: person.call("GET", "/committee/room")) == (401, "signed-out")


def test_a_successor_is_named_but_takes_nothing_over() -> None:
    founded()
    heir = Plan("opvolger", PLAN.name, PLAN.bodies, 2, succeeds="nieuw")
    with pytest.raises(MalformedError):
        founding.begin(Plan("ander", PLAN.name, PLAN.bodies, 2, succeeds="bestaat-niet"), PEOPLE)
    papers = founding.begin(heir, PEOPLE[:3])
    people = [accept(name, paper.code) for name, paper in zip(("anna", "bram", "cees"), papers, strict=True)]
    for person in people:
        person.sign_in()
    asker = people[0]
    assert asker.call("GET", "/committees/nieuw/roster")["successor"] is None
    payload = draft(asker, seats(asker), committee="opvolger")
    assert [sign(person, payload) for person in people] == [False, False, True]
    told = asker.call("GET", "/committees/nieuw/roster")
    assert told["successor"] == "opvolger"
    assert len(told["chain"]) == 1
    assert asker.call("GET", "/committees/opvolger/roster")["successor"] is None
