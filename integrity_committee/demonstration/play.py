"""Plays the demonstration: founds the committees and files, answers and notes, each through the services."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import altcha

from integrity_committee.models import Role
from integrity_committee.services import founding
from integrity_committee.services.founding import NewAccount
from meldpunt.core import clock, proof
from meldpunt.protocol import age, keys, roster, shamir, staff, stage, statement, submission, words
from meldpunt.protocol.encoding import b64u, sha256_b64u
from reports.models import Case, Thread
from reports.services import conversations, submissions

if TYPE_CHECKING:
    from integrity_committee.demonstration.cast import Line, Player, Scene, Story
    from meldpunt.protocol.encoding import Json
    from meldpunt.protocol.keys import Keys
    from meldpunt.protocol.roster import Epoch
    from meldpunt.protocol.submission import CaseSecrets

OTP_BYTES = 20
VALID = timedelta(days=365)
LONG_AGO = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Member:
    """A player with keys."""

    player: Player
    id: str
    secret: bytes = field(repr=False)
    keys: Keys
    otp_key: bytes = field(repr=False)

    def sheet(self) -> dict[str, str]:
        """The member's line of the sign-in sheet."""
        return {
            "id": self.id,
            "name": self.player.name,
            "username": self.player.username,
            "passphrase": self.player.passphrase,
            "otp_secret": base64.b32encode(self.otp_key).decode(),
            "secret": b64u(self.secret),
        }


def play(scene: Scene) -> dict[str, Any]:
    """Found a committee and file its cases; returns what the sign-in sheet needs."""
    members = [_member(scene, player) for player in scene.players]
    epoch = _found(scene, members)
    union = _union(scene)
    receipts = [_tell(story, epoch, members) for story in scene.stories]
    return {
        "committee": {"committee": scene.committee, "members": [member.sheet() for member in members]},
        "union": union,
        "receipts": [{"committee": scene.committee, "words": said} for said in receipts],
    }


def _seed(*parts: str) -> bytes:
    """Secrets of the demonstration are the same every time, and known to all: that is what a demonstration is."""
    return hashlib.sha256("\n".join(["meldpunt demonstration", *parts]).encode()).digest()


def _member(scene: Scene, player: Player) -> Member:
    secret = _seed(scene.committee, player.username, "secret")
    made = uuid.UUID(bytes=_seed(scene.committee, player.username, "id")[:16], version=4)
    return Member(player, str(made), secret, keys.member_keys(secret), _seed(player.username, "otp")[:OTP_BYTES])


def _account(player: Player, member: Member | None) -> NewAccount:
    stretched = staff.stretch(player.username, player.passphrase)
    wrap = age.recipient_of(staff.wrap_identity(stretched))
    return NewAccount(
        username=player.username,
        password=staff.sign_in_secret(stretched),
        member=member.id if member else None,
        wrapped=staff.wrap_member_secret(member.secret, wrap) if member else None,
        otp_key=member.otp_key if member else _seed(player.username, "otp")[:OTP_BYTES],
    )


def _found(scene: Scene, members: list[Member]) -> Epoch:
    issued = clock.today() - LONG_AGO
    release = _seed(scene.committee, "release")
    shares = shamir.split(release, 2, len(members))
    payload = roster.build_roster(
        {
            "v": 1,
            "committee": scene.committee,
            "name": scene.name,
            "epoch": 0,
            "previous": None,
            "quorum": 2,
            "issued_on": issued.isoformat(),
            "valid_until": (issued + VALID).isoformat(),
            "bodies": [{"id": slug, "name": name, "country": country} for slug, name, country in scene.bodies],
            "release": {
                "recipient": age.recipient_of(age.identity_from_secret(release)),
                "shares": {m.id: sha256_b64u(share) for m, share in zip(members, shares, strict=True)},
            },
            "members": [
                {
                    "id": member.id,
                    "name": member.player.name,
                    "seat": member.player.seat,
                    "recipient": member.keys.recipient,
                    "signing_key": member.keys.signing_key,
                }
                for member in members
            ],
        }
    )
    signed = roster.sign_roster(payload, [member.keys.signing_secret for member in members])
    return founding.found(signed, [_account(member.player, member) for member in members])


def _union(scene: Scene) -> dict[str, str]:
    new = _account(scene.union, None)
    founding.open_account(new, Role.UNION, scene.committee)
    return {
        "username": new.username,
        "passphrase": scene.union.passphrase,
        "otp_secret": base64.b32encode(new.otp_key).decode(),
        "committee": scene.committee,
    }


@dataclass(slots=True)
class Told:
    """A case while it is told."""

    case: Case
    epoch: Epoch
    members: dict[str, Member]
    receipt: Keys
    secrets: CaseSecrets
    came: date


def _tell(story: Story, epoch: Epoch, members: list[Member]) -> str:
    """File a story and everything that followed; returns the receipt's words."""
    secret = keys.generate_receipt()
    receipt = keys.receipt_keys(secret)
    by_name = {member.player.username: member for member in members}
    came = clock.today() - timedelta(days=story.days_ago)
    content = submission.ReportContent(
        body_id=story.body,
        language=story.language,
        answers=dict(story.answers),
        name={"name": story.name} if story.name else {},
    )
    excluded = [by_name[username].id for username in story.left_out]
    sealed, secrets = submission.build_submission(receipt, epoch, content, written_on=came, excluded=excluded)
    with clock.on_day(came):
        case, _ = submissions.file_report(solved(), sealed)
    _go_on(story, Told(case, epoch, by_name, receipt, secrets, came))
    return " ".join(words.encode_words(secret, "en"))


def solved() -> str:
    """A solved proof of work, as a browser would send it."""
    challenge = altcha.Challenge.from_dict(proof.new_challenge())
    solution = altcha.solve_challenge(challenge)
    if solution is None:
        raise RuntimeError("no proof of work was found in time")
    return str(altcha.Payload(challenge, solution).to_base64())


def _go_on(story: Story, told: Told) -> None:
    """What happened after the report, in order of its days."""
    for day in range(story.days_ago + 1):
        with clock.on_day(told.came + timedelta(days=day)):
            for line in (line for line in story.lines if line.day == day):
                _say(told, line, Thread.CONVERSATION)
            for line in (line for line in story.notes if line.day == day):
                _say(told, line, Thread.NOTES)
            for _, name, signers in (change for change in story.stages if change[0] == day):
                _move(told, name, signers)


def _say(told: Told, line: Line, thread: Thread) -> None:
    author = None if line.who == "reporter" else told.members[line.who]
    head = conversations.head(told.case, thread)
    payload = statement.build_statement(
        kind="message" if thread == Thread.CONVERSATION else "note",
        case=str(told.case.id),
        thread=thread.value,
        prev=head.hash if head else None,
        roster=told.epoch.hash,
        member=author.id if author else None,
        written_on=clock.today(),
        body={"text": line.text},
    )
    secret = author.keys.signing_secret if author else told.receipt.signing_secret
    recipients = [told.secrets.recipient, told.receipt.recipient][: 2 if thread == Thread.CONVERSATION else 1]
    sealed = statement.seal_statement(statement.sign_statement(payload, [secret]), recipients)
    conversations.post(told.case, thread, head.hash if head else "", b64u(sealed), [])


def _move(told: Told, name: str, signers: tuple[str, ...]) -> None:
    newest = told.case.stages.order_by("-position").first()
    signed: Json = stage.build_stage(
        str(told.case.id),
        stage.Stage(name),
        clock.today(),
        newest.hash if newest else None,
        [told.members[username].keys.signing_secret for username in signers],
    )
    conversations.set_stage(told.case, signed)
