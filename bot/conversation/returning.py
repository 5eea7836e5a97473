"""The way back: after a break, a silence or a hard week the first step is small, and a lighter plan is offered."""

from datetime import date, timedelta

from bot.catalogue import t
from bot.conversation import editing
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import named_goal
from bot.entities import Goal, Person, Plan, PlanId, new_id
from bot.rules.plans import after_hard_weeks, core_of, replanned
from bot.rules.plans.said import said
from bot.rules.saying import describe_goal
from bot.rules.travel import next_due

_LONG_SILENCE = timedelta(days=7)


def come_back(moment: Moment) -> Said | None:
    """Pauses end, and the first step back is half the size; a lighter plan is offered after a long time away."""
    person, profile = moment.person, moment.person.profile
    was_paused = profile.paused_until is not None or any(goal.paused_until for goal in person.goals)
    if not person.active_goals and not was_paused:
        return None
    is_long = was_paused or _is_silent(moment)
    person = awaiting(_awake(moment), None)
    moment = moment.given(person)
    goal = person.goal(person.session.focus) or next(iter(person.active_goals), None)
    plan = person.plan_for(goal.id) if goal else None
    on_again = t("Welcome back. Check-ins and reminders are on again.")
    lead = on_again if was_paused else t("Welcome back. Good that you are here.")
    if goal is None or plan is None:
        return say(person, lead, undoable=t("coming back"))
    words = f"{lead} {t('The first step at half size: **{step}**.', step=_half_step(plan, moment.today))}"
    if is_long and plan.week_on(moment.today) is not None:
        offered = editing.make_easier(moment, goal, t("If you like, the plan gets lighter from here:"))
        if offered.person.session.awaiting is not None:
            text = f"{words}\n\n{offered.reply.text}"
            return Said(person=offered.person, reply=offered.reply.but(text=text), undoable=t("coming back"))
    return say(person, f"{words} {t('That is enough to begin with.')}", undoable=t("coming back"))


def after_hard_week(moment: Moment) -> Said | None:
    """A lighter way on as a small difference to accept; nothing has to be made up for."""
    person = moment.person
    goal = _talked_about(moment)
    plan = person.plan_for(goal.id) if goal else None
    if goal is None or plan is None or plan.week_on(moment.today) is None:
        return None
    edit = after_hard_weeks(goal, is_second=False)
    if edit is None:
        return None
    lead = t("Thank you for telling me. A week like that needs no making up for; one lost week does no lasting harm.")
    made = replanned(
        goal, plan, edit, person.profile, today=moment.today, now=moment.now, plan_id=PlanId(new_id("p"))
    )  # fmt: skip
    if made is None:
        step = t("The way back at half size: **{step}**.", step=_half_step(plan, moment.today))
        return say(awaiting(person, None), f"{lead} {step}")
    head = t("To come back gently, *{goal}* could go like this:", goal=describe_goal(goal))
    return editing.offer(moment, goal, made, f"{lead} {head}")


def _talked_about(moment: Moment) -> Goal | None:
    person = moment.person
    named = named_goal(person, moment.text, among=person.active_goals)
    focused = person.goal(person.session.focus)
    return named or (focused if focused in person.active_goals else next(iter(person.active_goals), None))


def _awake(moment: Moment) -> Person:
    """The person with every pause over and each schedule due at its next time."""
    person = moment.person
    resting = {goal.id for goal in person.goals if goal.paused_until}
    person = person.but(profile=person.profile.but(paused_from=None, paused_until=None))
    for goal in [goal for goal in person.goals if goal.id in resting]:
        person = person.with_goal(goal.but(paused_until=None))
    for reminder in [r for r in person.active_reminders if r.goal_id in resting]:
        due = next_due(reminder.recurrence, person.profile, moment.now)
        person = person.with_reminder(reminder.but(next_due_at=due))
    return person


def _is_silent(moment: Moment) -> bool:
    last = max((log.at for log in moment.person.logs), default=None)
    return last is not None and moment.now - last > _LONG_SILENCE


def _half_step(plan: Plan, today: date) -> str:
    task = core_of(plan.week_on(today) or plan.weeks[-1], today)
    minutes = max(1, task.minutes // 2)
    return t("{cue}, {action}, but only {minutes} min", cue=said(task.cue), action=said(task.action), minutes=minutes)
