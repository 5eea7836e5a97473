"""Drafts of goals: accepting, easing, declining them, and what a person adds to them."""

from datetime import date

from bot.conversation import checkins, offering
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import open_goals, pick_goal
from bot.entities import Button, Domain, Frequency, Goal, GoalStatus, Person, PlanId, UserProfile, new_id
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans import (
    core_of,
    diff_plans,
    ease,
    show_week,
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
    parts = [_started(person, started, moment), _waiting(waiting), _load(person, moment), _heard(person)]
    if started:
        person = person.but(session=person.session.but(focus=started[0].id))
        person, question = offering.propose_checkin(moment.given(person), started[0])
        parts.append(question)
    else:
        person = awaiting(person, None)
    return say(person, "\n\n".join(part for part in parts if part), undoable="starting the goal")


def _started(person: Person, goals: list[Goal], moment: Moment) -> str:
    """The first goal's week in full; of the others the first step each."""
    if not goals:
        return ""
    plan = person.plan_for(goals[0].id)
    week = show_week(plan, goals[0], moment.today) if plan else ""
    names = " and ".join(f"**{describe_goal(goal)}**" for goal in goals)
    others = [_first_step_of(person, goal, moment.today) for goal in goals[1:]]
    return "\n\n".join(part for part in (f"Started: {names}.", week, "\n".join(others)) if part)


def _first_step_of(person: Person, goal: Goal, day: date) -> str:
    plan = person.plan_for(goal.id)
    week = plan.week_on(day) if plan else None
    task = core_of(week, day) if week else None
    return f"- *{goal.title}*: {task.cue}, {task.action}" if task else f"- *{goal.title}*"


def _waiting(goals: list[Goal]) -> str:
    if not goals:
        return ""
    names = ", ".join(describe_goal(goal) for goal in goals)
    return (
        f"You have {MOST_ACTIVE} goals under way, which is enough to do well, so this waits: {names}. "
        "Once one is finished or dropped, say *start it now*; *start it anyway* does it today."
    )


def _heard(person: Person) -> str:
    """The next of the goals that were named in one message."""
    heard = person.session.heard
    return f"You also named *{heard[0].title}*: say **next** when you want to take it." if heard else ""


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
    text = "No problem, the draft is gone. " + (_heard(person) or "What would suit you better?")
    return say(awaiting(person, None), text, undoable="dropping the draft")


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
