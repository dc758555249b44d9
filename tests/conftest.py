"""The fixed cast: one committee of Alice, Bob, Charlie and Dina with quorum two, founded once for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from integrity_committee.demonstration.cast import Player, Scene
from integrity_committee.demonstration.play import play
from tests.peer.people import Reporter, Staff
from tests.peer.transport import InProcess

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

PLAYERS = (
    Player("alice", "Alice", "chair", "appel boom citroen deur eiland feest"),
    Player("bob", "Bob", "member", "glas hout ijs jas kraan lamp"),
    Player("charlie", "Charlie", "member", "maan neus oven peer radijs sok"),
    Player("dina", "Dina", "employee-representative", "trein uil veer wiel zand zon"),
)
BODY = ("dienst", {"nl": "Dienst", "en": "Service", "ar": "دائرة"}, "NL")
SCENE = Scene(
    "proef",
    {"nl": "Proefcommissie", "en": "Trial", "ar": "لجنة"},
    (BODY,),
    PLAYERS,
    Player("vakbond", "Vakbond", "union", "vis vork vlag vuur vloer vriend"),
)
OTHER = Scene("elders", {"nl": "Elders", "en": "Elsewhere", "ar": "أخرى"}, (BODY,), (
    Player("erin", "Erin", "chair", "een twee drie vier vijf zes"),
    Player("frank", "Frank", "member", "zeven acht negen tien elf twaalf"),
    Player("grace", "Grace", "member", "rood geel blauw groen wit zwart"),
), Player("bond", "Bond", "union", "kip ei haan hen veer nest"))  # fmt: skip


pytest_plugins = ["tests.browser.fixtures"]


@pytest.fixture(scope="session")
def _cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    with django_db_blocker.unblock():
        return {scene.committee: play(scene) for scene in (SCENE, OTHER)}


@pytest.fixture
def sheet(_cast: dict[str, Any], db: None) -> dict[str, dict[str, str]]:
    """The sign-in sheet by username; nobody is locked out because of an earlier test."""
    cache.clear()
    members = [member for scene in _cast.values() for member in scene["committee"]["members"]]
    return {account["username"]: account for account in [*members, *(scene["union"] for scene in _cast.values())]}


@pytest.fixture
def reporter(sheet: dict[str, Any]) -> Reporter:
    return Reporter(InProcess())


def signed_in(sheet: dict[str, Any], name: str) -> Staff:
    person = Staff(InProcess(), sheet=sheet[name])
    person.sign_in()
    return person


@pytest.fixture
def alice(sheet: dict[str, Any]) -> Staff:
    return signed_in(sheet, "alice")


@pytest.fixture
def bob(sheet: dict[str, Any]) -> Staff:
    return signed_in(sheet, "bob")


@pytest.fixture
def charlie(sheet: dict[str, Any]) -> Staff:
    return signed_in(sheet, "charlie")
