"""A plan that breaks invariants, mended where that keeps its sense; refused where it does not."""

from bot.entities import Goal, Plan, Task, UserProfile, Week
from bot.entities.plan import Obstacle
from bot.rules.plans.amounts import per_week
from bot.rules.plans.check import GRADED, MOST_TASKS, check_plan, load, unsafe_words
from bot.rules.plans.playbook import playbook_for
from bot.rules.plans.write import write_plan


def repair_plan(plan: Plan, goal: Goal, profile: UserProfile) -> Plan | None:
    """The plan with dates, targets, ids, missing techniques and loads put right; None when it is past mending.

    Words stay the author's. Lines that ask for something unsafe go; what is missing comes from the playbook.
    """
    if not plan.weeks:
        return None
    model = write_plan(
        goal, profile, today=plan.weeks[0].starts, plan_id=plan.id, now=plan.created_at, version=plan.version
    )
    if abs(len(plan.weeks) - len(model.weeks)) > max(1, len(model.weeks) // 4):
        return None
    written = [*plan.weeks[: len(model.weeks)], *model.weeks[len(plan.weeks) :]]
    weeks: list[Week] = []
    most = playbook_for(goal).limits.minutes_per_day
    for week, pattern in zip(written, model.weeks, strict=True):
        weeks.append(_week(week, pattern, before=weeks, most=most))
    mended = plan.but(
        weeks=tuple(weeks),
        skips_per_week=model.skips_per_week,
        measure=plan.measure.strip() or model.measure,
        obstacles=_obstacles(plan.obstacles) or model.obstacles,
    )
    if check_plan(mended, goal, profile):  # its own sizes do not fit the limits: the playbook's sizes do
        mended = mended.but(weeks=tuple(_graded_from(w, p) for w, p in zip(weeks, model.weeks, strict=True)))
    return None if check_plan(mended, goal, profile) else mended


def _obstacles(written: tuple[Obstacle, ...]) -> tuple[Obstacle, ...]:
    return tuple(o for o in written if not any(unsafe_words(f"{o.obstacle}: {o.answer}")))[:MOST_TASKS]


def _week(week: Week, pattern: Week, before: list[Week], most: int) -> Week:
    """One week on the pattern's days and target, with the author's tasks of at most `most` minutes each."""
    tasks = [mended for task in week.tasks if (mended := _task(task, most)) is not None]
    tasks = _completed(tasks[:MOST_TASKS], pattern)
    floor = max((load(w) for w in before if not w.is_deload), default=0.0)
    if not pattern.is_deload and floor:
        tasks = _raised(tasks, floor, week)
    focus = " ".join(week.focus.split())[:240]
    return week.but(
        number=pattern.number,
        starts=pattern.starts,
        ends=pattern.ends,
        target=pattern.target,
        is_deload=pattern.is_deload,
        focus=pattern.focus if not focus or any(unsafe_words(focus)) else focus,
        tasks=tuple(task.but(id=f"w{pattern.number}t{n}") for n, task in enumerate(tasks, 1)),
    )


def _task(task: Task, most: int) -> Task | None:
    """The task with possible numbers; None when it has no words or asks for something unsafe."""
    cue, action = " ".join(task.cue.split())[:240], " ".join(task.action.split())[:240]
    if not cue or not action or any(unsafe_words(f"{cue}: {action}")):
        return None
    swap = None if task.swap is None or any(unsafe_words(task.swap)) else task.swap
    times = max(1, min(task.times, 10 if task.per == "day" else 14))
    minutes = max(1, min(task.minutes, most))
    tags = task.bct or ("1.4",)  # a cue with an action is action planning
    return task.but(cue=cue, action=action, swap=swap, times=times, minutes=minutes, bct=tags)


def _completed(tasks: list[Task], pattern: Week) -> list[Task]:
    """Adds what the week lacks from the playbook's week: tags where the task already is that, else its tasks."""
    core = next(task for task in pattern.tasks if GRADED in task.bct)
    record = pattern.tasks[-1]
    held = {tag for task in tasks for tag in task.bct}
    if not tasks or not held & {GRADED, "1.2", "12.1"}:
        tasks = [core, *tasks[: MOST_TASKS - 1]]
    wanted = {"2.3", "1.5"} if pattern.number % 2 == 0 else {"2.3"}
    if not wanted <= {tag for task in tasks for tag in task.bct}:
        tasks = [*tasks[: MOST_TASKS - 1], record]
    needs = [tag for tag in ("1.4", *(("1.1",) if pattern.number == 1 else ())) if not _has(tasks, tag)]
    return [tasks[0].but(bct=(*tasks[0].bct, *needs)), *tasks[1:]]


def _has(tasks: list[Task], tag: str) -> bool:
    return any(tag in task.bct for task in tasks)


def _raised(tasks: list[Task], floor: float, week: Week) -> list[Task]:
    """Minutes of the graded tasks raised to what earlier weeks already held."""
    graded = [task for task in tasks if GRADED in task.bct]
    now = load(week.but(tasks=tuple(tasks)))
    if not graded or now >= floor:
        return tasks
    missing = floor - now
    first = graded[0]
    more = -(-missing // per_week(first.times, first.per))
    return [task.but(minutes=task.minutes + int(more)) if task is first else task for task in tasks]


def _graded_from(week: Week, pattern: Week) -> Week:
    """The week with the playbook's graded tasks in place of the author's, everything else kept."""
    others = [task for task in week.tasks if not {"8.6", GRADED} & set(task.bct)]
    core = [task for task in pattern.tasks if {"8.6", GRADED} & set(task.bct)]
    kept = _completed([*core, *others][:MOST_TASKS], pattern)
    if not _has(kept, "2.3"):
        kept = [*kept[: MOST_TASKS - 1], pattern.tasks[-1]]
    return week.but(tasks=tuple(task.but(id=f"w{week.number}t{n}") for n, task in enumerate(kept, 1)))
