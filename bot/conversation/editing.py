"""Changes of a plan asked for in words: each is shown as a small difference first, and made by a yes."""

from bot.catalogue import N_, t
from bot.conversation import schedules
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import named_goal
from bot.entities import Awaiting, Button, Goal, GoalStatus, Plan, PlanId, new_id
from bot.rules.agreement import read_agreement
from bot.rules.limits import body_facts
from bot.rules.plans import (
    Amended,
    Checkins,
    Easier,
    Edit,
    NotOn,
    OtherDay,
    Refused,
    Swap,
    Unclear,
    amend,
    core_of,
    is_in_plan,
    read_edits,
    write_plan,
)
from bot.rules.plans.said import said
from bot.rules.saying import describe_goal

_YES_NO = (Button(label=N_("Yes"), action="accept"), Button(label=N_("No"), action="decline"))
_START = (
    Button(label=N_("Yes"), action="accept"),
    Button(label=N_("Easier"), action="easier"),
    Button(label=N_("Not now"), action="decline"),
)
# questions whose answers look like changes
_OTHERWISE_ASKED = ("schedule", "clarify_goal", "confirm_unsafe", "consent", "forget", "country", "goal_choice")


async def answer_edit(moment: Moment) -> Said | None:
    """The change that the words ask for; None where they ask for none."""
    question = moment.session.awaiting
    if question is not None and question.kind in _OTHERWISE_ASKED:
        return None
    found = _read(moment, question)
    if found is None:
        return None
    goals, edits = found
    if question is not None and question.kind == "zone" and not isinstance(edits[0], Checkins):
        return None
    if len(goals) > 1:
        names = "\n".join(f"- {describe_goal(goal)}" for goal in goals)
        which = t("For which goal? Say it again with a word of its name.")
        return say(moment.person, f"{which}\n\n{names}")
    is_about_checkin = isinstance(edits[0], NotOn | OtherDay) or _is_frequency(edits)
    if question is not None and question.kind == "accept_checkin" and is_about_checkin:
        return None
    return propose(moment, goals[0], edits)


def _is_frequency(edits: tuple[Edit, ...]) -> bool:
    return len(edits) == 1 and edits[0].__class__.__name__ == "NewFrequency"


def _read(moment: Moment, question: Awaiting | None) -> tuple[list[Goal], tuple[Edit, ...]] | None:
    """The goal meant, and the changes; several goals where it could be any of them."""
    person = moment.person
    drafts = [goal for goal in person.goals if goal.status is GoalStatus.PROPOSED]
    is_draft = bool(drafts) and question is not None and question.kind == "accept_plan"
    if is_draft and body_facts(moment.text).is_any and "goal" not in moment.text and "target" not in moment.text:
        return None
    open_now = tuple(drafts if is_draft else [*person.active_goals, *drafts])
    named = named_goal(person, moment.text, among=open_now)
    candidates = [named] if named else list(open_now)
    fits = [(goal, edits) for goal in candidates if (edits := _edits(moment, goal, is_draft, goal is named))]
    if not fits:
        return None
    pending = question.goal_id if question is not None and question.kind == "accept_change" else None
    preferred = (pending, moment.session.focus, drafts[0].id if is_draft else None)
    chosen = next((fit for wanted in preferred for fit in fits if fit[0].id == wanted), None)
    if chosen is not None or len(fits) == 1:
        goal, edits = chosen or fits[0]
        return [goal], edits
    return [goal for goal, _ in fits], fits[0][1]


def _edits(moment: Moment, goal: Goal, is_draft: bool, is_named: bool) -> tuple[Edit, ...]:
    edits = read_edits(moment.text, goal, today=moment.today, is_draft=is_draft, is_named=is_named)
    if edits and isinstance(edits[0], Swap) and not _is_own_task(moment, goal, edits[0]):
        return ()
    undo = moment.session.undo
    has_logged = undo is not None and any(log.id in undo.created for log in moment.person.logs)
    is_correction = has_logged and "it " in moment.text.lower()
    amounts = [edit for edit in edits if edit.__class__.__name__ == "NewAmount"]
    return () if is_correction and amounts and len(edits) == 1 else edits


def _is_own_task(moment: Moment, goal: Goal, swap: Swap) -> bool:
    """Whether what should be done otherwise is in the plan; "swap" says so by itself."""
    plan = moment.person.plan_for(goal.id)
    if plan is None:
        return False
    return moment.text.lower().startswith("swap ") or is_in_plan(plan, goal, swap.old, moment.today)


def propose(moment: Moment, goal: Goal, edits: tuple[Edit, ...], lead: str = "") -> Said:
    """What the change would make of the goal and its plan, with a question; or why it cannot be."""
    if isinstance(edits[0], Unclear):
        return say(moment.person, t(edits[0].question))
    if isinstance(edits[0], Checkins):
        return schedules.change_checkins(moment, goal, edits[0])
    plan = moment.person.plan_for(goal.id)
    if plan is None:
        return say(moment.person, t("*{goal}* has no plan yet.", goal=describe_goal(goal)))
    question = moment.session.awaiting
    is_pending = question is not None and question.kind == "accept_change" and question.goal_id == goal.id
    base = question.goal if is_pending and question is not None and question.goal else goal
    latest = question.plan if is_pending and question is not None and question.plan else plan
    if (moved := _moved_checkin(moment, goal, latest, edits)) is not None:
        return moved
    made = amend(
        base, latest, edits, moment.person.profile,
        today=moment.today, now=moment.now, plan_id=PlanId(new_id("p")), since=(goal, plan),
    )  # fmt: skip
    if isinstance(made, Refused):
        is_draft = goal.status is GoalStatus.PROPOSED
        stays = t("The draft stays as it is.") if is_draft else t("The plan stays as it is.")
        return say(moment.person, f"{made.reason}\n\n{stays}")
    if goal.status is GoalStatus.PROPOSED:
        return _redrafted(moment, made.goal, made.plan, made.difference)
    head = lead or t("**{goal}** would change like this:", goal=describe_goal(made.goal))
    return offer(moment, goal, made, head)


def offer(moment: Moment, goal: Goal, made: Amended, head: str) -> Said:
    """The changed goal and plan as a small difference under `head`, with the question whether to take it."""
    question = moment.ask("accept_change", goal_id=goal.id, goal=made.goal, plan=made.plan, text=moment.text[:500])
    person = awaiting(moment.person, question)
    person = person.but(session=person.session.but(focus=goal.id))
    return say(person, f"{head}\n\n{made.difference}\n\n{t('Shall I change it? (yes/no)')}", *_YES_NO)


def _moved_checkin(moment: Moment, goal: Goal, plan: Plan, edits: tuple[Edit, ...]) -> Said | None:
    """A day that only the check-ins are tied to is theirs to change."""
    edit = edits[0]
    if not isinstance(edit, OtherDay):
        return None
    has_day = any(schedules.day_name(edit.old) in task.cue for week in plan.weeks for task in week.tasks)
    return None if has_day else schedules.exchange_days(moment, goal, edit)


def _redrafted(moment: Moment, goal: Goal, plan: Plan, difference: str) -> Said:
    person = moment.person.with_goal(goal).with_plan(plan)
    old = moment.session.awaiting
    field = old.field if old is not None and old.kind == "accept_plan" else ""
    person = awaiting(person, moment.ask("accept_plan", goal_id=goal.id, field=field))
    text = f"**{describe_goal(goal)}**\n\n{difference}\n\n{t('Shall we start with this? (yes/no)')}"
    return say(person, text, *_START, undoable=t("the change of the draft"))


def answer_change(moment: Moment, question: Awaiting) -> Said | None:
    """Yes makes the change, no leaves everything; None for other words."""
    agreed = read_agreement(moment.text)
    if agreed is None or question.goal is None or question.plan is None:
        return None
    person = awaiting(moment.person, None)
    if not agreed:
        return say(person, t("All right, everything stays as it was."))
    goal, plan = question.goal, question.plan.but(accepted_at=moment.now)
    person = person.with_goal(goal).with_plan(plan)
    person = schedules.kept_off(person, goal, _days_off(moment.spoken(question.text), goal), moment)
    task = core_of(plan.week_on(moment.today) or plan.weeks[0], moment.today)
    text = t(
        "Changed: **{goal}**. Now: {cue}, {action}. /plan shows all of it.",
        goal=describe_goal(goal), cue=said(task.cue), action=said(task.action),
    )  # fmt: skip
    return say(person, text, undoable=t("the change of the plan"))


def _days_off(moment: Moment, goal: Goal) -> tuple[int, ...]:
    """The weekdays that the accepted words leave free, so that check-ins leave them free too."""
    edits = read_edits(moment.text, goal, today=moment.today)
    return next((edit.days for edit in edits if isinstance(edit, NotOn)), ())


def make_easier(moment: Moment, goal: Goal, lead: str = "") -> Said:
    """A lighter version of the plan from this week on, to be accepted."""
    return propose(moment, goal, (Easier(),), lead)


def going_on(moment: Moment, goal: Goal) -> Plan:
    """The goal's plan where it still runs, else one written anew from today."""
    plan = moment.person.plan_for(goal.id)
    return plan if plan is not None and plan.week_on(moment.today) is not None else renewed(moment, goal)


def renewed(moment: Moment, goal: Goal) -> Plan:
    """The goal's plan written anew from today."""
    old = moment.person.plan_for(goal.id)
    version = old.version + 1 if old else 1
    plan_id = PlanId(new_id("p"))
    profile = moment.person.profile
    return write_plan(goal, profile, today=moment.today, plan_id=plan_id, now=moment.now, version=version)
