"""Answers to check-ins and reports nobody asked for: what is written down, what is asked first, and what is said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.conversation.checkins import answer_checkin
from bot.conversation.moment import Moment, Said
from bot.entities import (
    AmountKind,
    Awaiting,
    Direction,
    Domain,
    Frequency,
    Goal,
    GoalId,
    GoalStatus,
    Log,
    LogStatus,
    Person,
    PersonId,
    Platform,
    Session,
    UserProfile,
)
from bot.house import House
from bot.rules.plans import describe_progress
from bot.rules.safety import load_lines

NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)  # a Wednesday evening
TODAY = NOW.date()
STARTED = {
    "created_at": NOW - timedelta(days=10),
    "started_on": TODAY - timedelta(days=10),
    "status": GoalStatus.ACTIVE,
}
LOSE = Goal(
    id=GoalId("lose"), title="Lose 6 kg", domain=Domain.WEIGHT, direction=Direction.DECREASE, amount=6, unit="kg",
    amount_kind=AmountKind.DELTA, start=84, current=84, **STARTED,
)  # fmt: skip
SAVE = Goal(
    id=GoalId("save"), title="Save 1500 eur", domain=Domain.FINANCE, direction=Direction.INCREASE, amount=1500,
    unit="EUR", amount_kind=AmountKind.TARGET, **STARTED,
)  # fmt: skip
RUN = Goal(
    id=GoalId("run"), title="Run 100 km", domain=Domain.FITNESS, direction=Direction.INCREASE, amount=100, unit="km",
    amount_kind=AmountKind.COUNT, **STARTED,
)  # fmt: skip
READ = Goal(
    id=GoalId("read"), title="Read 15 pages a day", domain=Domain.LEARNING, direction=Direction.START, amount=15,
    unit="page", amount_kind=AmountKind.RATE, frequency=Frequency(times=1, per="day"), **STARTED,
)  # fmt: skip
MEDITATE = Goal(
    id=GoalId("meditate"), title="Meditate every day", domain=Domain.WELLBEING, direction=Direction.START,
    frequency=Frequency(times=1, per="day"), **STARTED,
)  # fmt: skip
QUIT = Goal(
    id=GoalId("quit"), title="Quit smoking", domain=Domain.SUBSTANCE, direction=Direction.STOP, amount=0,
    unit="cigarette", amount_kind=AmountKind.CAP, start=10, **STARTED,
)  # fmt: skip
ASLEEP = MEDITATE.but(
    id=GoalId("asleep"),
    title="Be asleep by 12",
    domain=Domain.SLEEP,
    clock=datetime(2026, 1, 1).time(),  # noqa: DTZ001
)


async def nothing(*_: object) -> tuple[()]:
    return ()


def person_with(*goals: Goal, asked: Goal | None = None, now: datetime = NOW) -> Person:
    """Somebody with these goals, and the check-in on `asked` open."""
    awaiting = Awaiting(kind="checkin", goal_id=asked.id, asked_at=now) if asked else None
    session = Session(token="", started_at=now, awaiting=awaiting)
    return Person(id=PersonId("p"), profile=UserProfile(zone="UTC"), session=session, goals=goals)


async def answered(person: Person, text: str, now: datetime = NOW) -> Said | None:
    house = House(lines=load_lines(None))
    return await answer_checkin(Moment(person, text, now, Platform.CONSOLE, house, nothing, nothing, nothing, nothing))


async def after(person: Person, *texts: str, now: datetime = NOW) -> Person:
    """The person after each of these was said, a minute apart."""
    for minute, text in enumerate(texts):
        said = await answered(person, text, now + timedelta(minutes=minute))
        person = said.person if said else person
    return person


def values(person: Person) -> list[tuple[str, float | None]]:
    return [(log.status.value, log.value) for log in person.logs]


async def test_change_of_a_level_is_stored_as_the_reading_it_leads_to() -> None:
    person = await after(person_with(LOSE, asked=LOSE), "down 1 kg", "lost another 0.5 kg")

    assert [(log.value, log.mode) for log in person.logs] == [(83, "set"), (82.5, "set")]
    assert person.goals[0].current == 82.5
    assert "Last reading 82.5 kg" in describe_progress(person.goals[0], None, person.logs, TODAY)


@pytest.mark.parametrize("text", ["down 1 kg", "i lost another 1 kg", "-1 kg"])
async def test_change_of_the_one_level_is_read_unasked(text: str) -> None:
    person = await after(person_with(LOSE, READ), text)

    assert values(person) == [("value", 83)]


async def test_change_from_nobody_knows_where_is_asked_about() -> None:
    said = await answered(person_with(LOSE.but(start=None, current=None), asked=LOSE), "down 1 kg")

    assert said is not None
    assert said.person.logs == ()
    assert "what it reads" in said.reply.text


async def test_slipped_decimal_point_is_asked_and_not_recorded() -> None:
    said = await answered(person_with(LOSE, asked=LOSE), "7.8")

    assert said is not None
    assert "did you mean 78 kg?" in said.reply.text
    assert said.person.logs == ()
    assert said.person.goals[0].status is GoalStatus.ACTIVE


@pytest.mark.parametrize(
    ("answers", "logged"),
    [
        (("8.3", "yes"), [("value", 83.0)]),
        (("8.3", "no", "82.9"), [("value", 82.9)]),
        (("8.3", "i meant 83.2"), [("value", 83.2)]),
        (("70", "yes"), [("value", 70.0)]),
        (("70", "70"), [("value", 70.0)]),
        (("70", "no"), []),
        (("70", "80"), [("value", 80.0)]),
    ],
)
async def test_doubted_reading_is_recorded_on_yes_or_as_corrected(
    answers: tuple[str, ...], logged: list[object]
) -> None:
    person = await after(person_with(LOSE, asked=LOSE), *answers)

    assert values(person) == logged


async def test_overshoot_of_more_than_the_whole_goal_is_asked() -> None:
    said = await answered(person_with(SAVE, asked=SAVE), "12'000")

    assert said is not None
    assert said.person.logs == ()
    assert "12000 EUR" in said.reply.text


async def test_yesterdays_reading_does_not_replace_todays() -> None:
    person = await after(person_with(LOSE, asked=LOSE), "82", "yesterday it was 83 kg on the scale for my weight")

    assert person.goals[0].current == 82


@pytest.mark.parametrize("text", ["yes", "no", "ok", "okay!", "nah", "k", "yep yep", "cool", "👍", "x", "да"])
async def test_short_yes_or_no_to_nothing_is_no_log(text: str) -> None:
    assert await answered(person_with(READ), text) is None


async def test_gap_fills_days_without_a_log_back_to_the_start_of_the_goal() -> None:
    known = Log(id="l", goal_id=READ.id, day=TODAY - timedelta(days=2), status=LogStatus.DONE, at=NOW)
    person = person_with(READ.but(started_on=TODAY - timedelta(days=4)), asked=READ).with_log(known)

    person = await after(person, "sick for 2 weeks")

    skipped = sorted(log.day for log in person.logs if log.status is LogStatus.SKIPPED)
    assert skipped == [TODAY - timedelta(days=n) for n in (4, 3, 1, 0)]


async def test_several_goals_of_one_message_are_each_logged_on_one_line() -> None:
    said = await answered(person_with(RUN, READ, MEDITATE), "ran 4 km, read 10 pages and meditated")

    assert said is not None
    found = {log.goal_id: (log.status.value, log.value) for log in said.person.logs}
    assert found == {RUN.id: ("value", 4), READ.id: ("value", 10), MEDITATE.id: ("done", None)}
    assert len(said.reply.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "status"),
    [("everything done", "done"), ("all done", "done"), ("did everything today", "done"), ("all skipped", "skipped")],
)
async def test_said_of_all_is_logged_on_every_goal_due_today(text: str, status: str) -> None:
    person = await after(person_with(RUN, READ, MEDITATE, asked=READ), text)

    assert {log.goal_id for log in person.logs} == {RUN.id, READ.id, MEDITATE.id}
    assert {log.status.value for log in person.logs} == {status}


async def test_said_of_all_leaves_what_is_already_recorded() -> None:
    person = await after(person_with(RUN, READ, MEDITATE), "read 10 pages", "all done")

    assert [log.value for log in person.logs if log.goal_id == READ.id] == [10]
    assert len(person.logs) == 3


async def test_doubted_number_of_several_is_asked_after_the_others_are_logged() -> None:
    said = await answered(person_with(RUN, READ), "ran 4000 km and read 10 pages")

    assert said is not None
    assert values(said.person) == [("value", 10)]
    assert said.reply.text.rstrip().endswith("Say **yes**, or the right number.")


@pytest.mark.parametrize(
    ("text", "value"),
    [("i relapsed", None), ("smoked 3 today", 3), ("i caved last night, had a whole pack", None), ("smoked one", 1)],
)
async def test_lapse_is_logged_with_words_that_fit(text: str, value: float | None) -> None:
    said = await answered(person_with(QUIT, READ), text)

    assert said is not None
    log = said.person.logs[-1]
    assert (log.goal_id, log.value) == (QUIT.id, value)
    assert "?" in said.reply.text
    assert not any(word in said.reply.text.lower() for word in ("miss", "a part counts", "streak", "on target"))


async def test_cigarettes_on_the_way_to_none_are_no_day_kept() -> None:
    person = await after(person_with(QUIT), "smoked 3 today")

    assert describe_progress(person.goals[0], None, person.logs, TODAY).startswith("Done on 0 days")


async def test_day_without_smoking_is_kept_unasked() -> None:
    person = await after(person_with(QUIT), "smoke free today")

    assert values(person) == [("value", 0)]


@pytest.mark.parametrize(
    ("text", "current"), [("put aside 50", 50), ("1.200 saved so far", 1200), ("I meant 120", 120)]
)
async def test_money_is_read_without_a_question_where_one_goal_is_about_it(text: str, current: float) -> None:
    person = await after(person_with(SAVE, READ), text)

    assert person.goals[0].current == current


async def test_saving_every_month_is_a_goal_and_no_deposit() -> None:
    assert await answered(person_with(SAVE), "put aside 50 every month") is None


async def test_balance_below_zero_is_said() -> None:
    said = await answered(person_with(SAVE, asked=SAVE), "took out 80")

    assert said is not None
    assert "-80 EUR in all, below zero" in said.reply.text


async def test_comfort_about_a_miss_is_said_once_in_a_row() -> None:
    person = person_with(READ, asked=READ)
    texts = []
    for day in range(4):
        said = await answered(person, "skipped reading", NOW + timedelta(days=day))
        assert said is not None
        person = said.person
        texts.append(said.reply.text.split("\n")[0])

    assert ["no measurable harm" in text for text in texts] == [True, False, False, False]
    assert len(set(texts[:3])) == 3


async def test_morning_answer_is_about_the_night_before() -> None:
    morning = datetime(2026, 11, 19, 8, tzinfo=UTC)

    person = await after(person_with(ASLEEP, asked=ASLEEP, now=morning), "slept at 1 am lol", now=morning)

    assert [(log.day, log.status) for log in person.logs] == [(date(2026, 11, 18), LogStatus.SKIPPED)]


async def test_one_to_five_is_how_rested_and_keeps_the_question_open() -> None:
    said = await answered(person_with(ASLEEP, asked=ASLEEP), "4")

    assert said is not None
    assert said.person.logs == ()
    assert said.person.session.awaiting is not None


@pytest.mark.parametrize(
    "text",
    ["not on weekends", "weekly instead of daily please", "back from vacation", "make it twice a week", "only 5 weeks"],
)
async def test_instruction_is_left_to_others(text: str) -> None:
    assert await answered(person_with(READ, asked=READ), text) is None


@pytest.mark.parametrize(
    "text", ["83.5 kg", "83,5 kg today", "i weigh 83.5kg now", "heute 83,5 kg", "184 lb this morning"]
)
async def test_bare_reading_is_recorded_unasked(text: str) -> None:
    person = await after(person_with(LOSE, READ), text)

    (log,) = person.logs
    assert log.goal_id == LOSE.id
    assert log.value == pytest.approx(83.5, abs=0.1)


@pytest.mark.parametrize("text", ["i want to weigh 78 kg", "a 20 kg kettlebell", "83.5 kg or 82 kg?", "lose 2 kg more"])
async def test_other_words_with_kilograms_are_no_reading(text: str) -> None:
    person = await after(person_with(LOSE, READ), text)

    assert not person.logs or person.logs[0].value != pytest.approx(83.5, abs=0.1)
