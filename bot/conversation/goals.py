"""Goals and their plans: accepting, easing, listing, showing, dropping."""

from datetime import date

from bot.conversation import checkins, reminders
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import open_goals, pick_goal
from bot.entities import Button, Domain, Frequency, Goal, GoalStatus, Person, Plan, PlanId, Task, UserProfile, new_id
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans import (
    core_of,
    describe_progress,
    diff_plans,
    ease,
    progress_chart,
    show_plan,
    show_week,
    today_tasks,
    weekly_load,
    write_plan,
)
from bot.rules.quantities import convert
from bot.rules.saying import describe_goal, say_frequency

MOST_ACTIVE = 3
MOST_ACTIONS = 7
MOST_TODAY = 3
_MASS = ("kg", "lb", "stone")
_NONE_YET = 'No goals yet. Tell me one in your own words, for example "I want to lose 5kg in 8 weeks".'
_START = (
    Button(label="Yes", action="accept"),
    Button(label="Easier", action="easier"),
    Button(label="Not now", action="decline"),
)


def proposed(person: Person) -> tuple[Goal, ...]:
    """Drafts that wait for a yes."""
    return tuple(goal for goal in person.goals if goal.status is GoalStatus.PROPOSED)


def accept(moment: Moment) -> Said:
    """Start the drafted goals; a fourth one waits as `later`. Then the check-in is offered."""
    drafts = proposed(moment.person)
    person = moment.person
    started: list[Goal] = []
    waiting: list[Goal] = []
    for goal in drafts:
        has_room = len(person.active_goals) < MOST_ACTIVE
        status = GoalStatus.ACTIVE if has_room else GoalStatus.LATER
        person = person.with_goal(goal.but(status=status, started_on=moment.today if has_room else None))
        (started if has_room else waiting).append(goal)
        plan = person.plan_for(goal.id)
        if plan is not None:
            person = person.with_plan(plan.but(accepted_at=moment.now))
    parts = [_started(person, started, moment), _waiting(waiting), _load(person, moment)]
    if started:
        person = person.but(session=person.session.but(focus=started[0].id))
        person, question = reminders.propose_checkin(moment.given(person), started[0])
        parts.append(question)
    else:
        person = awaiting(person, None)
    return say(person, "\n\n".join(part for part in parts if part), undoable="starting the goal")


def _started(person: Person, goals: list[Goal], moment: Moment) -> str:
    if not goals:
        return ""
    plan = person.plan_for(goals[0].id)
    week = show_week(plan, goals[0], moment.today) if plan else ""
    names = " and ".join(f"**{describe_goal(goal)}**" for goal in goals)
    return f"Started: {names}.\n\n{week}".strip()


def _waiting(goals: list[Goal]) -> str:
    if not goals:
        return ""
    names = ", ".join(describe_goal(goal) for goal in goals)
    return f"You have {MOST_ACTIVE} goals under way, so this one waits: {names}. Finish or drop one and it starts."


def _load(person: Person, moment: Moment) -> str:
    active = person.active_goals
    actions = weekly_load([plan for plan in person.plans if person.goal(plan.goal_id) in active], moment.today)
    if len(active) < 2 or actions <= MOST_ACTIONS:
        return ""
    return f"{len(active)} goals are {actions} actions a week: that is a lot. Drop or delay one?"


def decline(moment: Moment) -> Said:
    """Drop the drafts without any fuss."""
    person = moment.person
    for goal in proposed(person):
        person = person.with_goal(goal.but(status=GoalStatus.DROPPED))
    return say(
        awaiting(person, None),
        "No problem, the draft is gone. What would suit you better?",
        undoable="dropping the draft",
    )


def make_easier(moment: Moment) -> Said:
    """The drafted or focused plan with less in it, as a diff to accept."""
    drafts = proposed(moment.person)
    goal = drafts[0] if drafts else moment.person.goal(moment.session.focus) or pick_goal(moment.person, moment.text)
    plan = moment.person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return say(moment.person, "Which plan should be easier? /goals lists them.")
    lighter = ease(plan).but(id=PlanId(new_id("p")), created_at=moment.now)
    person = moment.person.with_plan(lighter)
    text = f"Here is a lighter version:\n\n{diff_plans(plan, lighter)}"
    if goal.status is GoalStatus.PROPOSED:
        person = awaiting(person, moment.ask("accept_plan", goal_id=goal.id))
        return Said(
            person=person, reply=say(person, f"{text}\n\nStart with this?", *_START).reply, undoable="the lighter plan"
        )
    return say(person, f"{text}\n\n/undo brings the old one back.", undoable="the lighter plan")


def with_frequency(moment: Moment, frequency: Frequency, *, is_accepted: bool) -> Said:
    """The drafted habit as often as the person says; started at once where the words agree to it."""
    goal = next(goal for goal in proposed(moment.person) if goal.frequency is not None)
    person = _replanned(moment, moment.person, goal.but(frequency=frequency))
    if is_accepted:
        return accept(moment.given(person))
    text = f"{say_frequency(frequency).capitalize()}, then. Shall we start with this?"
    return Said(person=person, reply=say(person, text, *_START).reply, undoable="the new frequency")


def _replanned(moment: Moment, person: Person, goal: Goal) -> Person:
    plan = person.plan_for(goal.id)
    version = plan.version + 1 if plan else 1
    renewed = write_plan(
        goal, person.profile, today=moment.today, plan_id=PlanId(new_id("p")), now=moment.now, version=version
    )
    return person.with_goal(goal).with_plan(renewed)


def with_facts(moment: Moment, profile: UserProfile) -> Said:
    """Starting weight, height and so on: checked against the limits again, then the plan starts from there."""
    person = moment.person.but(profile=profile)
    for goal in proposed(person):
        start = convert(profile.weight_kg, "kg", goal.unit) if profile.weight_kg and goal.unit in _MASS else None
        if start is not None and goal.domain is Domain.WEIGHT:
            start = round(start, 1)
            goal = goal.but(start=start, current=start)  # noqa: PLW2901 - the same goal, now with a start
        verdict = check_goal(goal, person.profile, moment.today)
        if isinstance(verdict, Blocked):
            return _blocked(moment.given(person), goal, verdict)
        person = _replanned(moment, person, goal)
    return accept(moment.given(person))


def _blocked(moment: Moment, goal: Goal, verdict: Blocked) -> Said:
    person = moment.person.with_goal(goal.but(status=GoalStatus.DROPPED))
    if verdict.safe is None:
        return say(awaiting(person, None), verdict.message)
    person = awaiting(person, moment.ask("confirm_unsafe", draft=verdict.safe))
    return say(person, verdict.message, Button(label="Yes", action="accept"), Button(label="No", action="decline"))


async def set_goal(moment: Moment, words: str) -> Said:
    """/goal without words (with words it goes through the coach)."""
    return say(moment.person, "What would you like to reach? For example: `/goal read 12 books this year`.")


async def list_goals(moment: Moment, words: str) -> Said:
    """/goals."""
    shown = [goal for goal in moment.person.goals if goal.status is not GoalStatus.DROPPED]
    if not shown:
        return say(moment.person, _NONE_YET)
    lines = [f"{n}. **{describe_goal(goal)}** ({goal.status})" for n, goal in enumerate(shown, 1)]
    return say(moment.person, "\n".join(lines))


async def show_goal_plan(moment: Moment, words: str) -> Said:
    """/plan, /plan reading."""
    goal = _wanted(moment, words)
    plan = moment.person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return say(moment.person, "Which goal? /goals lists them." if moment.person.goals else _NONE_YET)
    return say(moment.person, f"**{describe_goal(goal)}**\n\n{show_plan(plan, goal, today=moment.today)}")


async def show_today(moment: Moment, words: str) -> Said:
    """/today: one small step for each goal."""
    parts = []
    for goal in moment.person.active_goals:
        plan = moment.person.plan_for(goal.id)
        tasks = _core_first(plan, moment.today) if plan else ()
        steps = [f"- {task.cue}: {task.action} ({task.minutes} min)" for task in tasks]
        parts.append(f"**{describe_goal(goal)}**\n" + ("\n".join(steps) or "- nothing is due today; rest counts too"))
    return say(moment.person, "\n\n".join(parts) or _NONE_YET)


def _core_first(plan: Plan, day: date) -> list[Task]:
    """What is on today, the plan's main task before the small ones."""
    week = plan.week_on(day)
    core = core_of(week, day) if week else None
    return sorted(today_tasks(plan, day), key=lambda task: task != core)[:MOST_TODAY]


async def show_progress(moment: Moment, words: str) -> Said:
    """/progress: in words, with the numbers."""
    goal = _wanted(moment, words)
    goals = (goal,) if words and goal else open_goals(moment.person) or ((goal,) if goal else ())
    if not goals:
        return say(moment.person, _NONE_YET)
    return say(moment.person, "\n\n".join(_progress(moment, goal) for goal in goals))


def _progress(moment: Moment, goal: Goal) -> str:
    plan, logs = moment.person.plan_for(goal.id), moment.person.logs_of(goal.id)
    text = f"**{describe_goal(goal)}**\n\n{describe_progress(goal, plan, logs, moment.today)}"
    chart = progress_chart(goal, plan, logs)
    return f"{text}\n\n```\n{chart}\n```" if chart else text


def _wanted(moment: Moment, words: str) -> Goal | None:
    shown = [goal for goal in moment.person.goals if goal.status is not GoalStatus.DROPPED]
    if words.isdigit() and 1 <= int(words) <= len(shown):
        return shown[int(words) - 1]
    person = moment.person
    fallback = person.goal(person.session.focus) or next(iter(person.active_goals or shown), None)
    return pick_goal(person, words, otherwise=fallback) if words else fallback


def drop(moment: Moment, goal: Goal) -> Said:
    """End a goal without guilt; its nudges end with it."""
    person = moment.person.with_goal(goal.but(status=GoalStatus.DROPPED))
    for reminder in person.active_reminders:
        if reminder.goal_id == goal.id:
            person = person.with_reminder(reminders.ended(reminder))
    text = f"Dropped: {describe_goal(goal)}. No guilt: making room is a decision too. /undo brings it back."
    return say(awaiting(person, None), text, undoable="dropping the goal")


def choose(moment: Moment, pending: str) -> Said | None:
    """The goal the person named or numbered, for the report that was waiting."""
    goals = open_goals(moment.person)
    words = moment.text.strip().rstrip(".")
    goal = (
        goals[int(words) - 1] if words.isdigit() and 1 <= int(words) <= len(goals) else pick_goal(moment.person, words)
    )
    if goal is None:
        return None
    return checkins.record_on(moment.spoken(pending), goal)
