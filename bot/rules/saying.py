"""How a goal and a log are said back in a few words."""

from datetime import date

from bot.catalogue import N_, Nn_, say_amount, say_date, t, tn
from bot.entities import AmountKind, Frequency, Goal, GoalDraft, Log, LogStatus

_TIMES_A = {
    "day": Nn_("once a day", "{n} times a day"),
    "week": Nn_("once a week", "{n} times a week"),
    "month": Nn_("once a month", "{n} times a month"),
    "year": Nn_("once a year", "{n} times a year"),
}
_AMOUNT_A = {
    "day": N_("{amount} a day"),
    "week": N_("{amount} a week"),
    "month": N_("{amount} a month"),
    "year": N_("{amount} a year"),
}
_FREQUENCY_MARKS = (
    *(" a day", " a week", " a month", " per ", "every", "daily", "weekly", "times"),
    *("al día", "por día", "por semana", "a la semana", "al mes", "cada ", "veces", "todos los", "todas las"),
    *(" pro ", "am tag", "in der woche", "im monat", "täglich", "wöchentlich", "jede", " mal "),
    *("par jour", "par semaine", "par mois", "chaque", "tous les", "toutes les", " fois"),
    *("в день", "в неделю", "в месяц", "кажд", "ежедневно", " раз"),
)


def describe_goal(goal: Goal | GoalDraft) -> str:
    """`Lose 5 kg by 18 Jan 2027`: the title, with frequency and date where the title lacks them."""
    title = goal.title.strip().rstrip(".")
    said = title[:1].upper() + title[1:]
    is_sum = goal.amount_kind in (AmountKind.DELTA, AmountKind.TARGET, AmountKind.COUNT)
    if goal.frequency is not None and not is_sum and not _mentions_frequency(title):
        said += f", {_rate_of(goal) or say_frequency(goal.frequency)}"
    return said if goal.deadline is None else t("{goal} by {date}", goal=said, date=say_date(goal.deadline))


def _rate_of(goal: Goal | GoalDraft) -> str:
    """ "5 applications a week", where that is the goal and its title holds no number; empty otherwise."""
    often = goal.frequency
    is_rate = goal.amount_kind in (AmountKind.RATE, AmountKind.CAP) and goal.amount and goal.unit not in (None, "time")
    if often is None or often.times != 1 or not is_rate or any(char.isdigit() for char in goal.title):
        return ""
    amount = say_amount(goal.amount or 0, goal.unit)
    if often.per == "day" and goal.amount_kind is AmountKind.CAP:
        return t("at most {amount} a day", amount=amount)
    return t(_AMOUNT_A[often.per], amount=amount)


def _mentions_frequency(title: str) -> bool:
    words = title.lower()
    return any(mark in words for mark in _FREQUENCY_MARKS)


def say_frequency(frequency: Frequency) -> str:
    """`3 times a week`, `every day`, `once a month`."""
    if (frequency.times, frequency.per) == (1, "day"):
        return t("every day")
    return tn(*_TIMES_A[frequency.per], frequency.times)


def describe_log(log: Log, goal: Goal | None, *, today: date) -> str:
    """`Noted for today: 79.4 kg.` The recorded value is always echoed."""
    day = say_day(log.day, today)
    value = None if log.value is None else say_amount(log.value, log.unit)
    match log.status:
        case LogStatus.DONE if value:
            return t("Noted for {day}: done, {value}.", day=day, value=value)
        case LogStatus.DONE:
            return t("Noted for {day}: done.", day=day)
        case LogStatus.PARTLY if value:
            return t("Noted for {day}: partly, {value}. A part counts.", day=day, value=value)
        case LogStatus.PARTLY:
            return t("Noted for {day}: partly. A part counts.", day=day)
        case LogStatus.SKIPPED:
            return t("Noted for {day}: skipped. One miss does no measurable harm; the next one counts.", day=day)
        case LogStatus.VALUE if log.mode == "set" and goal is not None and goal.kind == "total":
            return t("Noted for {day}: {value} in all.", day=day, value=value)
        case LogStatus.VALUE:
            return t("Noted for {day}: {value}.", day=day, value=value)


def say_day(day: date, today: date) -> str:
    """`today`, `yesterday`, or `Wed 18 Nov`."""
    match (today - day).days:
        case 0:
            return t("today")
        case 1:
            return t("yesterday")
        case -1:
            return t("tomorrow")
        case _:
            return say_date(day, year=False, weekday=True)
