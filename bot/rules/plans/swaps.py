"""Another way of doing a task: the playbook's own, or the person's words."""

import re
from datetime import date

from bot.catalogue import t
from bot.entities import Goal, Plan, Task, Week
from bot.rules.plans.check import GRADED, unsafe_words
from bot.rules.plans.revise import swap_task
from bot.rules.plans.said import said
from bot.rules.plans.show import is_action
from bot.rules.plans.words import title_of
from bot.rules.text import fold

_STEM = 4  # letters that have to be the same: walk, walking, walks
_COMMON = frozenset("with from into than that this some more other another thing things task tasks every week".split())  # noqa: SIM905
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NUMBERED = re.compile(r"task (?:no\.? ?|number )?(\d)")
_OWN = " for about {minutes} minutes"


class CannotSwap(Exception):
    """The plan has no such task, or nothing can stand in its place; the message is for the person."""


def swapped(plan: Plan, goal: Goal, old: str, new: str, *, from_week: int) -> Plan:
    """The plan with the task that `old` names done another way; `new` is the person's wish, empty for none.

    Raises CannotSwap.
    """
    week = plan.weeks[from_week - 1]
    task = _named(week, goal, old)
    if not new:
        return _without(plan, week, task)
    if next(unsafe_words(new), None):
        raise CannotSwap(t("I would rather not put that into a plan."))
    if task.swap and _stems(task.swap) & _stems(new) and GRADED in task.bct:
        return swap_task(plan, task.id)
    return _with_own(plan, from_week, task, title_of(new))


def is_in_plan(plan: Plan, goal: Goal, old: str, day: date) -> bool:
    """Whether these words name a task of the week of `day`, or what the goal is about."""
    try:
        _named(plan.week_on(day) or plan.weeks[0], goal, old)
    except CannotSwap:
        return re.search(r"\btask\b", old) is not None
    return True


def _named(week: Week, goal: Goal, old: str) -> Task:
    words = fold(old)
    if (number := _number(words, len(week.tasks))) is not None:
        if not 1 <= number <= len(week.tasks):
            raise CannotSwap(f"{t('This week has {n} tasks:', n=len(week.tasks))}\n\n{_listed(week)}")
        return week.tasks[number - 1]
    shared = [(len(_stems(f"{task.action} {task.cue}") & _stems(words)), -n) for n, task in enumerate(week.tasks)]
    most, place = max(shared)
    if most:
        return week.tasks[-place]
    core = next((task for task in week.tasks if GRADED in task.bct), week.tasks[0])
    is_goal = _stems(words) & _stems(f"{goal.title} {goal.sport or ''} {core.swap or ''}")
    if is_goal or re.fullmatch(
        r"(?:it|this|that|(?:the )?(?:main )?(?:task|exercise|activity|workout|session)s?)", words
    ):
        return core
    missing = t('I find no "{words}" in this week of the plan. Its tasks:', words=old)
    raise CannotSwap(f"{missing}\n\n{_listed(week)}")


def _number(words: str, count: int) -> int | None:
    if found := _NUMBERED.search(words):
        return int(found[1])
    if "task" not in words:
        return None
    if "last" in words:
        return count
    return next((number for word, number in _ORDINALS.items() if word in words), None)


def _listed(week: Week) -> str:
    return "\n".join(f"{n}. {said(task.cue)}: {said(task.action)}" for n, task in enumerate(week.tasks, 1))


def _without(plan: Plan, week: Week, task: Task) -> Plan:
    """A task somebody dislikes: done the other way where there is one, left out where the plan stands without it."""
    if task.swap and GRADED in task.bct:
        return swap_task(plan, task.id)
    if GRADED in task.bct or not is_action(task):
        why = (
            t('"{action}" is the one that carries the plan, so I will not just leave it out.', action=said(task.action))
            if GRADED in task.bct
            else t(
                '"{action}" is how both of us see whether it works, so I will not just leave it out.',
                action=said(task.action),
            )
        )
        raise CannotSwap(f"{why} {t('Tell me what you would rather do: *swap it for ...*, or *make it easier*.')}")
    kept = week.but(tasks=tuple(other for other in week.tasks if other.id != task.id))
    return plan.but(weeks=tuple(kept if other.number == week.number else other for other in plan.weeks))


def _with_own(plan: Plan, from_week: int, task: Task, wish: str) -> Plan:
    """The person's own words in the task's place: in every week from here for the core, this week for a small step."""
    is_core = GRADED in task.bct

    def changed(other: Task, week: Week) -> Task:
        is_same = (GRADED in other.bct) if is_core else other.id == task.id
        if week.number < from_week or not is_same:
            return other
        return other.but(action=f"{wish}{_OWN.format(minutes=other.minutes)}" if is_core else wish, swap=other.action)

    return plan.but(
        weeks=tuple(week.but(tasks=tuple(changed(task, week) for task in week.tasks)) for week in plan.weeks)
    )


def with_swaps_of(old: Plan, new: Plan) -> Plan:
    """A plan written anew that keeps what the person does instead of the planned activity."""
    core = next((task for task in old.weeks[-1].tasks if GRADED in task.bct), None)
    found = re.fullmatch(r"(.+) for about \d+ minutes", core.action) if core else None
    if found is None:
        return new
    first = next((task for task in new.weeks[0].tasks if GRADED in task.bct), None)
    return new if first is None else _with_own(new, 1, first, found[1])


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{3,}", fold(text))
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)
