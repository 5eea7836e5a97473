"""What a person says of themselves in passing: learned before anything else is read, and active goals checked again."""

import re
from dataclasses import dataclass

from bot.catalogue import say_amount, t
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.parking import is_about_weight, parked
from bot.conversation.picking import open_goals
from bot.entities import Goal, GoalStatus, Intent, Person, UserProfile
from bot.rules.body import BodyFacts, facts_in
from bot.rules.goals import read_goals
from bot.rules.limits import Blocked, check_goal
from bot.rules.safety import unsafe_reply
from bot.rules.saying import describe_goal
from bot.rules.text import fold

ADULT = 18
CHILD = 13  # a smaller number is an age only beside "years old" or the like
LONGEST = 400  # characters; a longer message is talk
_BODY_QUESTIONS = ("accept_plan", "clarify_goal", "confirm_unsafe")  # the answer may hold weight and height
_FILLER = re.compile(
    r"\b(?:btw|by the way|fyi|lol|tho|though|actually|too|also|just so you know|just to say|just saying|oh|hey|hi|"
    r"hello|well|so|ok|okay|should (?:probably )?(?:say|mention)|forgot to (?:say|mention)|now|"
    r"anyway|right now|please note)\b"
)
_CLAUSE = re.compile(r"[.;!?]+(?!\d)|,(?!\d)|\s-+\s|(?<!\w)(?:and|but|y|und|et|и|pero|aber|mais)(?!\w)|\n")
_QUESTION = re.compile(r"(?:(?<=[.!?] )|(?<=\n)|^)[^.!?\n]*\?(?=\s|$) ?")
_YEARS = re.compile(r"\b(?:years?|yrs?|y/?o|age|aged|anos|jahre?|ans|лет|год\w*)\b")
_OWN_BODY = re.compile(
    r"\b(?:i weigh|my (?:current )?(?:weight|height)|i'?m|i am|peso|mido|ich wiege|ich bin|"
    r"je pese|je mesure|je fais|вешу|мой (?:вес|рост))\b"
)


@dataclass(frozen=True)
class Learned:
    """The person with what they told of themselves, the words that are left to answer, and what to say of the rest."""

    moment: Moment
    note: str = ""  # what was noted, or which goal was put away for it
    is_all: bool = False  # nothing else was said


def learned(moment: Moment) -> Learned:
    """Age, pregnancy, sex, height and weight stated as facts, stored, with active goals checked against them."""
    if len(moment.text) > LONGEST or moment.text.startswith("/"):
        return Learned(moment)
    told = [(clause, facts) for clause in _CLAUSE.split(fold(moment.text)) if (facts := _stated(clause)).is_any]
    if not told:
        return Learned(moment)
    facts = BodyFacts.model_validate({k: v for _, said in told for k, v in said.model_dump(exclude_none=True).items()})
    profile = facts.onto(moment.person.profile)
    is_new = profile != moment.person.profile
    person, reasons = _checked(moment.person.but(profile=profile), moment) if is_new else (moment.person, [])
    note = "\n\n".join([_noted(facts, moment, has_reasons=bool(reasons)), *reasons])
    return _divided(moment.given(person), facts, note, has_reasons=bool(reasons))


def _divided(moment: Moment, facts: BodyFacts, note: str, *, has_reasons: bool) -> Learned:
    """What is left to answer. A goal, and an answer to a question about the plan, keep all their words."""
    question = moment.session.awaiting
    is_measure = facts.weight_kg is not None or facts.height_cm is not None
    is_asked = question is not None and question.kind in _BODY_QUESTIONS and is_measure
    if is_asked or (facts.weight_kg is not None and any(is_about_weight(goal) for goal in open_goals(moment.person))):
        return Learned(moment, note if has_reasons else "")
    intent = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent
    rest = _rest(moment.text)
    if not rest:
        return Learned(moment, note, is_all=True)
    if intent in (Intent.GOAL, Intent.REMINDER):
        return Learned(moment, note if has_reasons else "")
    return Learned(moment.spoken(rest), note)


def forbidden(moment: Moment) -> Said | None:
    """Why a wish is out of the question for this person (under 18, pregnant), before any question about it is asked."""
    known = moment.person.profile
    if not known.is_pregnant and (known.age or ADULT) >= ADULT:
        return None
    drafts = read_goals(moment.text, now=moment.now, zone=known.zone).goals
    verdicts = [check_goal(draft, known, moment.today) for draft in drafts]
    blocked = [verdict for verdict in verdicts if isinstance(verdict, Blocked) and verdict.safe is None]
    if not blocked or len(blocked) < len(verdicts):
        return None
    return say(awaiting(moment.person, None), blocked[0].message)


def told(moment: Moment, note: str) -> Said:
    """The answer to a message that says nothing but facts; an open question stays open."""
    question = moment.session.awaiting
    if question is not None and question.goal_id is not None:
        goal = moment.person.goal(question.goal_id)
        if goal is None or goal.status in (GoalStatus.LATER, GoalStatus.DROPPED):
            return say(awaiting(moment.person, None), note)
    buttons = moment.session.buttons if question is not None else ()
    return say(moment.person, note, *buttons)


def _stated(clause: str) -> BodyFacts:
    """The facts of one clause that are surely the person's own body."""
    plain = " ".join(_FILLER.sub(" ", clause).split())
    facts = facts_in(plain)
    if facts.age is not None and facts.age < CHILD and not _YEARS.search(plain):
        facts = facts.but(age=None)
    if facts.weight_kg is not None and not _OWN_BODY.search(plain):
        facts = facts.but(weight_kg=None)
    if facts.height_cm is not None and not _OWN_BODY.search(plain):
        facts = facts.but(height_cm=None)
    return facts


def _rest(text: str) -> str:
    """The clauses that state no fact."""
    flat = " ".join(text.split())
    kept = [part for part in _CLAUSE.split(flat) if part and _FILLER.sub("", fold(part)).strip()]
    return ", ".join(part.strip() for part in kept if not _stated(fold(part)).is_any)


def _checked(person: Person, moment: Moment) -> tuple[Person, list[str]]:
    """The person with every goal put away that the limits now forbid, and why."""
    reasons: list[str] = []
    for goal in person.goals:
        if goal.status not in (GoalStatus.ACTIVE, GoalStatus.PROPOSED):
            continue
        verdict = check_goal(goal, person.profile, moment.today)
        if isinstance(verdict, Blocked):
            person = parked(person, goal)
            reasons.append(_reason(goal, person.profile, verdict))
    return person, reasons


def _reason(goal: Goal, profile: UserProfile, verdict: Blocked) -> str:
    away = t("I have put *{goal}* away; its check-ins have ended.", goal=describe_goal(goal))
    return away if (profile.age or ADULT) < ADULT else f"{away} {_without_question(verdict.message)}"


def _without_question(text: str) -> str:
    """Statements only: one reply asks one question at most."""
    return "\n".join(line.rstrip() for line in _QUESTION.sub("", text).splitlines()).strip()


def _noted(facts: BodyFacts, moment: Moment, *, has_reasons: bool) -> str:
    if facts.age is not None and facts.age < ADULT:
        text = unsafe_reply("minor", moment.person.profile.country, moment.house.lines)
        return text if not has_reasons and moment.session.awaiting is None else _without_question(text)
    return t("Noted: {facts}.", facts=", ".join(_names(facts)))


def _names(facts: BodyFacts) -> list[str]:
    pregnant = {True: t("pregnant"), False: t("not pregnant"), None: ""}[facts.is_pregnant]
    sex = {"female": t("female"), "male": t("male"), None: ""}[facts.sex]
    names = (
        t("{n} years old", n=facts.age) if facts.age else "",
        sex,
        pregnant,
        say_amount(facts.height_cm, "cm") if facts.height_cm else "",
        say_amount(facts.weight_kg, "kg") if facts.weight_kg else "",
    )
    return [name for name in names if name]
