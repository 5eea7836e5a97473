"""The plan is a conversation: a change is shown first, made by a yes, and refused where it is not safe."""

from datetime import date

import pytest

from bot.entities import Frequency, GoalStatus
from tests.people import Talk, talking

READING, LOSING, RUNNING = "I want to read 20 pages every day", "I want to lose 5kg in 8 weeks", "run 3 times a week"


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def started(talk: Talk, goal: str, answer: str = "yes", checkin: str = "no") -> None:
    """A goal under way, with the answer to its check-in question."""
    for words in (goal, answer, checkin):
        await talk.told(words)


async def goal_of(talk: Talk, title: str = ""):
    return next(goal for goal in (await talk.person()).goals if title.lower() in goal.title.lower())


async def test_a_change_is_shown_and_made_only_by_yes(talk):
    await started(talk, READING)

    shown = await talk.ask("change my goal to 12 pages")
    before = await goal_of(talk)
    await talk.told("yes")
    after = await goal_of(talk)

    assert "20 pages → 12 pages" in shown.text
    assert [button.label for button in shown.buttons] == ["Yes", "No"]
    assert (before.amount, after.amount, after.title) == (20, 12, "Read 12 pages every day")


async def test_a_changed_plan_is_a_new_version_that_undo_takes_back(talk):
    await started(talk, READING)
    person = await talk.person()
    old = person.plans[0]

    await talk.told("make it 12 pages a day")
    await talk.told("yes")
    new = (await talk.person()).plans[0]
    await talk.told("undo")

    assert new.version == old.version + 1
    assert (await talk.person()).plans[0].weeks == old.weeks
    assert (await goal_of(talk)).amount == 20


async def test_no_leaves_everything_as_it_was(talk):
    await started(talk, READING)
    before = await talk.person()

    await talk.told("make it twice a week")
    answer = await talk.told("no")

    assert "stays" in answer
    assert (await talk.person()).goals == before.goals


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("actually make the deadline end of april", "deadline", date(2027, 4, 30)),
        ("give me two more weeks", "deadline", date(2027, 2, 1)),
        ("push the deadline to march 1", "deadline", date(2027, 3, 1)),
        ("can we make it 10 weeks instead of 8", "deadline", date(2027, 2, 1)),
        ("no deadline please", "deadline", None),
        ("my start weight was 85 not 84", "start", 85),
        ("change my goal to 4 kg", "amount", 4),
        ("lower the target to 3kg", "amount", 3),
    ],
)
async def test_numbers_of_a_weight_goal_are_changed_in_words(talk, words, field, value):
    await started(talk, LOSING, "84 kg, 175 cm")

    await talk.told(words)
    answer = await talk.told("yes")

    assert "Changed" in answer
    assert getattr(await goal_of(talk), field) == value


@pytest.mark.parametrize("words", ["set my target weight to 74", "make it 20 kg", "move the deadline to 10 december"])
async def test_no_change_goes_beyond_the_safe_limits(talk, words):
    await started(talk, LOSING, "84 kg, 175 cm")
    before = await goal_of(talk)

    answer = await talk.told(words)
    await talk.told("yes")

    assert "kg a week" in answer
    assert "stays as it is" in answer
    assert await goal_of(talk) == before


@pytest.mark.parametrize(
    ("words", "frequency"),
    [
        ("make it twice a week", Frequency(times=2, per="week")),
        ("change it to 5 times", Frequency(times=5, per="week")),
        ("actually only once a week", Frequency(times=1, per="week")),
        ("4 times a week instead", Frequency(times=4, per="week")),
        ("weekly instead of daily please", Frequency(times=1, per="week")),
    ],
)
async def test_how_often_is_changed_in_words(talk, words, frequency):
    await started(talk, RUNNING)

    await talk.told(words)
    await talk.told("yes")

    assert (await goal_of(talk)).frequency == frequency


async def test_changes_before_the_yes_add_up(talk):
    await started(talk, READING)

    await talk.told("make it 3 times a week")
    shown = await talk.told("and not on fridays")
    await talk.told("yes")
    plan = (await talk.person()).plans[0]

    assert "3× a week" in shown
    assert (await goal_of(talk)).frequency == Frequency(times=3, per="week")
    assert all("not on Friday" in week.tasks[0].cue for week in plan.weeks)


async def test_days_left_free_are_free_of_checkins_too(talk):
    await started(talk, "meditate every day", checkin="every day at 20:00")
    await talk.told("I am in Lisbon")

    await talk.told("not on weekends")
    await talk.told("yes")
    (checkin,) = (await talk.person()).active_reminders

    assert "BYDAY=MO,TU,WE,TH,FR" in checkin.recurrence.rrules[0]
    assert (await goal_of(talk)).frequency == Frequency(times=5, per="week")


@pytest.mark.parametrize(
    ("words", "days"),
    [("move my check-in to thursday", "TH"), ("ask me on saturdays", "SA"), ("weigh-in on sundays please", "SU")],
)
async def test_checkins_move_to_another_day_and_keep_their_hour(talk, words, days):
    await started(talk, LOSING, "84 kg, 175 cm", "every monday at 07:30")
    await talk.told("thanks")

    answer = await talk.told(words)
    (checkin,) = (await talk.person()).active_reminders

    assert "07:30" in answer
    assert f"BYDAY={days}" in checkin.recurrence.rrules[0]


async def test_one_checkin_day_for_another(talk):
    await started(talk, LOSING, "84 kg, 175 cm", "every monday at 07:30")
    await talk.told("thanks")

    await talk.told("replace monday with tuesday")
    (checkin,) = (await talk.person()).active_reminders

    assert "BYDAY=TU" in checkin.recurrence.rrules[0]


async def test_a_day_that_nothing_is_tied_to_is_said(talk):
    await started(talk, RUNNING)

    answer = await talk.told("replace monday with tuesday")

    assert "No task of this plan is tied to Monday" in answer


async def test_an_activity_is_swapped_for_the_persons_own(talk):
    await started(talk, LOSING, "84 kg, 175 cm")

    await talk.told("swap the walking for swimming")
    await talk.told("yes")
    await talk.told("make it 3 times a week")
    await talk.told("yes")
    plan = (await talk.person()).plans[0]

    assert all(week.tasks[0].action.startswith("swimming") for week in plan.weeks)
    assert plan.weeks[0].tasks[0].times == 3


async def test_a_task_somebody_hates_is_left_out_this_week(talk):
    await started(talk, LOSING, "84 kg, 175 cm")
    count = len((await talk.person()).plans[0].weeks[0].tasks)

    await talk.told("i hate task 2")
    await talk.told("yes")

    assert len((await talk.person()).plans[0].weeks[0].tasks) == count - 1


async def test_the_task_that_carries_the_plan_is_not_just_left_out(talk):
    await started(talk, READING)
    await talk.told("swap reading for audiobooks")
    await talk.told("yes")
    before = (await talk.person()).plans

    answer = await talk.told("i hate task 3")

    assert "swap it for" in answer
    assert (await talk.person()).plans == before


@pytest.mark.parametrize("words", ["too hard", "this is too much", "make it easier please"])
async def test_easier_makes_the_next_weeks_smaller(talk, words):
    await started(talk, RUNNING)
    before = (await talk.person()).plans[0].weeks[0].tasks[0].minutes

    await talk.told(words)
    await talk.told("yes")

    assert (await talk.person()).plans[0].weeks[0].tasks[0].minutes < before


@pytest.mark.parametrize("words", ["make it harder", "the plan is too easy"])
async def test_harder_makes_the_next_weeks_bigger(talk, words):
    await started(talk, RUNNING)
    before = (await talk.person()).plans[0].weeks[0].tasks[0].minutes

    await talk.told(words)
    await talk.told("yes")

    assert (await talk.person()).plans[0].weeks[0].tasks[0].minutes > before


async def test_a_draft_is_changed_before_it_starts(talk):
    await talk.told(LOSING)

    answer = await talk.told("actually 4 kg by the end of march")
    draft = await goal_of(talk)
    await talk.told("yes")

    assert "Shall we start with this?" in answer
    assert (draft.status, draft.amount, draft.deadline) == (GoalStatus.PROPOSED, 4, date(2027, 3, 31))
    assert (await goal_of(talk)).status is GoalStatus.ACTIVE


async def test_a_change_without_its_number_is_asked_about(talk):
    await started(talk, LOSING, "84 kg, 175 cm")

    assert "How much longer" in await talk.told("I need more time")
    assert "What shall I change" in await talk.told("I want to change my plan")


async def test_the_goal_named_is_the_one_that_changes(talk):
    await started(talk, READING)
    await started(talk, "save 1000 euros by june")

    await talk.told("change the reading to 10 pages")
    await talk.told("yes")
    await talk.told("change saving to 2000")
    await talk.told("yes")

    assert (await goal_of(talk, "read")).amount == 10
    assert (await goal_of(talk, "save")).amount == 2000


@pytest.mark.parametrize(
    "words",
    ["I read 15 pages", "I want to change my diet", "I ate too much yesterday", "spend more time with friends",
     "Use tabs instead of spaces", "I hate mondays", "what is my deadline?"],
)  # fmt: skip
async def test_other_talk_proposes_no_change(talk, words):
    await started(talk, READING)

    await talk.told(words)
    question = (await talk.person()).session.awaiting

    assert question is None or question.kind != "accept_change"
    assert (await goal_of(talk, "read")).amount == 20


async def test_a_checkin_day_said_before_the_zone_is_known_keeps_its_hour_there(tmp_path):
    async with talking(tmp_path, zone="") as talk:
        for words in (READING, "yes"):
            await talk.told(words)

        asked = await talk.told("ask me on saturdays at 10am")
        await talk.told("Tokyo")
        (checkin,) = (await talk.person()).active_reminders

        assert "which city" in asked
        assert checkin.recurrence.zone == "Asia/Tokyo"
        assert "BYDAY=SA;BYHOUR=10" in checkin.recurrence.rrules[0]
