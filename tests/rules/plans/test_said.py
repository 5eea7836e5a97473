"""A stored plan is English; it is said in the language of the turn."""

import re
from collections.abc import Iterator
from datetime import time

import pytest

from bot.catalogue import speaking
from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, Plan
from bot.rules.plans import ease, load_playbooks, move_day, swap_task
from bot.rules.plans.days import off_days
from bot.rules.plans.said import said, said_focus
from tests.catalogue.voices import marked
from tests.rules.plans.samples import goal, plan_of, weeks_away

GOALS = (
    *(goal(f"a little {domain.value}", domain) for domain in Domain),
    goal("read 20 pages a day", Domain.LEISURE, amount=20, unit="page", frequency=Frequency(times=1, per="day")),
    goal("lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE),
    goal("run 10 km", Domain.FITNESS, amount=10, unit="km", sport="running", deadline=weeks_away(60)),
    goal("get up at 6", Domain.SLEEP, clock=time(6), start=8.0),
    goal("at most 5 cigarettes a day", Domain.SUBSTANCE, amount=5, unit="cigarette", amount_kind=AmountKind.CAP),
)


def texts_of(plan: Plan) -> Iterator[str]:
    yield plan.measure
    for obstacle in plan.obstacles:
        yield obstacle.answer
    for week in plan.weeks:
        for task in week.tasks:
            yield from filter(None, (task.cue, task.action, task.swap))


@pytest.mark.parametrize("wanted", GOALS, ids=lambda wanted: wanted.title)
def test_no_word_of_a_playbooks_plan_stays_english(wanted: Goal) -> None:
    plan = plan_of(wanted)

    with speaking(marked()):
        unsaid = {text for text in texts_of(plan) if not said(text).startswith("«")}
        unsaid |= {week.focus for week in plan.weeks if not said_focus(week.focus).startswith("«")}

    assert unsaid == set()


def test_an_eased_and_swapped_plan_is_still_said() -> None:
    plan = ease(plan_of(GOALS[-3]))
    swapped = swap_task(plan, next(task.id for task in plan.weeks[0].tasks if task.swap))

    with speaking(marked()):
        unsaid = [text for text in texts_of(swapped) if not said(text).startswith("«")]

    assert unsaid == []


def test_a_moved_day_is_said_in_the_language() -> None:
    plan = plan_of(goal("practise juggling"))
    moved = move_day(plan, plan.weeks[0].tasks[0].id, "friday")

    with speaking(marked()):
        cue = said(moved.weeks[0].tasks[0].cue)

    assert "Freitag" in cue


def test_days_left_free_are_said_in_the_language() -> None:
    plan = plan_of(goal("practise juggling"))
    weeks = off_days(plan, ["Saturday", "Sunday"])

    with speaking(marked()):
        cues = [said(task.cue) for task in weeks[1].tasks]

    assert any("Samstag und Sonntag" in cue for cue in cues)
    assert all(cue.startswith("«") for cue in cues)


def test_a_plan_beyond_its_weeks_says_the_date_in_the_language() -> None:
    plan = plan_of(goal("save 9000 EUR", Domain.FINANCE, amount=9000, unit="EUR", deadline=weeks_away(80)))

    with speaking(marked()):
        focus = said_focus(plan.weeks[-1].focus)

    assert re.search(r"«The rest of the way, to \d+\. \w+\.? \d{4}, is planned from here\.»", focus)


def test_the_persons_own_words_stay() -> None:
    with speaking(marked()):
        assert said("dance in the kitchen") == "dance in the kitchen"
        assert said("dance in the kitchen for about 20 minutes") == "«dance in the kitchen for about 20 minutes»"


def test_every_playbook_says_amounts_in_the_language() -> None:
    book = load_playbooks()["reading"]
    text = next(text for phase in book.phases for text in phase.do_amount)

    with speaking(marked()):
        words = said(text.format(amount="1.5 pages", minutes=10, title="x", clock="", size=""))

    assert "«1,5 pages»" in words
