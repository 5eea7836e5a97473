"""A sentence is said in the language of the turn, and never worse than in English."""

import asyncio
from datetime import date, datetime

import pytest
from babel.messages.catalog import Catalog

from bot.catalogue import (
    Voice,
    language_named,
    languages,
    name_of,
    say_amount,
    say_annual,
    say_date,
    say_list,
    say_moment,
    say_month,
    say_number,
    say_range,
    say_weekday,
    speaking,
    spoken,
    t,
    tn,
)
from bot.catalogue.translations import compiled, faults

MONDAY = date(2027, 1, 18)


def voice(language: str = "de", **said: str) -> Voice:
    """A voice that knows these sentences only; underscores stand for spaces."""
    return Voice(
        language, compiled(catalog(language, {english.replace("_", " "): text for english, text in said.items()}))
    )


def catalog(language: str, said: dict[str, str]) -> Catalog:
    made = Catalog(locale=language)
    for english, text in said.items():
        made.add(english, text)
    return made


def test_english_is_the_sentence_itself_with_its_places_filled() -> None:
    assert t("Noted for {day}.", day="today") == "Noted for today."
    assert t("A brace { stays as it is.") == "A brace { stays as it is."


def test_a_known_sentence_is_said_in_the_language_of_the_turn() -> None:
    with speaking(voice(Good_morning="Guten Morgen")):
        assert t("Good morning") == "Guten Morgen"
    assert t("Good morning") == "Good morning"


def test_a_sentence_nobody_translated_is_said_in_english() -> None:
    with speaking(voice()):
        assert t("Noted for {day}.", day="heute") == "Noted for heute."


def test_what_a_person_wrote_is_no_template() -> None:
    assert t("Noted: {words}.", words="{day} {0}") == "Noted: {day} {0}."


@pytest.mark.parametrize(("n", "said"), [(1, "1 Seite"), (2, "2 Seiten"), (0.5, "0.5 Seiten")])
def test_a_number_chooses_the_form(n: float, said: str) -> None:
    pages = Catalog(locale="de")
    pages.add(("{n} page", "{n} pages"), ("{n} Seite", "{n} Seiten"))

    with speaking(Voice("de", compiled(pages))):
        assert tn("{n} page", "{n} pages", n) == said


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 час"), (3, "3 часа"), (5, "5 часов"), (21, "21 час"), (1.5, "1.5 часа")]
)
def test_russian_has_three_forms(n: float, said: str) -> None:
    hours = Catalog(locale="ru")
    hours.add(("{n} hour", "{n} hours"), ("{n} час", "{n} часа", "{n} часов"))

    with speaking(Voice("ru", compiled(hours))):
        assert tn("{n} hour", "{n} hours", n) == said


@pytest.mark.parametrize(
    "broken",
    [
        "Notiert.",
        "Notiert für {tag}.",
        "Notiert für {day} und {day.year}.",
        "Notiert für {day!r}.",
        "Notiert für {day.",
    ],
)
def test_a_broken_translation_is_named_and_the_english_said(broken: str) -> None:
    made = catalog("de", {"Noted for {day}.": broken})

    assert [fault.english for fault in faults(made)] == ["Noted for {day}."]
    with speaking(Voice("de", compiled(made))):
        assert t("Noted for {day}.", day="heute") == "Noted for heute."


@pytest.mark.parametrize(
    ("forms", "is_fine"),
    [(("ein Ziel", "{n} Ziele"), True), (("{n} Ziel", "{n} Ziele"), True), (("ein Ziel", "viele Ziele"), False)],
)
def test_only_the_form_for_one_may_leave_the_number_out(forms: tuple[str, str], is_fine: bool) -> None:
    made = Catalog(locale="de")
    made.add(("{n} goal", "{n} goals"), forms)

    assert (faults(made) == []) is is_fine


def test_a_date_at_the_end_of_a_sentence_ends_with_one_stop() -> None:
    with speaking(voice("ru", **{"Until_{day}.": "До {day}."})):
        assert t("Until {day}.", day="18 янв. 2027 г.") == "До 18 янв. 2027 г."
        assert t("Until {day}.", day="**18 янв. 2027 г.**") == "До **18 янв. 2027 г.**"
        assert t("Until {day}.", day="...") == "До ...."


def test_turns_beside_each_other_keep_their_languages() -> None:
    async def turn(language: str) -> list[str]:
        heard = []
        with speaking(language):
            for _ in range(3):
                heard.append(spoken())
                await asyncio.sleep(0)
        return heard

    async def all_turns() -> list[list[str]]:
        return list(await asyncio.gather(turn("de"), turn("ru"), turn("en")))

    assert asyncio.run(all_turns()) == [["de"] * 3, ["ru"] * 3, ["en"] * 3]


@pytest.mark.parametrize(
    ("sent", "heard"), [("de-AT", "de"), ("pt-BR", "en"), ("", "en"), ("RU", "ru"), ("../de", "en"), ("x" * 999, "en")]
)
def test_a_clients_language_is_the_nearest_one_known(sent: str, heard: str) -> None:
    with speaking(sent):
        assert spoken() == heard


def test_every_language_has_a_name_and_is_found_by_it() -> None:
    assert {"en", "es", "de", "fr", "ru"} <= set(languages())
    for code in languages():
        assert language_named(name_of(code)) == code
        assert language_named(code.upper()) == code
    assert language_named("German") == language_named("aleman") == language_named("Немецкий") == "de"
    assert language_named("castellano") == language_named("Español") == "es"
    assert language_named("Klingon") is None
    assert language_named(" ") is None


def test_english_dates_numbers_and_lists() -> None:
    assert say_date(MONDAY) == "18 Jan 2027"
    assert say_date(MONDAY, year=False, weekday=True) == "Mon 18 Jan"
    assert say_range(date(2026, 11, 3), date(2026, 11, 9)) == "3–9 Nov"
    assert say_range(date(2026, 11, 28), date(2026, 12, 4)) == "28 Nov – 4 Dec"
    assert say_moment(datetime(2027, 1, 18, 7, 5)) == "Mon 18 Jan 07:05"  # noqa: DTZ001
    assert (say_weekday(0), say_weekday(MONDAY, short=True), say_month(5)) == ("Monday", "Mon", "May")
    assert say_annual(29, 2) == "29 February"
    assert [say_number(value) for value in (5, 0.625, 1500, 2.50)] == ["5", "0.63", "1500", "2.5"]
    assert [say_list(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [
        say_amount(*each) for each in ((1, "book"), (2, "glass"), (5, "kg"), (3, "EUR"), (2, "entry"), (4, None))
    ] == [
        "1 book",
        "2 glasses",
        "5 kg",
        "3 EUR",
        "2 entries",
        "4",
    ]


def test_german_dates_numbers_and_lists() -> None:
    with speaking(voice("de")):
        assert say_date(MONDAY) == "18. Jan. 2027"
        assert say_date(MONDAY, year=False, weekday=True) == "Mo., 18. Jan."
        assert say_range(date(2026, 11, 3), date(2026, 11, 9)) == "3.–9. Nov."
        assert (say_weekday(0), say_month(5), say_annual(25, 12)) == ("Montag", "Mai", "25. Dezember")
        assert (say_number(0.63), say_number(1500)) == ("0,63", "1500")
        assert (say_list(["a", "b", "c"]), say_list(["a", "b"], "or")) == ("a, b und c", "a oder b")
