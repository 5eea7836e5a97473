"""Drafts of goals: accepting, easing, declining them, and what a person adds to them."""

from datetime import date

from bot.catalogue import N_, say_amount, say_list, t
from bot.conversation import checkins, offering
from bot.conversation.loads import MOST_ACTIVE, say_load
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import open_goals, pick_goal
from bot.entities import Button, Domain, Frequency, Goal, GoalStatus, Person, PlanId, UserProfile, new_id
from bot.rules.goals import approach_of
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans import (
    core_of,
    diff_plans,
    ease,
    show_week,
    write_plan,
)
from bot.rules.plans.said import said
from bot.rules.quantities import convert
from bot.rules.saying import describe_goal, say_frequency

_MASS = ("kg", "lb", "stone")
_START = (
    Button(label=N_("Yes"), action="accept"),
    Button(label=N_("Easier"), action="easier"),
    Button(label=N_("Not now"), action="decline"),
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
    parts = [_started(person, started, moment), _waiting(waiting), say_load(person, moment.today), _heard(person)]
    if started:
        person = person.but(session=person.session.but(focus=started[0].id))
        person, question = offering.propose_checkin(moment.given(person), started[0])
        parts.append(question)
    else:
        person = awaiting(person, None)
    return say(person, "\n\n".join(part for part in parts if part), undoable=t("starting the goal"))


def _started(person: Person, goals: list[Goal], moment: Moment) -> str:
    """The first goal's week in full; of the others the first step each."""
    if not goals:
        return ""
    plan = person.plan_for(goals[0].id)
    week = show_week(plan, goals[0], moment.today) if plan else ""
    names = say_list(f"**{describe_goal(goal)}**" for goal in goals)
    others = [_first_step_of(person, goal, moment.today) for goal in goals[1:]]
    return "\n\n".join(part for part in (t("Started: {goals}.", goals=names), week, "\n".join(others)) if part)


def _first_step_of(person: Person, goal: Goal, day: date) -> str:
    plan = person.plan_for(goal.id)
    week = plan.week_on(day) if plan else None
    task = core_of(week, day) if week else None
    return f"- *{goal.title}*: {said(task.cue)}, {said(task.action)}" if task else f"- *{goal.title}*"


def _waiting(goals: list[Goal]) -> str:
    if not goals:
        return ""
    return t(
        "You have {count} goals under way, which is enough to do well, so this waits: {goals}. "
        "Once one is finished or dropped, say *start it now*; *start it anyway* does it today.",
        count=MOST_ACTIVE, goals=say_list(describe_goal(goal) for goal in goals),
    )  # fmt: skip


def _heard(person: Person) -> str:
    """The next of the goals that were named in one message."""
    heard = person.session.heard
    return t("You also named *{goal}*: say **next** when you want to take it.", goal=heard[0].title) if heard else ""


def reworded(moment: Moment) -> Said | None:
    """The draft named by what to do instead, numbers and plan as they are; None where it stops nothing."""
    goal = next((goal for goal in proposed(moment.person) if approach_of(goal)), None)
    if goal is None:
        return None
    goal = goal.but(title=t(approach_of(goal) or goal.title))
    asked = t("Then it is called: **{goal}**. Shall we start with this?", goal=describe_goal(goal))
    return say(moment.person.with_goal(goal), asked, *_START, undoable=t("the new name"))


def decline(moment: Moment) -> Said:
    """Drop the drafts without any fuss."""
    person = moment.person
    for goal in proposed(person):
        person = person.with_goal(goal.but(status=GoalStatus.DROPPED))
    then = _heard(person) or t("What would suit you better?")
    text = f"{t('No problem, the draft is gone.')} {then}"
    return say(awaiting(person, None), text, undoable=t("dropping the draft"))


def make_easier(moment: Moment) -> Said:
    """The drafted or focused plan with less in it, as a diff to accept."""
    drafts = proposed(moment.person)
    goal = drafts[0] if drafts else moment.person.goal(moment.session.focus) or pick_goal(moment.person, moment.text)
    plan = moment.person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return say(moment.person, t("Which plan should be easier? /goals lists them."))
    lighter = ease(plan).but(id=PlanId(new_id("p")), created_at=moment.now)
    person = moment.person.with_plan(lighter)
    text = t("Here is a lighter version:") + f"\n\n{diff_plans(plan, lighter)}\n\n"
    if goal.status is GoalStatus.PROPOSED:
        person = awaiting(person, moment.ask("accept_plan", goal_id=goal.id))
        return say(person, text + t("Start with this?"), *_START, undoable=t("the lighter plan"))
    return say(person, text + t("/undo brings the old one back."), undoable=t("the lighter plan"))


def with_frequency(moment: Moment, frequency: Frequency, *, is_accepted: bool) -> Said:
    """The drafted habit as often as the person says; started at once where the words agree to it."""
    goal = next(goal for goal in proposed(moment.person) if goal.frequency is not None)
    person = _replanned(moment, moment.person, goal.but(frequency=frequency))
    if is_accepted:
        return accept(moment.given(person))
    text = t("All right, {often}. Shall we start with this?", often=say_frequency(frequency))
    return say(person, text, *_START, undoable=t("the new frequency"))


def in_currency(moment: Moment, currency: str) -> Said | None:
    """The drafted sum in the currency that was named; None where no draft lacks one."""
    goal = next((g for g in proposed(moment.person) if g.domain is Domain.FINANCE and g.amount and not g.unit), None)
    if goal is None:
        return None
    goal = goal.but(unit=currency)
    text = t("All right, {amount}. Shall we start with this?", amount=say_amount(goal.amount or 0, currency))
    return say(_replanned(moment, moment.person, goal), text, *_START, undoable=t("the currency"))


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
    return say(
        person, verdict.message, Button(label=N_("Yes"), action="accept"), Button(label=N_("No"), action="decline")
    )


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
