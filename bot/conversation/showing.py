"""Goals shown: the list, a plan, one week, and what a missed day means."""

from datetime import date

from bot.catalogue import N_, t, tn
from bot.conversation.moment import Moment, Said, say
from bot.conversation.picking import named_goal
from bot.entities import Goal, GoalStatus
from bot.rules.plans import show_plan, show_week
from bot.rules.plans.said import said
from bot.rules.saying import describe_goal, say_day

_MOST_ENDED = 8
NONE_YET = N_('No goals yet. Tell me one in your own words, for example "I want to lose 5kg in 8 weeks".')
_ENDED = (GoalStatus.DONE, GoalStatus.DROPPED)
_STATES = {
    GoalStatus.PROPOSED: N_("a draft"),
    GoalStatus.ACTIVE: N_("active"),
    GoalStatus.LATER: N_("later"),
    GoalStatus.DONE: N_("done"),
    GoalStatus.DROPPED: N_("dropped"),
}


async def set_goal(moment: Moment, words: str) -> Said:
    """/goal without words (with words it goes through the coach)."""
    return say(moment.person, t("What would you like to reach? For example: `/goal read 12 books this year`."))


async def list_goals(moment: Moment, words: str) -> Said:
    """/goals: what is open, by number; what has ended stays listed under it."""
    shown, ended = _shown(moment), _ended(moment)
    lines = [f"{n}. **{describe_goal(goal)}** ({state_of(goal, moment.today)})" for n, goal in enumerate(shown, 1)]
    if not shown:
        lines.append(t(NONE_YET))
    if ended:
        lines += ["", t("Ended (*bring back* with a word of its name makes it active again):")]
        lines += [f"- {describe_goal(goal)} ({state_of(goal, moment.today)})" for goal in ended[-_MOST_ENDED:]]
    return say(moment.person, "\n".join(lines))


def _shown(moment: Moment) -> list[Goal]:
    return [goal for goal in moment.person.goals if goal.status not in _ENDED]


def _ended(moment: Moment) -> list[Goal]:
    return [goal for goal in moment.person.goals if goal.status in _ENDED]


def state_of(goal: Goal, today: date) -> str:
    """`active`, `a draft`, or until when it rests."""
    if goal.status is GoalStatus.ACTIVE and rests(goal, today) and goal.paused_until:
        return t("resting until {day}", day=say_day(goal.paused_until, today))
    return t(_STATES[goal.status])


def rests(goal: Goal, today: date) -> bool:
    """Whether the goal is set aside on that day."""
    return goal.paused_until is not None and goal.paused_until > today


async def show_goal_plan(moment: Moment, words: str) -> Said:
    """/plan, /plan reading."""
    goal = wanted_goal(moment, words)
    if goal is None:
        return unknown_goal(moment, words)
    plan = moment.person.plan_for(goal.id)
    if plan is None:
        return say(moment.person, t("*{goal}* has no plan.", goal=describe_goal(goal)))
    return say(moment.person, f"**{describe_goal(goal)}**\n\n{show_plan(plan, goal, today=moment.today)}")


def unknown_goal(moment: Moment, words: str) -> Said:
    """There is no goal, or none of that name."""
    shown = _shown(moment)
    if not shown:
        return say(moment.person, t(NONE_YET))
    listed = "\n".join(f"{n}. {describe_goal(goal)}" for n, goal in enumerate(shown, 1))
    which = t("Which goal? Say a word of its name, or its number.")
    lead = t("I know no goal called “{words}”.", words=words[:60]) if words else ""
    return say(moment.person, f"{lead} {which}".strip() + f"\n\n{listed}")


def show_one_week(moment: Moment, number: str | None) -> Said:
    """One week of the plan talked about; the coming one without a number."""
    goal = wanted_goal(moment, "")
    plan = moment.person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return unknown_goal(moment, "")
    now = plan.week_on(moment.today)
    wanted = int(number) if number else (now.number + 1 if now else 1)
    if not 1 <= wanted <= len(plan.weeks):
        text = tn(
            "The plan for *{goal}* has {n} week, no week {wanted}.",
            "The plan for *{goal}* has {n} weeks, no week {wanted}.",
            len(plan.weeks), goal=describe_goal(goal), wanted=wanted,
        )  # fmt: skip
        return say(moment.person, text)
    return say(moment.person, show_week(plan, goal, plan.weeks[wanted - 1].starts))


async def explain_miss(moment: Moment, words: str) -> Said:
    """What a missed day means, from the plan's own room and its answer to that."""
    goal = wanted_goal(moment, "")
    plan = moment.person.plan_for(goal.id) if goal else None
    parts = [t("One missed day does no measurable harm to a habit: leave it out, and do the next one as planned.")]
    if plan is not None and plan.skips_per_week:
        skips = plan.skips_per_week
        room = tn("Your plan has room for {n} skip day a week.", "Your plan has room for {n} skip days a week.", skips)
        parts.append(room)
    if plan is not None:
        parts += [said(o.answer) for o in plan.obstacles if "miss" in o.obstacle.lower()][:1]
    parts.append(t("Say *skipped* when it happens; after a week under half done I offer a smaller one."))
    return say(moment.person, " ".join(parts))


def wanted_goal(moment: Moment, words: str) -> Goal | None:
    """The goal of that number or name; without words the one talked about."""
    person, shown = moment.person, _shown(moment)
    if words.isdigit():
        return shown[int(words) - 1] if 1 <= int(words) <= len(shown) else None
    if words:
        return named_goal(person, words, among=tuple(shown))
    focused = person.goal(person.session.focus)
    return focused if focused in shown else next(iter(person.active_goals or shown), None)
