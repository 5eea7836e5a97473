"""A change of a plan is read from many wordings, and from nothing that is about something else."""

from datetime import date, time

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency
from bot.rules.plans import Checkins, Easier, NotOn, OtherDay, Swap, Unclear, read_edits
from bot.rules.plans.edit import Edit, Harder, MoreDays, NewAmount, NewClock, NewDeadline, NewFrequency, NewStart
from tests.rules.plans.samples import TODAY, goal, weeks_away

LOSE = goal(
    "Lose 5kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    deadline=weeks_away(8), start=84, current=84,
)  # fmt: skip
READ = goal(
    "Read 20 pages a day", Domain.LEARNING, amount=20, unit="page", amount_kind=AmountKind.RATE, sport="reading",
    frequency=Frequency(times=1, per="day"),
)  # fmt: skip
RUN = goal(
    "Run 3 times a week", Domain.FITNESS, amount=3, unit="time", amount_kind=AmountKind.RATE, sport="running",
    frequency=Frequency(times=3, per="week"),
)  # fmt: skip
SAVE = goal("Save 1000 euros", Domain.FINANCE, amount=1000, unit="EUR", amount_kind=AmountKind.TARGET)
BED = goal("Be in bed by 11pm", Domain.SLEEP, clock=time(23))


def often(times: int, per: str) -> NewFrequency:
    return NewFrequency(frequency=Frequency.model_validate({"times": times, "per": per}))


@pytest.mark.parametrize(
    ("words", "edit"),
    [
        ("change my goal to 4 kg", NewAmount(value=4, unit="kg")),
        ("Could you set the target to 9 lbs please?", NewAmount(value=9, unit="lb")),
        ("set my target weight to 74", NewAmount(value=74, unit=None, is_reading=True)),
        ("my starting weight was 85, not 84", NewStart(value=85, unit="kg")),
        ("correct my start to 83.5 kg", NewStart(value=83.5, unit="kg")),
        ("actually make the deadline end of april", NewDeadline(day=date(2027, 4, 30))),
        ("please move the end date to 3 march", NewDeadline(day=date(2027, 3, 3))),
        ("remove the deadline", NewDeadline(day=None)),
        ("give me two more weeks", MoreDays(days=14)),
        ("can i have another month", MoreDays(days=30)),
        ("postpone it by 10 days", MoreDays(days=10)),
        ("make it twice a week", often(2, "week")),
        ("this is too hard for me", Easier()),
        ("can you make it a bit easier", Easier()),
        ("the plan is too easy", Harder()),
        ("step it up", Harder()),
        ("not on weekends", NotOn(days=(5, 6))),
        ("weekdays only please", NotOn(days=(5, 6))),
        ("i can't do mondays and fridays", NotOn(days=(0, 4))),
        ("swap monday with tuesday", OtherDay(old=0, new=1)),
        ("on tuesdays instead of mondays", OtherDay(old=0, new=1)),
        ("swap the walking for swimming", Swap(old="walking", new="swimming")),
        ("can i do yoga instead of walking", Swap(old="walking", new="yoga")),
        ("i hate task 2", Swap(old="task 2")),
        ("move my check-in to thursday", Checkins(days=(3,))),
        ("ask me on saturdays at 10", Checkins(days=(5,), clock=time(10))),
        ("check in at 7:30pm instead", Checkins(clock=time(19, 30))),
    ],
)
def test_a_change_is_read_from_its_words(words: str, edit: Edit) -> None:
    assert read_edits(words, LOSE, today=TODAY) == (edit,)


def test_two_changes_in_one_breath() -> None:
    edits = read_edits("make the goal 3 kg by end of january", LOSE, today=TODAY)

    assert edits == (NewDeadline(day=date(2027, 1, 31)), NewAmount(value=3, unit="kg"))


@pytest.mark.parametrize(
    ("words", "edit"),
    [
        ("make it 10 pages a day", NewAmount(value=10, unit="page")),
        ("30 pages instead of 20", NewAmount(value=30, unit="page")),
        ("make it 15", NewAmount(value=15, unit=None)),
        ("weekly instead of daily please", often(1, "week")),
        ("only on 4 days a week", often(4, "week")),
    ],
)
def test_an_amount_a_day_and_how_often_are_told_apart(words: str, edit: Edit) -> None:
    assert read_edits(words, READ, today=TODAY) == (edit,)


def test_a_bare_number_of_times_keeps_the_period() -> None:
    (edit,) = read_edits("5 times instead of 3", RUN, today=TODAY)

    assert isinstance(edit, NewFrequency)
    assert edit.frequency == Frequency(times=5, per="week")


def test_two_thousand_is_a_sum_beside_a_thousand_and_a_year_after_in() -> None:
    assert read_edits("change it to 2000", SAVE, today=TODAY) == (NewAmount(value=2000, unit=None),)
    assert read_edits("I will do it in 2027", SAVE, today=TODAY, is_named=True) == ()


def test_a_bedtime_is_changed_to_another() -> None:
    assert read_edits("make it 22:30", BED, today=TODAY) == (NewClock(clock=time(22, 30)),)


@pytest.mark.parametrize("words", ["actually 4 kg", "4 kg is enough", "let's say 4 kg"])
def test_beside_a_draft_fewer_words_are_enough(words: str) -> None:
    assert read_edits(words, LOSE, today=TODAY, is_draft=True) == (NewAmount(value=4, unit="kg"),)


def test_a_change_without_its_number_is_asked_about() -> None:
    assert read_edits("i need more time", LOSE, today=TODAY) == (
        Unclear(question='How much longer? Say "two more weeks", or a date like "until the end of April".'),
    )
    assert read_edits("I want to change my plan", LOSE, today=TODAY) == (Unclear(),)


@pytest.mark.parametrize(
    "words",
    [
        "79.4", "lost 1 kg", "actually 79.4", "I want to change my diet", "make it to the gym",
        "spend more time outside",
        "I ate too much", "what is my deadline?", "run a marathon by may", "I no longer drink", "it was hard",
        "every day at noon except weekends", "remind me on mondays", "done, 3 times this week", "I made it!", "",
        "x" * 5000,
    ],
)  # fmt: skip
def test_other_words_change_nothing(words: str) -> None:
    for wanted in (LOSE, READ, RUN, SAVE, BED):
        assert read_edits(words, wanted, today=TODAY) == ()
