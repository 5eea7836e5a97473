"""Answers to what Gigi asked last: a button's label, yes or no, a place, a number."""

import re
from typing import assert_never

from bot.catalogue import t
from bot.coach.coach import CoachGraph
from bot.conversation import (
    asking,
    breaks,
    coaching,
    debrief,
    editing,
    goals,
    linking,
    offering,
    privacy,
    profile,
    reminders,
)
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.phrases import find_phrase
from bot.conversation.picking import is_plainly_about
from bot.entities import Awaiting, Domain, Frequency, Goal, GoalDraft, Intent
from bot.rules.agreement import read_agreement
from bot.rules.frequencies import find_frequencies
from bot.rules.goals import complete_draft, read_goals
from bot.rules.limits import body_facts
from bot.rules.quantities import convert, dimension_of, find_quantities, unit_of
from bot.rules.saying import say_frequency
from bot.rules.text import fold
from bot.rules.travel import moved
from bot.rules.zones import is_either_half, read_zone

SHORT = 8  # words
MOST_TIMES = 28
MOST_KILOMETRES = 400
_OCCASIONS = (None, "time", "day", "night", "session", "evening", "morning", "workout")
_EASIER = ("easier", "too much", "too hard", "less", "lighter", "ease", "smaller")


async def answer_question(moment: Moment, graph: CoachGraph) -> Said | None:
    """The answer to the open question; None where the words are about something else."""
    question = moment.session.awaiting
    if question is None:
        return None
    if question.kind in ("clarify_goal", "confirm_unsafe"):
        return await _answer_with_coach(moment, question, graph)
    return answer(moment, question)


def answer(moment: Moment, question: Awaiting) -> Said | None:
    """What the moment's words say to this question; None where they are about something else."""
    match question.kind:
        case "accept_plan":
            return _on_plan(moment, question)
        case "accept_checkin":
            return _on_checkin(moment, moment.person.goal(question.goal_id))
        case "zone":
            return _on_zone(moment, question)
        case "schedule":
            return _on_schedule(moment, question)
        case "consent":
            return profile.answer_consent(moment)
        case "forget":
            return privacy.answer_forget(moment)
        case "goal_choice":
            return goals.choose(moment, question.text)
        case "accept_change":
            return editing.answer_change(moment, question)
        case "link":
            return linking.answer_link(moment, question)
        case "unlink":
            return linking.answer_unlink(moment)
        case "rest":
            return breaks.answer_rest(moment, question)
        case "debrief":
            return debrief.answer_debrief(moment, question)
        case "keep_up":
            return debrief.answer_keep_up(moment, question)
        case "checkin" | "country" | "clarify_goal" | "confirm_unsafe":
            return None
        case _:
            assert_never(question.kind)


def _on_plan(moment: Moment, question: Awaiting) -> Said | None:
    if not goals.proposed(moment.person):
        return None
    facts = body_facts(moment.text)
    if facts.is_any:
        return goals.with_facts(moment, facts.onto(moment.person.profile))
    if question.field == "weekly_km" and (kilometres := _kilometres(moment.text)) is not None:
        return goals.with_facts(moment, moment.person.profile.but(weekly_km=kilometres))
    if find_phrase("instead", moment.text) and (said := goals.reworded(moment)) is not None:
        return said
    if (currency := _currency_in(moment.text)) and (said := goals.in_currency(moment, currency)) is not None:
        return said
    agreed = read_agreement(moment.text)
    if agreed is not None:
        return goals.accept(moment) if agreed else goals.decline(moment)
    if (said := _on_frequency(moment)) is not None:
        return said
    folded = fold(moment.text)
    if len(folded) < 80 and any(word in folded for word in _EASIER):
        return goals.make_easier(moment)
    return None


def _currency_in(text: str) -> str | None:
    """The currency that is all the words say: "euros", "in dollars please"."""
    words = re.sub(r"\b(?:in|en|please|pls|bitte|por favor|it'?s|its)\b", " ", fold(text)).strip(" .!")
    unit = unit_of(words) if words else None
    return unit if dimension_of(unit) == "money" else None


def _kilometres(text: str) -> float | None:
    """A distance a week, a bare number being kilometres; "none" is 0."""
    if fold(text).strip(" .!") in ("none", "nothing", "zero", "not at all", "i don't run", "never"):
        return 0.0
    for quantity in find_quantities(text[:200]):
        kilometres = convert(quantity.value, quantity.unit or "km", "km")
        if quantity.is_amount and kilometres is not None and 0 <= kilometres <= MOST_KILOMETRES:
            return kilometres
    return None


def _on_frequency(moment: Moment) -> Said | None:
    """A number for how often: "5 is fine", "only 3", "most nights"."""
    drafts = [goal for goal in goals.proposed(moment.person) if goal.frequency is not None]
    words = fold(moment.text)
    if not drafts or len(words.split()) > SHORT:
        return None
    old = drafts[0].frequency or Frequency(times=1, per="week")
    quantities = [q for q in find_quantities(words) if q.is_amount and q.unit in _OCCASIONS]
    phrases = find_frequencies(words, quantities)
    if phrases and phrases[0].frequency is None:
        text = t("I put that down as {often}. Is {times} right?", often=say_frequency(old), times=old.times)
        return say(moment.person, text)
    if phrases and phrases[0].frequency is not None:
        return goals.with_frequency(moment, phrases[0].frequency, is_accepted=False)
    if len(quantities) != 1 or not 1 <= quantities[0].value <= MOST_TIMES:
        return None
    frequency = Frequency(times=int(quantities[0].value), per=old.per)
    rest = words.replace(quantities[0].text, "").replace(" is ", " ").strip(" .,!")
    return goals.with_frequency(moment, frequency, is_accepted=not rest or read_agreement(rest) is True)


async def answer_checkin_time(moment: Moment) -> Said | None:
    """ "move it to saturdays", said to a check-in just proposed; before it could be read as a change of the plan."""
    question = moment.session.awaiting
    if question is None or question.kind != "accept_checkin" or read_agreement(moment.text) is not None:
        return None
    return _on_checkin(moment, moment.person.goal(question.goal_id))


def _is_of_a_feeling(moment: Moment) -> bool:
    """ "I feel anxious every day" names no time for a check-in."""
    return read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent is Intent.FEELING


def _on_checkin(moment: Moment, goal: Goal | None) -> Said | None:
    if goal is None:
        return None
    agreed = read_agreement(moment.text)
    if agreed is None and _is_of_a_feeling(moment):
        return None
    if agreed is False:
        return say(awaiting(moment.person, None), t("No check-ins then. Tell me how it goes whenever you like."))
    said = offering.add_checkin(moment, goal, "" if agreed else moment.text)
    return _and_the_next(said, moment) if said else None


def _and_the_next(said: Said, moment: Moment) -> Said:
    """The settled check-in, and the question about the next goal started with it."""
    person, question = offering.propose_next_checkin(moment.given(said.person))
    if not question:
        return said
    return said.but(person=person, reply=said.reply.but(text=f"{said.reply.text}\n\n{question}"))


def _on_zone(moment: Moment, question: Awaiting) -> Said | None:
    reading = read_zone(moment.text, now=moment.now)
    if reading is None:
        agreed = read_agreement(moment.text)
        if agreed is None and is_either_half(moment.text, now=moment.now):
            return say(moment.person, t("Is that in the morning or in the evening? Write it like 8:30pm."))
        if agreed is None:
            return None
        return say(moment.person, t(reminders.ASK_ZONE)) if agreed else _no_schedule(moment)
    person = awaiting(moved(moment.person, reading.zone, moment.now, provisional=reading.provisional), None)
    moment = moment.given(person)
    echo = profile.zone_echo(moment, person.profile)
    goal = person.goal(question.goal_id)
    if question.field == "checkin" and goal is not None:
        added = offering.add_checkin(moment, goal)
        said = _and_the_next(added, moment) if added else None
    else:
        said = reminders.schedule(moment, question.text) if question.text else None
    if said is None:
        return say(person, echo)
    return said.but(reply=said.reply.but(text=f"{echo} {said.reply.text}"))


def _no_schedule(moment: Moment) -> Said:
    return say(
        awaiting(moment.person, None), t("All right, no schedule for now. /remind brings one whenever you like.")
    )


def _on_schedule(moment: Moment, question: Awaiting) -> Said | None:
    """The whole said anew, or the missing piece added to the words."""
    together = f"{question.text} {moment.text}"
    choices = (moment.text, together) if asking.is_whole(moment) else (together, moment.text)
    for words in choices:
        said = reminders.schedule(moment, words)
        if said.undoable:
            return said
    return None


def _is_another_goal(moment: Moment, draft: GoalDraft) -> bool:
    """Whether the words say a goal of their own ("I want to …") that is about something else."""
    if not find_phrase("new_goal", moment.text):
        return False
    reading = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone)
    return reading.is_goal and reading.goals[0].domain not in (draft.domain, Domain.OTHER)


async def _answer_with_coach(moment: Moment, question: Awaiting, graph: CoachGraph) -> Said | None:
    draft = question.draft
    if draft is None:
        return None
    if question.kind == "confirm_unsafe":
        agreed = read_agreement(moment.text)
        if agreed is None:
            return None
        if not agreed:
            return say(awaiting(moment.person, None), t("All right. Tell me what else you have in mind."))
        return await coaching.coach(moment, graph, clarified=draft)
    if is_plainly_about(moment.person, moment.text) or _is_another_goal(moment, draft):
        return None
    completed = complete_draft(draft, moment.text, now=moment.now, zone=moment.person.profile.zone)
    if completed is None:
        return None
    return await coaching.coach(moment, graph, clarified=completed, asked=question.asked)
