"""The language Gigi speaks with a person: chosen, taken from their client, and the same things understood in it."""

import pytest

from bot.catalogue import languages, t
from bot.entities import InboundKind
from bot.rules.agreement import read_agreement
from tests.people import talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("name", ["German", "deutsch", "de", "alemán", "немецкий"])
async def test_a_language_is_chosen_by_any_of_its_names(talk, name):
    answer = await talk.told(f"/language {name}")

    assert "Deutsch" in answer
    assert (await talk.person()).profile.language == "de"


async def test_an_unknown_language_names_those_there_are(talk):
    answer = await talk.told("/language klingon")

    assert all(name in answer for name in ("English", "Español", "Deutsch", "Français", "Русский"))
    assert (await talk.person()).profile.language == "en"


@pytest.mark.parametrize(("client", "language"), [("de", "de"), ("es-419", "es"), ("pt-br", "en"), ("", "en")])
async def test_somebody_new_is_spoken_to_in_the_language_of_their_client(talk, client, language):
    await talk.send(InboundKind.TEXT, "/start", language=client)

    assert (await talk.person()).profile.language == language


async def test_a_chosen_language_outlasts_the_clients(talk):
    await talk.told("/language french")
    await talk.send(InboundKind.TEXT, "/help", language="de")

    assert (await talk.person()).profile.language == "fr"


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
async def test_a_whole_goal_can_be_started_by_its_buttons(talk, language):
    await talk.told(f"/language {language}")
    draft = await talk.ask("read 20 pages every day for 8 weeks")
    started = await talk.ask(draft.buttons[0].label)  # typed, in whatever language it is written

    assert (await talk.person()).active_goals
    assert started.text


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("mis metas", "goals"),
        ("Meine Ziele", "goals"),
        ("mes objectifs", "goals"),
        ("мои цели", "goals"),
        ("hoy", "today"),
        ("heute", "today"),
        ("aujourd’hui", "today"),
        ("сегодня", "today"),
        ("ajustes", "settings"),
        ("Einstellungen", "settings"),
        ("réglages", "settings"),
        ("настройки", "settings"),
        ("zeitzone Berlin", "timezone Berlin"),
        ("país Portugal", "country Portugal"),
        ("Privatsphäre", "privacy"),
        ("pause bis Freitag", "pause bis Freitag"),
    ],
)
async def test_a_command_is_understood_without_its_slash_in_every_language(talk, words, command):
    await talk.told("read 20 pages every day")
    await talk.told("yes")
    await talk.told("no")

    assert await talk.told(words) == await talk.told(f"/{command}")


@pytest.mark.parametrize("words", ["sí, gracias", "ja gerne!", "ça marche", "да, давай", "claro que sí", "los geht's"])
def test_yes_in_every_language(words):
    assert read_agreement(words) is True


@pytest.mark.parametrize(
    "words", ["no, gracias", "nein danke", "plus tard", "не сейчас", "todavía no", "noch nicht", "потом"]
)
def test_no_in_every_language(words):
    assert read_agreement(words) is False


@pytest.mark.parametrize("words", ["nein, lieber morgen um 8", "oui mais plus court", "да, но позже", "sí pero menos"])
def test_more_than_yes_or_no_is_neither(words):
    assert read_agreement(words) is None


def test_english_is_spoken_where_nothing_was_chosen():
    assert t("Everything is kept.") == "Everything is kept."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("en", "until friday"), ("de", "bis Freitag"), ("es", "hasta el viernes")),
        *(("fr", "jusqu’à vendredi"), ("ru", "до пятницы"), ("de", "Freitag"), ("en", "27 november")),
        *(("de", "bis zum 27. November"), ("es", "hasta el 27 de noviembre"), ("fr", "jusqu'au 27 novembre")),
        ("ru", "до 27 ноября"),
    ],
)
async def test_a_pause_ends_on_the_day_that_was_named(talk, language, words):
    await talk.told(f"/language {language}")
    await talk.told(f"/pause {words}")

    until = (await talk.person()).profile.paused_until
    assert until is not None
    assert f"{until:%Y-%m-%d}" == "2026-11-27"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ich möchte bis Ende März 5 Kilo abnehmen", "de"),
        ("hola, quiero leer 12 libros este año", "es"),
        ("bonjour, je voudrais courir 5 km", "fr"),
        ("хочу читать 20 минут каждый день", "ru"),
    ],
)
async def test_first_clear_words_of_somebody_new_settle_the_language_and_say_so(talk, words, language):
    answer = await talk.told(words)

    assert (await talk.person()).profile.language == language
    assert "/language" in answer
    assert "from here on" not in answer  # the line itself is in that language
    assert "Shall we start" not in answer
    assert "/language" not in await talk.told("ok")


@pytest.mark.parametrize("words", ["Die", "gift", "ok si", "Hallo", "run 5k with Hans and Maria", "7 am", "me gusta"])
async def test_a_word_or_two_and_english_with_names_leave_the_language_alone(talk, words):
    await talk.told(words)

    assert (await talk.person()).profile.language == "en"


async def test_a_language_that_was_settled_is_not_changed_by_a_sentence_in_another(talk):
    await talk.told("I want to read more every day")
    await talk.told("ich möchte bis Ende März 5 Kilo abnehmen")

    assert (await talk.person()).profile.language == "en"


async def test_a_chosen_language_outlasts_clear_words_in_another(talk):
    await talk.told("/language fr")
    await talk.told("I want to read more every day")

    assert (await talk.person()).profile.language == "fr"
