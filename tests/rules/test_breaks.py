"""What a person says about not going on as planned, and for how long."""

from datetime import UTC, date, datetime

import pytest

from bot.rules.breaks import Break, BreakKind, read_break

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def read(text: str) -> Break | None:
    return read_break(text, now=MONDAY, zone="Europe/Lisbon")


@pytest.mark.parametrize(
    ("text", "kind", "starts", "until"),
    [
        ("I'm sick with the flu", BreakKind.ILL, None, None),
        ("ugh, i've got a nasty cold", BreakKind.ILL, None, None),
        ("sick until thursday", BreakKind.ILL, None, date(2026, 11, 26)),
        ("i have covid, out for 10 days", BreakKind.ILL, None, date(2026, 12, 2)),
        ("estoy enfermo", BreakKind.ILL, None, None),
        ("taking a break for a week", BreakKind.AWAY, None, date(2026, 11, 29)),
        ("I'm on vacation from december 5 to december 15", BreakKind.AWAY, date(2026, 12, 5), date(2026, 12, 15)),
        ("on holiday next week", BreakKind.AWAY, date(2026, 11, 30), date(2026, 12, 6)),
        ("skip this week", BreakKind.AWAY, None, date(2026, 11, 29)),
        ("I'm away until 3 january", BreakKind.AWAY, None, date(2027, 1, 3)),
        ("my knee hurts", BreakKind.HURT, None, None),
        ("doctor told me to rest for 2 weeks", BreakKind.HURT, None, date(2026, 12, 6)),
        ("better now", BreakKind.BACK, None, None),
        ("Back from vacation!", BreakKind.BACK, None, None),
        ("let's start again", BreakKind.BACK, None, None),
        ("maybe i should just quit", BreakKind.QUIT, None, None),
        ("I give up", BreakKind.QUIT, None, None),
    ],
)
def test_a_break_is_read_with_its_days(text, kind, starts, until):
    found = read(text)

    assert found is not None
    assert (found.kind, found.starts, found.until) == (kind, starts, until)


def test_a_doctors_word_is_told_from_mere_pain():
    forbidden, pain = read("broke my left ankle, doctor says no running 6 weeks"), read("my ankle hurts")

    assert forbidden == Break(BreakKind.HURT, None, date(2027, 1, 3), "ankle", is_forbidden=True)
    assert pain == Break(BreakKind.HURT, part="ankle")


@pytest.mark.parametrize(
    "text",
    [
        "I'm sick of this", "was sick yesterday", "skipped, sick", "take cold showers", "quit smoking",
        "I want to quit sugar",
        "save for a vacation", "I'm back to 84 kg", "back squat 100 kg", "get better sleep", "plan a holiday next year",
        "I'm better at this now", "done", "", "x" * 1000,
    ],
)  # fmt: skip
def test_other_words_are_no_break(text):
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I was sick last week",
        "was travelling all week and did nothing",
        "had the flu last week",
        "just got over covid",
        "I haven't done anything for two weeks",
        "didn't do anything this week",
        "bad week",
        "last week was a disaster",
        "ok so I fell off the wagon",
        "I'm way behind with everything",
        "letzte Woche war ich krank",
        "estuve enferma la semana pasada",
        "la semaine dernière j'étais malade",
    ],
)
def test_a_hard_week_that_is_over(text):
    assert read(text) == Break(BreakKind.HARD)


@pytest.mark.parametrize(
    "text",
    [
        "last week was great",
        "I ran 10 km last week",
        "next week will be hard",
        "I was sick of running last year",
        "how was my last week?",
        "I have a bad back",
        "I want a rest week",
    ],
)
def test_other_words_about_a_week(text):
    found = read(text)

    assert found is None or found.kind is not BreakKind.HARD
