"""Reports nobody asked for, corrections, and one message about several goals."""

import re

from bot.catalogue import say_amount, t
from bot.conversation.confirming import read, record_each, recorded
from bot.conversation.moment import Moment, Said, awaiting, say, undone
from bot.conversation.picking import is_plainly_about, open_goals, pick_goal
from bot.conversation.recording import RECORDED
from bot.conversation.several import due_goals, said_of_all, words_by_goal
from bot.entities import AnswerReading, AnswerStatus, Domain, Goal, GoalKind, Intent, Person
from bot.rules.agreement import read_agreement
from bot.rules.answers import CheckedGoal, names_abstinence, names_lapse
from bot.rules.goals import read_goals
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, convert, find_quantities
from bot.rules.saying import describe_goal
from bot.rules.text import fold

SHORT = 5  # words of a report that nobody asked for and that names no goal
SHORT_WITH_VALUE = 14
SEVERAL = 2  # goals
LONGEST_READING = 60  # characters
_OCCASIONS = ("time", "day", "night", "week", "month", "year")  # units that say how often or how long
_COMING = re.compile(r"\b(?:tomorrow|tmrw|tmr|next (?:week|month|\w+day)|manana|demain|завтра|ubermorgen)\b")
_PAST = re.compile(
    r"\b(?:yesterday|today|last|didn'?t|did not|missed|skipped|hoy|ayer|heute|gestern|hier|сегодня|вчера)\b"
)
_AROUND_READINGS = re.compile(
    r"now|today|this|morning|evening|yesterday|tonight|i|am|m|weigh(?:ed|t)?|is|was|at|on|the|scale|says|said|just|"
    r"heute|jetzt|morgen|gestern|abend|ich|wiege|bin|bei|gewicht|hoy|ahora|ayer|esta|manana|peso|estoy|en|"
    r"aujourd|hui|maintenant|hier|ce|matin|soir|je|pese|suis|poids|сегодня|сейчас|вчера|утром|вечером|вес|вешу"
)


def reported(moment: Moment) -> Said | None:
    """A report nobody asked for: only when it reads like one and not like a new goal, question or reminder."""
    if read_agreement(moment.text) is not None or _pattern("bare").fullmatch(fold(moment.text)):
        return None
    if (said := _on_the_only(moment)) is not None:
        return said
    if (amount := _uncounted(moment)) is not None:
        return _of_what(moment, amount)
    is_named = is_plainly_about(moment.person, moment.text)
    if not _may_report(moment) and not (is_named and _restates(moment)):
        return None
    among = open_goals(moment.person) if is_named else moment.person.active_goals
    if not among:
        return None
    goal = pick_goal(moment.person, moment.text, among=among)
    reading = read(moment.text, goal or among[0], moment)
    goal = goal or _only_habit(among, reading)
    if reading.status is AnswerStatus.UNDO:
        return corrected(moment, reading)
    if reading.status is AnswerStatus.SKIPPED and is_ahead(moment.text):
        return said_ahead(moment)
    longest = SHORT if reading.value is None else SHORT_WITH_VALUE
    is_long = not _is_checkin(moment) and len(moment.text.split()) > longest
    if reading.status not in RECORDED or (is_long and not is_named):
        return None
    return which_goal(moment) if goal is None else recorded(moment, goal, reading)


def is_ahead(text: str) -> bool:
    """Whether the words are about a day to come and none that was: "tomorrow I can't"."""
    folded = fold(text)
    return _COMING.search(folded) is not None and _PAST.search(folded) is None


def said_ahead(moment: Moment) -> Said:
    """Said to a miss that is still to come; nothing is recorded for a day that has not been."""
    text = t(
        "Good to know ahead: one day off does no harm, and nothing is recorded for it yet. If I ask then, *skip* is "
        "enough; *pause* keeps me quiet for longer."
    )
    return say(moment.person, text)


def _is_checkin(moment: Moment) -> bool:
    return read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent is Intent.CHECKIN


def _on_the_only(moment: Moment) -> Said | None:
    """Words that can be about one goal only: "put aside 50" the money, "i relapsed" what is being left."""
    if _is_deposit(moment) and (goal := _only_of(moment.person, Domain.FINANCE)) is not None:
        reading = read(moment.text, goal, moment)
        return recorded(moment, goal, reading) if reading.status is AnswerStatus.VALUE else None
    is_of_use = names_lapse(moment.text) or names_abstinence(moment.text)
    if is_of_use and (goal := _only_of(moment.person, Domain.SUBSTANCE)) is not None:
        reading = read(moment.text, goal, moment)
        is_told = reading.status in RECORDED and CheckedGoal.of(goal).is_limit and "?" not in moment.text
        return recorded(moment, goal, reading) if is_told else None
    return _on_level(moment)


def _on_level(moment: Moment) -> Said | None:
    """ "down 1 kg" or "83.5 kg" where one goal is a level: a change or a reading of it, and no new goal."""
    levels = [goal for goal in moment.person.active_goals if goal.kind is GoalKind.LEVEL]
    readable = [goal for goal in levels if _is_bare_reading(moment.text, goal)]
    if len(readable) == 1:
        reading = read(moment.text, readable[0], moment)
        return recorded(moment, readable[0], reading) if reading.status is AnswerStatus.VALUE else None
    is_short = len(moment.text.split()) <= SHORT
    if len(levels) != 1 or not is_short or not _pattern("change").match(fold(moment.text)) or _has_schedule(moment):
        return None
    reading = read(moment.text, levels[0], moment)
    return recorded(moment, levels[0], reading) if reading.status is AnswerStatus.VALUE else None


def _is_bare_reading(text: str, goal: Goal) -> bool:
    """Whether the words are one amount in the goal's unit, and nothing but when it was read: "83.5 kg this morning"."""
    amount = _bare_amount(text)
    is_measured = amount is not None and amount.unit and goal.unit
    return bool(is_measured and amount and convert(1, amount.unit or "", goal.unit or "") is not None)


def _uncounted(moment: Moment) -> Quantity | None:
    """The one amount that the words are, where it has a unit that no goal of the person is counted in."""
    amount = _bare_amount(moment.text)
    if amount is None or not amount.unit or amount.unit in _OCCASIONS:
        return None
    goals = open_goals(moment.person)
    is_known = any(
        not goal.unit or amount.unit == goal.unit or convert(1, amount.unit, goal.unit) is not None for goal in goals
    )
    return None if is_known or is_plainly_about(moment.person, moment.text) else amount


def _of_what(moment: Moment, amount: Quantity) -> Said:
    """No goal takes this amount, so it is asked what it is; nothing is recorded."""
    value = say_amount(amount.value, amount.unit)
    text = t("{amount}: none of your goals is counted in that. Is it a new goal, and if so, by when?", amount=value)
    return say(moment.person, text)


async def answer_loose_amount(moment: Moment) -> Said | None:
    """ "82 kg" or "1000" from somebody without goals: what it is, is asked; None for other words."""
    amount = _bare_amount(moment.text)
    if amount is None or open_goals(moment.person):
        return None
    if not amount.unit:
        return say(moment.person, t("{amount} of what? Tell me the goal it belongs to.", amount=amount.text))
    value = say_amount(amount.value, amount.unit)
    text = t(
        "{amount}: is that where you are, or where you want to get? Tell me the goal in a few words.", amount=value
    )
    return say(moment.person, text)


def _bare_amount(text: str) -> Quantity | None:
    """The one amount that the words are, with nothing beside it but when it was read."""
    amounts = [quantity for quantity in find_quantities(text[:80]) if quantity.is_amount]
    if len(amounts) != 1 or len(text) > LONGEST_READING or "?" in text:
        return None
    rest = fold(text[: amounts[0].start] + " " + text[amounts[0].end :])
    is_alone = all(_AROUND_READINGS.fullmatch(word) for word in re.findall(r"[^\W\d_]+", rest))
    return amounts[0] if is_alone else None


def _is_deposit(moment: Moment) -> bool:
    """ "put aside 50" is a report; with a rhythm or a date ("by june", "every month") it is a goal."""
    is_short = len(moment.text.split()) <= SHORT_WITH_VALUE
    return is_short and _pattern("deposit").match(fold(moment.text)) is not None and not _has_schedule(moment)


def _restates(moment: Moment) -> bool:
    """ "read 10 pages" beside the goal "Read 15 pages a day": a report, though alone it would be a new goal."""
    goal = pick_goal(moment.person, moment.text)
    if goal is None or goal.kind not in (GoalKind.TOTAL, GoalKind.DAILY) or goal.domain is Domain.FINANCE:
        return False
    is_short = len(moment.text.split()) <= SHORT
    return is_short and not _has_schedule(moment) and read(moment.text, goal, moment).status is AnswerStatus.VALUE


def _has_schedule(moment: Moment) -> bool:
    goals = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).goals
    return any(goal.deadline_text or goal.frequency_text for goal in goals)


def _pattern(name: str) -> re.Pattern[str]:
    return pattern("reports", name, "bot.conversation")


def _only_of(person: Person, domain: Domain) -> Goal | None:
    goals = [goal for goal in open_goals(person) if goal.domain is domain]
    return goals[0] if len(goals) == 1 else None


def _only_habit(goals: tuple[Goal, ...], reading: AnswerReading) -> Goal | None:
    """ "went monday" without a number is about the one goal that is done or not."""
    habits = [goal for goal in goals if goal.kind is GoalKind.HABIT]
    return habits[0] if len(habits) == 1 and reading.value is None else None


def corrected(moment: Moment, reading: AnswerReading) -> Said | None:
    """ "oops, I meant 79.4": the last log taken back, and the right value recorded."""
    change = moment.session.undo
    log = next((log for log in reversed(moment.person.logs) if change and log.id in change.created), None)
    if change is None or log is None:
        return _meant(moment, reading)
    person = undone(moment.person, change)
    goal = person.goal(log.goal_id)
    if reading.value is None or goal is None:
        return say(person, t("Undone: {what}.", what=change.what))
    mode = reading.mode if goal.kind is GoalKind.LEVEL else log.mode
    return recorded(moment.given(person), goal, reading.but(status=AnswerStatus.VALUE, mode=mode))


def _meant(moment: Moment, reading: AnswerReading) -> Said | None:
    """ "I meant 120" with nothing to take back is the number itself, where one money goal is open."""
    goal = _only_of(moment.person, Domain.FINANCE)
    if reading.value is None or goal is None:
        return None
    return recorded(moment, goal, reading.but(status=AnswerStatus.VALUE))


def on_several(moment: Moment) -> Said | None:
    """A message about several goals at once, None for any other."""
    return _all_of_them(moment) or (_several(moment) if _may_report(moment) else None)


def _all_of_them(moment: Moment) -> Said | None:
    """ "everything done": each active goal due today."""
    reading = said_of_all(moment.text)
    if reading is None or len(moment.person.active_goals) < SEVERAL:
        return None
    goals = due_goals(moment)
    if not goals:
        return say(awaiting(moment.person, None), t("Everything due today is noted already."))
    return record_each(moment, [(goal, moment.text, reading) for goal in goals])


def _several(moment: Moment) -> Said | None:
    """ "ran 4 km, read 10 pages and meditated": each on its goal."""
    found = [(goal, words, read(words, goal, moment)) for goal, words in words_by_goal(moment)]
    told = [part for part in found if part[2].status in RECORDED]
    return record_each(moment, told) if len(told) >= SEVERAL else None


def _may_report(moment: Moment) -> bool:
    """Whether the words read like a report and not like a new goal, question or reminder."""
    intent = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent
    return intent in (Intent.CHECKIN, Intent.CHATTER, Intent.PAST)


def which_goal(moment: Moment) -> Said:
    """The question which goal the words are about; they wait for the answer."""
    goals = open_goals(moment.person)
    listed = "\n".join(f"{n}. {describe_goal(goal)}" for n, goal in enumerate(goals, 1))
    person = awaiting(moment.person, moment.ask("goal_choice", text=moment.text[:500]))
    return say(person, f"{t('Which goal is that for?')}\n\n{listed}")
