"""Plays the demonstration: founds the committees and files, answers and notes, each through the services."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import altcha
from django_otp.oath import totp

from integrity_committee.models import Role
from integrity_committee.services import devices, founding, invitations, rosters
from integrity_committee.services.founding import Plan
from integrity_committee.services.invitations import Acceptance, Invited
from meldpunt.core import clock, proof
from meldpunt.protocol import age, keys, roster, shamir, slips, staff, stage, statement, submission, words
from meldpunt.protocol.encoding import b64u, sha256_b64u
from meldpunt.protocol.roster import Seat
from reports.models import Case, Thread
from reports.services import conversations, submissions

if TYPE_CHECKING:
    from datetime import date

    from integrity_committee.demonstration.cast import Line, Player, Scene, Story
    from integrity_committee.models import Account
    from integrity_committee.services.invitations import Paper
    from meldpunt.protocol.encoding import Json
    from meldpunt.protocol.keys import Keys
    from meldpunt.protocol.roster import Epoch
    from meldpunt.protocol.submission import CaseSecrets

VALID = timedelta(days=365)
LONG_AGO = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Member:
    """A player with keys."""

    player: Player
    account: Account
    secret: bytes = field(repr=False)
    keys: Keys
    otp_key: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """The member's id in the roster."""
        return str(self.account.member)

    def entry(self) -> Json:
        """The member's entry in the roster."""
        return {
            "id": self.id,
            "name": self.player.name,
            "seat": self.player.seat,
            "recipient": self.keys.recipient,
            "signing_key": self.keys.signing_key,
        }

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
    with clock.on_day(clock.today() - LONG_AGO):
        members = _invited(scene)
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


def _plan(scene: Scene) -> Plan:
    bodies = [{"id": slug, "name": name, "country": country} for slug, name, country in scene.bodies]
    return Plan(scene.committee, scene.name, bodies, quorum=2)


def _invited(scene: Scene) -> list[Member]:
    """The players, each with the account that accepting an invitation makes."""
    people = [Invited(player.name, Seat(player.seat)) for player in scene.players]
    papers = founding.begin(_plan(scene), people)
    return [_member(scene, player, paper) for player, paper in zip(scene.players, papers, strict=True)]


def _member(scene: Scene, player: Player, paper: Paper) -> Member:
    secret = _seed(scene.committee, player.username, "secret")
    account = invitations.accept(solved(), paper.code, _acceptance(player, secret))
    return Member(player, account, secret, keys.member_keys(secret), _otp_key(player))


def _otp_key(player: Player) -> bytes:
    return _seed(player.username, "otp")[: devices.OTP_BYTES]


def _acceptance(player: Player, secret: bytes | None) -> Acceptance:
    stretched = staff.stretch(player.username, player.passphrase)
    wrap = age.recipient_of(staff.wrap_identity(stretched))
    made = keys.member_keys(secret) if secret else None
    return Acceptance(
        username=player.username,
        password=staff.sign_in_secret(stretched),
        otp_key=_otp_key(player),
        otp_code=f"{totp(_otp_key(player)):06d}",
        recovery_hashes=[],
        wrapped=staff.wrap_member_secret(secret, wrap) if secret else None,
        recipient=made.recipient if made else "",
        signing_key=made.signing_key if made else "",
    )


def _found(scene: Scene, members: list[Member]) -> Epoch:
    """One member drafts the roster, all sign it."""
    first, plan, release = members[0], _plan(scene), _seed(scene.committee, "release")
    shares = shamir.split(release, plan.quorum, len(members))
    payload = roster.build_roster(
        {
            "v": 1,
            "committee": scene.committee,
            "name": plan.name,
            "epoch": 0,
            "previous": None,
            "quorum": plan.quorum,
            "issued_on": clock.today().isoformat(),
            "valid_until": (clock.today() + VALID).isoformat(),
            "bodies": plan.bodies,
            "release": {
                "recipient": age.recipient_of(age.identity_from_secret(release)),
                "shares": {m.id: sha256_b64u(share) for m, share in zip(members, shares, strict=True)},
            },
            "members": [member.entry() for member in members],
        }
    )
    sealed = [slips.seal_release_share(0, share, m.keys.recipient) for m, share in zip(members, shares, strict=True)]
    named = [{"member": m.id, "sealed": b64u(share)} for m, share in zip(members, sealed, strict=True)]
    rosters.post_draft(first.account, payload, named)
    epoch = None
    for member in members:
        epoch = rosters.sign(member.account, roster.sign_roster(payload, [member.keys.signing_secret]))
    if epoch is None:
        raise RuntimeError("the demonstration's roster was not accepted")
    return epoch


def _union(scene: Scene) -> dict[str, str]:
    paper = invitations.invite(scene.committee, Role.UNION, Invited(scene.union.name))
    account = invitations.accept(solved(), paper.code, _acceptance(scene.union, None))
    return {
        "username": account.username,
        "passphrase": scene.union.passphrase,
        "otp_secret": base64.b32encode(_otp_key(scene.union)).decode(),
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
