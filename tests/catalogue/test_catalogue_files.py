"""The files that translators work on: complete, up to date, and with nothing in them that cannot be said."""

import subprocess
import sys

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
