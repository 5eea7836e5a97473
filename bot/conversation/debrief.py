"""A goal that is reached: one question about what helped, and a small habit offered so that it stays."""

from bot.catalogue import N_, t
from bot.conversation.ending import begin
from bot.conversation.moment import Moment, Note, Said, awaiting, say
from bot.entities import Awaiting, Button, Goal, GoalId, GoalStatus, PlanId, new_id
from bot.rules.agreement import read_agreement
from bot.rules.goals import read_goals
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans import core_of, kept_up, write_plan
from bot.rules.plans.said import said
from bot.rules.saying import say_frequency

_LONGEST = 400  # characters of an answer
_WORTH_KEEPING = 2  # words
_YES_NO = (Button(label=N_("Yes"), action="accept"), Button(label=N_("No"), action="decline"))


def answer_debrief(moment: Moment, question: Awaiting) -> Said | None:
    """What helped, kept as a fact; then the habit that keeps it is offered. None for words about something else."""
    goal = moment.person.goal(question.goal_id)
    agreed = read_agreement(moment.text)
    if goal is None or (agreed is None and not _tells(moment)):
        return None
    is_told = agreed is None and len(moment.text.split()) >= _WORTH_KEEPING
    fact = t("What helped with “{goal}”: {words}", goal=goal.title, words=moment.text.strip())
    notes = (Note(text=fact, kind="fact"),) if is_told and not moment.person.profile.is_private else ()
    lead = t("Worth knowing for the next one.") if is_told else t("All right.")
    said = _offered(moment, goal, lead)
    return said.but(notes=notes)


def _tells(moment: Moment) -> bool:
    """Whether the words tell something, rather than ask, report a number or name a new goal."""
    text = moment.text.strip()
    if len(text) > _LONGEST or "?" in text or not any(char.isalpha() for char in text):
        return False
    return not read_goals(text, now=moment.now, zone=moment.person.profile.zone).is_goal


def _offered(moment: Moment, goal: Goal, lead: str) -> Said:
    person = moment.person
    draft = kept_up(goal, goal_id=GoalId(new_id("g")), now=moment.now)
    is_there = any(other.title == draft.title for other in person.active_goals)
    if is_there or isinstance(check_goal(draft, person.profile, moment.today), Blocked):
        return say(awaiting(person, None), lead)
    plan = write_plan(draft, person.profile, today=moment.today, plan_id=PlanId(new_id("p")), now=moment.now)
    task = core_of(plan.weeks[0], moment.today)
    text = t(
        "{lead} So that it stays, something small: **{title}**, {often}. It begins like this: {cue}, {action}. "
        "Shall we keep it up that way? (yes/no)",
        lead=lead, title=draft.title, often=say_frequency(draft.frequency) if draft.frequency else "",
        cue=said(task.cue), action=said(task.action),
    )  # fmt: skip
    return say(awaiting(person, moment.ask("keep_up", goal_id=goal.id, goal=draft, plan=plan)), text, *_YES_NO)


def answer_keep_up(moment: Moment, question: Awaiting) -> Said | None:
    """Yes starts the habit, no leaves the goal as it is: done. None for other words."""
    agreed = read_agreement(moment.text)
    if agreed is None or question.goal is None or question.plan is None:
        return None
    person = awaiting(moment.person, None)
    if not agreed:
        return say(person, t("Then it stays as it is: reached. /goals keeps it under what is done."))
    draft = question.goal.but(status=GoalStatus.ACTIVE)
    return begin(moment.given(person.with_goal(draft).with_plan(question.plan)), draft, t("Kept up"))
