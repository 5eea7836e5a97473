"""What Gemini heard, taken only as far as the person's own words and the rules bear it out."""

import re
from datetime import datetime
from typing import Final

from bot.catalogue import t
from bot.coach.gemini.schema import GoalHeard, Heard
from bot.coach.mirror import mirrored
from bot.entities import Analysis, Direction, Domain, GoalDraft, Intent, Verdict
from bot.ports import TurnView
from bot.rules.corrections import held_now
from bot.rules.goals import language_of, read_goals
from bot.rules.replies import Said, invents, plain, tidied
from bot.rules.safety import screen

MOST_GOALS: Final = 5
MOST_FACTS: Final = 3
MOST_NEEDS: Final = 3
_TITLE, _FACT, _NEED = 80, 200, 60
_REPEATED_LINES: Final = 4  # of the conversation, whose amounts a reply may repeat
_STEM: Final = 4  # letters that tell a word
_TOLD: Final = ("en", "es", "de", "fr", "ru")
_ENOUGH_WORDS: Final = 4  # fewer do not tell a language
_HAS_STATEMENT = re.compile(r"[.!…] ")
_WORD = re.compile(r"[a-zà-žа-яё]{4,}")


def analysis_of(heard: Heard, view: TurnView) -> Analysis:
    """The analysis with goals, facts and needs that the person's own words bear out."""
    goals = _goals(heard.goals, view)
    language = heard.language.strip().lower()[:2]
    intent = Intent(heard.intent.value)
    return Analysis(
        intent=Intent.GOAL if goals else Intent.CHATTER if intent is Intent.GOAL else intent,
        mood=heard.mood,
        motivation=heard.motivation,
        needs=tuple(need for need in (plain(need, _NEED) for need in heard.needs[:MOST_NEEDS]) if need),
        language=language if re.fullmatch(r"[a-z]{2}", language) else language_of(view.message),
        confidence=heard.confidence,
        goals=goals,
        facts=_facts(heard.facts, view),
        author="gemini",
    )


def reply_of(heard: Heard, view: TurnView, *, has_goals: bool) -> str:
    """The reply as plain words, with no amount or date that was not said before, by the person or in their goals.

    Beside a draft of a plan it asks nothing: the draft ends with its own question. A bare question gets a reflection
    before it. Empty where nothing could be used, or where it is in another language than the message.
    """
    person = view.person
    lines = [line.text for line in person.session.history[-_REPEATED_LINES:] if line.who == "person"]
    goals = [f"{goal.title}\n{goal.said}" for goal in person.goals]
    said = Said("\n".join((view.message, *lines, *goals, *map(held_now, view.memories))))
    if _is_in_another_language(heard, view):
        return ""
    most = 0 if has_goals else 1
    reply = tidied(heard.reply, said=said, today=view.today, most_questions=most, message=view.message)
    mirror = mirrored(view.message) if reply.endswith("?") and not _HAS_STATEMENT.search(reply) else ""
    return f"{t('So {mirror}.', mirror=mirror)} {reply}" if mirror else reply


def _is_in_another_language(heard: Heard, view: TurnView) -> bool:
    """Whether the reply is plainly in another language than the message; only of the languages that can be told."""
    asked, answered = language_of(view.message), language_of(heard.reply)
    if asked == answered or heard.language.strip().lower()[:2] not in _TOLD:
        return False
    return min(len(view.message.split()), len(heard.reply.split())) >= _ENOUGH_WORDS


def _goals(heard: list[GoalHeard], view: TurnView) -> tuple[GoalDraft, ...]:
    """The goals Gemini heard, each with the numbers, dates and frequency of at most one goal the rules read.

    Where the rules read the same goal they also say what it is about: the safe limits hang on that. Where Gemini heard
    none the rules' reading stands.
    """
    said = Said(view.message)
    left = list(read_goals(view.message, now=view.now, zone=view.person.profile.zone).goals)
    if not heard:
        return tuple(left)
    is_one_to_one = len(heard) == len(left)
    drafts: list[GoalDraft] = []
    for goal in heard[:MOST_GOALS]:
        own = _same(goal, left) or (left[0] if is_one_to_one and left else None)
        if own is not None:
            left.remove(own)
        if draft := _draft(goal, own, view, said):
            drafts.append(draft)
    return tuple(drafts)


def _draft(goal: GoalHeard, own: GoalDraft | None, view: TurnView, said: Said) -> GoalDraft | None:
    """The goal under Gemini's title where that is in the person's words; None where it has no other."""
    title = plain(goal.title, _TITLE)
    least = 0.5 if own else 0.2  # of its words: a goal that only Gemini heard is put in words of its own
    if not title or not _is_theirs(title, view, said, least) or not _is_ok(title, view.now):
        title = own.title if own else ""
    if own is None:
        return GoalDraft(title=title, domain=goal.domain, direction=goal.direction) if title else None
    if own.domain is Domain.OTHER:
        direction = goal.direction if own.direction is Direction.START else own.direction
        return own.but(title=title, domain=goal.domain, direction=direction)
    return own.but(title=title)


def _same(goal: GoalHeard, read: list[GoalDraft]) -> GoalDraft | None:
    """The rules' reading of the same goal: the amount decides, then the domain."""
    by_amount = [draft for draft in read if draft.amount is not None and draft.amount == goal.amount]
    by_domain = [draft for draft in read if draft.domain is goal.domain]
    return next(iter(by_amount or by_domain), None)


def _facts(heard: list[str], view: TurnView) -> tuple[str, ...]:
    """Facts worth keeping as memories: safe, and drawn from what the person just wrote."""
    said, kept = Said(view.message), list[str]()
    for entry in heard[: 4 * MOST_FACTS]:
        fact = plain(entry, _FACT)
        if fact not in kept and _is_theirs(fact, view, said, least=0.5) and _is_ok(fact, view.now):
            kept.append(fact)
    return tuple(kept[:MOST_FACTS])


def _is_theirs(text: str, view: TurnView, said: Said, least: float) -> bool:
    """Whether the text is drawn from the message: this share of its words at least, and no amount of its own.

    Words count as the same by their first letters, so that forms of a word do; scripts without spaces by any pair.
    """
    words = [said.has(word[:_STEM]) for word in _WORD.findall(text.casefold())]
    if not words:
        pairs = {text[at : at + 2] for at in range(len(text) - 1) if not text[at : at + 2].isascii()}
        words = [said.has(pair) for pair in pairs]
    return sum(words) >= least * len(words) > 0 and not invents(text, said, today=view.today)


def _is_ok(text: str, now: datetime) -> bool:
    return screen(text, now=now).verdict is Verdict.OK
