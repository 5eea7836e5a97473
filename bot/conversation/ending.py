"""Goals dropped, delayed, finished, brought back and started late: always the goal that is named, never a guess."""

import re

from bot.catalogue import t
from bot.conversation import editing, offering, reminders, schedules
from bot.conversation.loads import MOST_ACTIVE, say_load
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.phrases import find_phrase
from bot.conversation.picking import named_goal
from bot.entities import Goal, GoalStatus, Person
from bot.rules.plans import show_week
from bot.rules.quantities import find_quantities
from bot.rules.saying import describe_goal
from bot.rules.text import fold

_OPEN = (GoalStatus.ACTIVE, GoalStatus.PROPOSED, GoalStatus.LATER)
_OURS = re.compile(r"(?:please |can you |can we |i want to |let'?s )*(?:drop|cancel|archive|abandon|scrap)\b")
_GENERIC = re.compile(
    r"(?:(?:the|my|this|that|a|our|current|whole|first|last|latest)\s+)*(?:goals?|plan|it|this|that|one)?"
)


async def answer_ending(moment: Moment) -> Said | None:
    """Dropping, delaying, finishing, bringing back or starting a goal; None where the words ask for none of it."""
    if (found := find_phrase("end_reminder", moment.text)) is not None:
        return schedules.end_named(moment, _what(found))
    if not moment.person.goals:
        return None
    for phrase, change in (
        ("drop", _drop),
        ("delay", _delay),
        ("finished", _finish),
        ("bring_back", _bring_back),
        ("start_late", _start),
    ):
        found = find_phrase(phrase, moment.text)
        if found is not None and (said := change(moment, _what(found))) is not None:
            return said
    return None


def _what(found: re.Match[str]) -> str:
    """The words that say what it is about."""
    return next((words for words in found.groupdict().values() if words), "")


def _drop(moment: Moment, what: str) -> Said | None:
    goal = _meant(moment, what, _OPEN)
    if goal is not None:
        return drop(moment, goal)
    is_goal_said = "goal" in what or _GENERIC.fullmatch(what.strip()) is not None
    if is_goal_said:
        return _which(moment, _OPEN, t("drop"))
    is_ours = _OURS.match(fold(moment.text)) is not None and not find_quantities(what) and len(what.split()) <= 3
    listed = _which(moment, _OPEN, t("drop")) if is_ours else None
    if listed is None:
        return None
    lead = t("I know no goal called “{words}”.", words=what)
    new = t("If giving it up is a new goal, say *I want to stop {what}*.", what=what)
    return say(moment.person, f"{lead} {listed.reply.text}\n\n{new}")


def _meant(moment: Moment, what: str, statuses: tuple[GoalStatus, ...]) -> Goal | None:
    """The goal that the words name, or with "this goal" the one talked about; None rather than a guess."""
    person = moment.person
    among = tuple(goal for goal in person.goals if goal.status in statuses)
    words = fold(what).strip(" .!?")
    if _GENERIC.fullmatch(words):
        question = person.session.awaiting
        focused = person.goal(question.goal_id if question and question.goal_id else person.session.focus)
        return focused if focused in among else (among[0] if len(among) == 1 else None)
    return named_goal(person, words, among=among)


def _which(moment: Moment, statuses: tuple[GoalStatus, ...], verb: str) -> Said | None:
    goals = [goal for goal in moment.person.goals if goal.status in statuses]
    if not goals:
        return None
    listed = "\n".join(f"- {describe_goal(goal)}" for goal in goals)
    which = t("Which goal? Say *{verb}* with a word of its name.", verb=verb)
    return say(moment.person, f"{which}\n\n{listed}")


def drop(moment: Moment, goal: Goal) -> Said:
    """End a goal without guilt; its check-ins end with it."""
    person = _without_checkins(moment.person.with_goal(goal.but(status=GoalStatus.DROPPED)), goal)
    text = t(
        "Dropped: {goal}. No guilt: making room is a decision too. It stays in /goals under what has ended; "
        "/undo brings it back.",
        goal=describe_goal(goal),
    )
    return say(awaiting(person, None), f"{text}{_room(person)}", undoable=t("dropping the goal"))


def _delay(moment: Moment, what: str) -> Said | None:
    """A goal under way put off: it waits in /goals, its check-ins end, and its plan begins anew when it is started."""
    goal = _meant(moment, what, (GoalStatus.ACTIVE,))
    if goal is None:
        return _which(moment, (GoalStatus.ACTIVE,), t("delay")) if "goal" in what else None
    person = _without_checkins(moment.person.with_goal(goal.but(status=GoalStatus.LATER)), goal)
    text = t(
        "*{goal}* waits now, check-ins included. Say *start it now* when its time has come.", goal=describe_goal(goal)
    )
    return say(awaiting(person, None), text, undoable=t("the delay"))


def _without_checkins(person: Person, goal: Goal) -> Person:
    for reminder in person.active_reminders:
        if reminder.goal_id == goal.id:
            person = person.with_reminder(reminders.ended(reminder))
    return person


def _room(person: Person) -> str:
    """The goal that waited for room, now that there is some."""
    waiting = next((goal for goal in person.goals if goal.status is GoalStatus.LATER), None)
    if waiting is None or len(person.active_goals) >= MOST_ACTIVE:
        return ""
    return "\n\n" + t("There is room now for *{goal}*: say **start it now**.", goal=describe_goal(waiting))


def _finish(moment: Moment, what: str) -> Said | None:
    goal = _meant(moment, what, (GoalStatus.ACTIVE,))
    if goal is None:
        return _which(moment, (GoalStatus.ACTIVE,), t("finished")) if "goal" in what else None
    person = _without_checkins(moment.person.with_goal(goal.but(status=GoalStatus.DONE)), goal)
    text = t(
        "**{goal}** is done, and its check-ins end; /undo takes this back. Well earned. What made the difference?",
        goal=describe_goal(goal),
    )
    question = moment.ask("debrief", goal_id=goal.id)
    return say(awaiting(person, question), text, undoable=t("finishing the goal"))


def _bring_back(moment: Moment, what: str) -> Said | None:
    """The goal named, or the one that ended last."""
    ended = tuple(goal for goal in moment.person.goals if goal.status in (GoalStatus.DROPPED, GoalStatus.DONE))
    generic = _GENERIC.fullmatch(fold(what).strip(" .!?")) is not None
    waiting = tuple(goal for goal in moment.person.goals if goal.status is GoalStatus.LATER)
    among = (*waiting, *ended)
    undo = moment.session.undo
    touched = {goal.id for goal in undo.goals} if undo is not None else set()
    last = [goal for goal in among if goal.id in touched] or list(among)
    goal = last[-1] if generic and last else named_goal(moment.person, what, among=among)
    if goal is None:
        none = t("There is no ended goal to bring back. /goals lists what there is.")
        return say(moment.person, none) if generic else None
    return begin(moment, goal, t("Back again"))


def _start(moment: Moment, what: str) -> Said | None:
    """A goal that waits started now, also beyond three at a time."""
    waiting = tuple(goal for goal in moment.person.goals if goal.status is GoalStatus.LATER)
    generic = _GENERIC.fullmatch(fold(what).strip(" .!?")) is not None
    goal = waiting[0] if generic and waiting else named_goal(moment.person, what, among=waiting)
    if goal is not None:
        return begin(moment, goal, t("Started"))
    has_draft = any(goal.status is GoalStatus.PROPOSED for goal in moment.person.goals)
    none = t("No goal is waiting to be started. /goals lists yours.")
    return say(moment.person, none) if generic and not has_draft else None


def begin(moment: Moment, goal: Goal, word: str) -> Said:
    """The goal under way from today, with a plan from today; the check-in is offered again."""
    goal = goal.but(status=GoalStatus.ACTIVE, started_on=goal.started_on or moment.today, paused_until=None)
    if goal.deadline is not None and goal.deadline <= moment.today:
        goal = goal.but(deadline=None)
    person = moment.person.with_goal(goal)
    person = person.but(session=person.session.but(focus=goal.id))
    plan = editing.going_on(moment.given(person), goal).but(accepted_at=moment.now)
    person = person.with_plan(plan)
    person, question = offering.propose_checkin(moment.given(person), goal)
    head = t("{what}: **{goal}**.", what=word, goal=describe_goal(goal))
    parts = (head, say_load(person, moment.today), show_week(plan, goal, moment.today), question)
    return say(person, "\n\n".join(part for part in parts if part), undoable=t("starting the goal"))
