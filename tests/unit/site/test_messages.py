"""`manage.py messages`, on a small project of its own: what it collects, keeps, and tells."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from babel.messages import pofile
from django.core.management import CommandError, call_command
from django.test import override_settings

from meldpunt.site import catalogue
from tests.real_services import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from babel.messages.catalog import Catalog
    from pytest_django.fixtures import SettingsWrapper

TEMPLATE = '{% load i18n %}<p title="{% translate \'Good day\' %}">{% translate "It is {weather}" %}</p>\n'
SOURCE = """import { t, tn } from "./texts";
export const dear = (name: string) => t("Dear {name}", { name });
export const letters = (n: number) => [tn("{n} letter", "{n} letters", n), t("Good day"), t("Page {n}", { n })];
"""
DUTCH = {
    "Dear {name}": "Beste {name}",
    "Good day": "Goedendag",
    "It is {weather}": "Het is {weather}",
    "Page {n}": "Bladzijde {n}",
}
DUTCH_LETTERS = ("één brief", "{n} brieven")


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One template and one client source, collected, and translated alike for every language."""
    root = tmp_path_factory.mktemp("complete")
    (root / "templates").mkdir()
    (root / "client" / "src").mkdir(parents=True)
    shutil.copy(ROOT / "client" / "texts.mjs", root / "client")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / "templates" / "page.html").write_text(TEMPLATE)
    (root / "client" / "src" / "page.ts").write_text(SOURCE)
    with override_settings(BASE_DIR=root):
        with pytest.raises(CommandError, match=r"nl: not translated: Dear \{name\}"):
            call_command("messages")
        for language in ("nl", "ar"):
            change(language, translate)
    return root


@pytest.fixture
def project(complete: Path, tmp_path: Path, settings: SettingsWrapper) -> Path:
    """A copy to change."""
    shutil.copytree(complete, tmp_path, symlinks=True, dirs_exist_ok=True)
    settings.BASE_DIR = tmp_path
    return tmp_path


def translate(texts: Catalog) -> None:
    for message in texts:
        if isinstance(message.id, tuple):
            message.string = (*DUTCH_LETTERS, *[DUTCH_LETTERS[-1]] * (texts.num_plurals - 2))
        elif message.id:
            message.string = DUTCH[message.id]


def change(language: str, edit: Callable[[Catalog], object]) -> None:
    texts = catalogue.read(language)
    edit(texts)
    with catalogue.path(language).open("wb") as file:
        pofile.write_po(file, texts, width=120, include_lineno=False)


def check() -> str:
    """What `messages --check` finds wrong; nothing when all is well."""
    try:
        call_command("messages", check=True)
    except CommandError as told:
        return str(told)
    return ""


def test_what_is_complete_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == ""
    assert "5 texts, complete in nl, en, ar" in capsys.readouterr().out


def test_references_name_every_source_without_lines(project: Path) -> None:
    call_command("messages")
    texts = catalogue.read("nl")
    assert texts["Good day"].locations == [("client/src/page.ts", None), ("templates/page.html", None)]
    assert texts["{n} letter"].id == ("{n} letter", "{n} letters")


def test_collecting_again_changes_nothing(project: Path) -> None:
    call_command("messages")
    before = catalogue.path("ar").read_bytes()
    call_command("messages")
    assert catalogue.path("ar").read_bytes() == before
    assert check() == ""


def test_a_new_text_is_missing_until_it_is_translated(project: Path) -> None:
    page = project / "templates" / "page.html"
    page.write_text(TEMPLATE + '{% translate "Something new" %}')
    assert "nl: not collected: Something new" in check()
    assert "en: not collected: Something new" in check()
    with pytest.raises(CommandError, match="not translated: Something new"):
        call_command("messages")
    told = check()
    assert "nl: not translated: Something new" in told
    assert "ar: not translated: Something new" in told
    assert "en:" not in told  # its English is its name
    assert catalogue.read("nl")["Good day"].string == "Goedendag"


def test_a_text_that_is_gone_is_told_and_then_dropped(project: Path) -> None:
    (project / "templates" / "page.html").write_text("<p></p>")
    assert "nl: no longer used: It is {weather}" in check()
    assert "nl: stands elsewhere now: Good day" in check()
    call_command("messages")
    assert check() == ""
    assert "It is {weather}" not in catalogue.read("nl")


def test_a_missing_catalogue_is_told(project: Path) -> None:
    catalogue.path("ar").unlink()
    assert "ar: there is no catalogue" in check()


@pytest.mark.parametrize("text", ["Beste", "Beste {naam}", "Beste {name} {name2}"])
def test_a_translation_fills_in_what_its_english_does(project: Path, text: str) -> None:
    change("nl", lambda texts: setattr(texts["Dear {name}"], "string", text))
    assert "nl: its placeholders are other ones: Dear {name}" in check()


def test_only_a_plural_form_may_say_its_number_in_words(project: Path) -> None:
    change("nl", lambda texts: setattr(texts["Page {n}"], "string", "Bladzijde"))
    assert "nl: its placeholders are other ones: Page {n}" in check()


def test_one_empty_plural_form_is_not_translated(project: Path) -> None:
    change("ar", lambda texts: setattr(texts["{n} letter"], "string", ("", *["x"] * 5)))
    assert "ar: not translated: {n} letter" in check()


def test_an_uncertain_text_stays_uncertain_until_somebody_says_so(project: Path) -> None:
    change("nl", lambda texts: texts["Good day"].flags.add("fuzzy"))
    assert "nl: uncertain: Good day" in check()
    with pytest.raises(CommandError, match="uncertain: Good day"):
        call_command("messages")
    assert "nl: uncertain: Good day" in check()


def test_a_translator_s_note_is_kept(project: Path) -> None:
    change("nl", lambda texts: texts["Good day"].user_comments.append("also at night"))
    call_command("messages")
    assert catalogue.read("nl")["Good day"].user_comments == ["also at night"]


@pytest.mark.parametrize("call", ["t(name)", "t(`Dear ${name}`)", 't("Dear " + name)', 'tn("one", name, 1)'])
def test_a_text_of_the_client_is_a_literal(project: Path, call: str) -> None:
    (project / "client" / "src" / "page.ts").write_text(f"export const dear = (name: string) => {call};\n")
    assert "client/src/page.ts:1: a text must be a literal" in check()


@pytest.mark.parametrize(
    "tag",
    ["{% blocktranslate %}Hi{% endblocktranslate %}", '{% trans "Hi" %}', "{% translate heading %}", '{{ _("Hi") }}'],
)
def test_a_template_uses_translate_with_a_literal_alone(project: Path, tag: str) -> None:
    (project / "templates" / "page.html").write_text("\n" + tag)
    assert "templates/page.html:2: use translate with a literal" in check()


def test_a_text_has_one_plural(project: Path) -> None:
    (project / "templates" / "page.html").write_text('{% translate "{n} letter" %}')
    assert "“{n} letter” has two plurals" in check()
