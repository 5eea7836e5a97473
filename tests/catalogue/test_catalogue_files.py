"""The files that translators work on: complete, up to date, and with nothing in them that cannot be said."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from babel.messages.pofile import read_po

from bot.catalogue import languages
from bot.catalogue.extraction import POT, extracted
from bot.catalogue.translations import catalog_of, faults

TRANSLATED = [code for code in languages() if code != "en"]


def test_the_template_holds_every_sentence() -> None:
    with POT.open("rb") as file:
        template = read_po(file)

    missing = {message.id for message in extracted()} - {message.id for message in template}
    gone = {message.id for message in template} - {message.id for message in extracted()}

    assert not missing | gone, "run `make catalogue`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_has_a_place_for_every_sentence(language: str) -> None:
    offered = {message.id for message in catalog_of(language)}

    assert {message.id for message in extracted()} <= offered, "run `make catalogue`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_names_the_placeholders_of_its_english(language: str) -> None:
    assert faults(catalog_of(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_commands_and_marks(language: str) -> None:
    """A slash command is not translated, and bold stays bold."""
    wrong = []
    for message in catalog_of(language):
        if not message.id or not isinstance(message.id, str) or not message.string:
            continue
        commands = {word.strip("`.,:;()*") for word in message.id.split() if word.startswith(("/", "`/"))}
        if any(command not in message.string for command in commands):
            wrong.append((message.id, "a command is missing"))
        if message.id.count("**") != message.string.count("**"):
            wrong.append((message.id, "** does not match"))

    assert wrong == []


def test_english_needs_no_babel() -> None:
    code = "import sys; from bot.catalogue import *; t('Yes'); say_amount(2, 'page'); sys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def copy_of_gigi(tmp_path: Path) -> Path:
    """A folder with a Gigi of its own, to which languages can be added."""
    copytree(POT.parents[1], tmp_path / "bot", ignore=lambda folder, names: {"__pycache__", "memory", "store", "coach"})
    return tmp_path


def run(code: str, folder: Path) -> str:
    """What this program prints, with the Gigi of that folder."""
    env = {"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True).stdout.decode()


def test_a_language_is_added_by_its_file_alone(copy_of_gigi: Path) -> None:
    """As docs/translating.md says: copy gigi.pot, name the language, translate; nothing is compiled or registered."""
    template = POT.read_text("utf-8").replace('msgstr ""\n"', 'msgstr ""\n"Language: it\\n"\n"', 1)
    (copy_of_gigi / "bot/catalogue/it.po").write_text(
        template.replace('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "Sì"').replace(
            'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] ""\nmsgstr[1] ""',
            'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] "{n} pagina"\nmsgstr[1] "{n} pagine"',
        ),
        encoding="utf-8",
    )
    code = """
from datetime import date
from bot.catalogue import *
print(languages()[-2:], language_named("Italiano"), language_named("italian"), name_of("it"))
with speaking("it-IT"):
    print(t("Yes"), t("No"), say_amount(1, "page"), say_amount(2.5, "page"), say_date(date(2027, 1, 18)))
"""

    assert run(code, copy_of_gigi) == "('it', 'ru') it it Italiano\nSì No 1 pagina 2,5 pagine 18 gen 2027\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("it", "this is no catalogue"),
        ("it", 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=import os;\\n"\n\nmsgid "Yes"\nmsgstr "Sì"\n'),
        ("xx", 'msgid "Yes"\nmsgstr "Xx"\n'),  # no language of this world
    ],
)
def test_a_file_that_cannot_be_read_leaves_its_language_in_english(copy_of_gigi: Path, name: str, text: str) -> None:
    (copy_of_gigi / f"bot/catalogue/{name}.po").write_text(text, encoding="utf-8")
    code = f"""
from datetime import date
from bot.catalogue import *
assert language_named("german") == "de"
with speaking({name!r}):
    print(spoken(), t("Yes"), say_date(date(2027, 1, 18)))
"""

    assert run(code, copy_of_gigi) == "en Yes 18 Jan 2027\n"
