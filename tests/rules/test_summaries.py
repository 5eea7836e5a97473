"""What was said long ago stays as a few lines, bounded however long the conversation is."""

from datetime import UTC, datetime

from bot.entities import Exchange
from bot.rules.summaries import LONGEST, MOST_ENTRIES, summed_up, without

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def said(*texts: str, who: str = "person") -> list[Exchange]:
    return [Exchange.model_validate({"who": who, "text": text, "at": NOW}) for text in texts]


def test_statements_are_kept_and_answers_questions_and_commands_are_not():
    lines = said("I hurt my knee on the stairs", "done", "/plan", "what did I say about my knee?", "79.4 kg")

    assert summed_up(lines) == "I hurt my knee on the stairs"


def test_what_gigi_said_is_left_out():
    assert summed_up(said("You sound tired of all of it today.", who="gigi")) == ""


def test_a_thousand_turns_leave_the_newest_few():
    summary = ""
    for number in range(1_000):
        summary = summed_up(said(f"today I walked {number} minutes " + "and more " * 40), summary)

    entries = summary.splitlines()
    assert len(entries) == MOST_ENTRIES
    assert max(map(len, entries)) <= LONGEST
    assert entries[-1].startswith("today I walked 999 minutes")


def test_the_same_words_are_kept_once():
    assert (
        summed_up(said("my boss shouted at me again"), "my boss shouted at me again") == "my boss shouted at me again"
    )


def test_words_of_a_crisis_are_not_kept():
    assert summed_up(said("I want to kill myself tonight, I have pills")) == ""


def test_what_is_forgotten_leaves_the_summary():
    long = "my sister Ines lives in Porto and " + "visits me often " * 20

    summary = without(summed_up(said(long, "I walk the dog every evening")), [long])

    assert summary == "I walk the dog every evening"


def test_scripts_without_spaces_are_kept_too():
    assert summed_up(said("我今天想跑步但是膝盖还是很疼")) != ""
