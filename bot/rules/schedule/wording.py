"""What a schedule is called: an echo of what is stored, one question where something is missing, or why not."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.catalogue import N_, Nn_, say_annual, say_date, say_list, say_month, say_time, say_weekday, t, tn
from bot.entities import Recurrence
from bot.rules.schedule.nodes import MonthDays, Offset, OnDate, Weekdays
from bot.rules.schedule.recurrence import next_after
from bot.rules.schedule.request import Day
from bot.rules.schedule.rules import CODES

WHEN = N_("When shall I remind you? For example: every day at 8:00, Monday and Thursday at 19:00, or in 2 hours.")
HOW_OFTEN = N_("How often, and at what time? For example: every day at 8:00, or Tuesday and Friday at 18:30.")
WHICH_DAYS = N_("On which days, and at what time? For example: Monday and Thursday at 18:30.")
WHICH_OF_THE_MONTH = N_(
    "On which day of the month, and at what time? For example: the 1st at 9:00, or the last Friday at 17:00."
)
WHICH_DATE = N_("On which date, and at what time? For example: 3 December at 10:00.")
WHERE = N_("Where are you, or what time is it there now? Then I can set this for your local time.")
TOO_FAR = N_("That is too far away for me to keep. Which date within the next 20 years do you mean?")
TOO_OFTEN = N_("I can remind you every 5 minutes at the most. How often do you mean?")
NOTHING_LEFT = N_("That leaves no time at all on which I could remind you. Which days do you mean?")
ENDS_FIRST = N_("That would end before it begins. Until when do you mean?")
TONIGHT = N_("It is that late already: at what time tonight?")
WHICH_ONE = N_("Which one of these is it?")
NOT_A_DATE = N_("I cannot place that in the calendar. When do you mean?")

_AT_TIMES = {
    2: N_("At which two times of day? For example 8:00 and 19:00."),
    3: N_("At which three times of day? For example 8:00, 12:00 and 19:00."),
    4: N_("At which four times of day? For example 8:00, 11:00, 14:00 and 19:00."),
}
_DAY_OF_NEXT = {
    "week": N_("On which day next week, and at what time?"),
    "month": N_("On which day next month, and at what time?"),
    "year": N_("On which day next year, and at what time?"),
}
_EVERY = {
    "day": Nn_("every day", "every {n} days"),
    "hour": Nn_("every hour", "every {n} hours"),
    "minute": Nn_("every minute", "every {n} minutes"),
    "second": Nn_("every second", "every {n} seconds"),
    "year": Nn_("every year", "every {n} years"),
}
_ORDINALS = {
    -1: N_("last"),
    -2: N_("second last"),
    1: N_("1st"),
    2: N_("2nd"),
    3: N_("3rd"),
    21: N_("21st"),
    22: N_("22nd"),
    23: N_("23rd"),
    31: N_("31st"),
}
_ENDS = ("UNTIL", "COUNT")  # the parts of a rule that end it
_WORKDAYS, _LAST_DAY = ("MO", "TU", "WE", "TH", "FR"), ["-1"]


def at_what_time(days: Sequence[Day]) -> str:
    """Asks for the time of day, naming the day that was understood."""
    day = next((day for day in days if isinstance(day, Weekdays | OnDate | Offset | MonthDays)), None)
    match day:
        case Weekdays() if not day.nth and len(day.days) < 5:
            return t("At what time on {day}?", day=say_list(say_weekday(number) for number in day.days))
        case OnDate():
            return t("At what time on {day}?", day=say_annual(day.day, day.month))
        case Offset(days=0):
            return t("At what time today?")
        case Offset(days=1):
            return t("At what time tomorrow?")
        case _:
            return t("At what time of day?")


def which_times(count: int) -> str:
    """Asks for the times of "twice a day"."""
    if count in _AT_TIMES:
        return t(_AT_TIMES[count])
    return t("At which {n} times of day? For example 8:00, 11:00, 14:00 and 19:00.", n=count)


def which_day(unit: str) -> str:
    """Asks for the day of "next month"."""
    return t(_DAY_OF_NEXT.get(unit, WHICH_DATE))


def past(local: datetime, now: datetime) -> str:
    """Says that the one time asked for is over."""
    return t(
        "{day} at {time} is already over. When in the future shall I remind you?",
        day=said_day(local, now),
        time=say_time(local),
    )


def echo(recurrence: Recurrence, now: datetime) -> str:
    """What is stored, in one sentence: "Every Monday and Thursday at 07:00 (Europe/Lisbon), next Mon 23 Nov".

    `now` is aware; its zone is used for the date of the next firing.
    """
    following = next_after(recurrence, now.astimezone(UTC))
    if not recurrence.rrules:
        local = (following or recurrence.starts.replace(tzinfo=UTC)).astimezone(now.tzinfo)
        zone = recurrence.zone if recurrence.zone != "UTC" or now.tzinfo in (None, UTC) else str(now.tzinfo)
        once = t("Once, {day} at {time}", day=said_day(local, now), time=say_time(local))
        return f"{once} ({zone})"
    said = f"{describe(recurrence)} ({recurrence.zone})"
    if following is None:
        return said
    return t("{schedule}, next {day}", schedule=said, day=said_day(following.astimezone(now.tzinfo), now))


def describe(recurrence: Recurrence) -> str:
    """The rules in words, without zone and next date: "Every day except Sunday at 09:00"."""
    starts = recurrence.starts
    if not recurrence.rrules:
        return t("Once, {day} at {time}", day=said_day(starts, None), time=say_time(starts))
    times: dict[tuple[str, str], list[str]] = {}
    for rule in recurrence.rrules:
        parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
        key = (_days(parts, starts), ";".join(f"{name}={parts[name]}" for name in _ENDS if name in parts))
        times.setdefault(key, []).extend(_clocks(parts, recurrence))
    said = "; ".join(_until(_at(days, sorted(at)), ends) for (days, ends), at in times.items())
    return said[:1].upper() + said[1:]


def said_day(local: datetime, now: datetime | None) -> str:
    """ "Mon 23 Nov", with the year where it is not the current one."""
    return say_date(local.date(), year=now is None or local.year != now.year, weekday=True)


def _at(days: str, times: list[str]) -> str:
    return t("{days} at {times}", days=days, times=say_list(times)) if times else days


def _clocks(parts: dict[str, str], recurrence: Recurrence) -> list[str]:
    if parts.get("FREQ") in ("HOURLY", "MINUTELY", "SECONDLY"):
        return []
    hours = parts.get("BYHOUR", str(recurrence.starts.hour)).split(",")
    minutes = parts.get("BYMINUTE", str(recurrence.starts.minute)).split(",")
    return [f"{int(hour):02d}:{int(minute):02d}" for hour in hours for minute in minutes]


def _until(schedule: str, ends: str) -> str:
    """The schedule with its end: "every day at 09:00, until Tue 1 Dec 2026"."""
    parts = dict(part.split("=", 1) for part in ends.split(";") if part)
    if "UNTIL" in parts:
        until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d")  # noqa: DTZ007
        return t("{schedule}, until {day}", schedule=schedule, day=said_day(until, None))
    count = int(parts.get("COUNT", "1"))
    return schedule if count == 1 else tn("{schedule}, {n} time", "{schedule}, {n} times", count, schedule=schedule)


def _days(parts: dict[str, str], starts: datetime) -> str:
    interval, freq = int(parts.get("INTERVAL", "1")), parts.get("FREQ", "")
    if parts.get("COUNT") == "1" and "BYMONTHDAY" in parts:
        return t("once, {day}", day=_on_date(parts, starts))
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    match freq:
        case "MONTHLY":
            return _monthly(parts, days, starts, interval)
        case "YEARLY":
            return t("{every} on {days}", every=_every(interval, "year"), days=_on_date(parts, starts))
        case "WEEKLY":
            said = _weekly(days or [CODES[starts.weekday()]], interval)
        case "DAILY" if interval % 7 == 0:
            said = _weekly([CODES[starts.weekday()]], interval // 7)
        case _:
            unit = {"DAILY": "day", "HOURLY": "hour", "MINUTELY": "minute"}.get(freq, "second")
            said = _every(interval, unit)
            said = t("{every} on {days}", every=said, days=_weekday_names(days)) if days else said
    return _in_months(said, parts)


def _on_date(parts: dict[str, str], starts: datetime) -> str:
    """The days of a month of every year: "25 December"."""
    numbers = [int(number) for number in parts.get("BYMONTHDAY", str(starts.day)).split(",")]
    months = [int(month) for month in parts.get("BYMONTH", str(starts.month)).split(",")]
    if numbers[0] > 0 and len(numbers) * len(months) == 1:
        return say_annual(numbers[0], months[0])
    return t("{days} {months}", days=_nths(map(str, numbers)), months=_months(months))


def _weekly(days: list[str], interval: int) -> str:
    if interval == 2:
        return t("every other {days}", days=_weekday_names(days))
    if interval > 2:
        return tn("every {n} week on {days}", "every {n} weeks on {days}", interval, days=_weekday_names(days))
    left = [code for code in CODES if code not in days]
    if not left:
        return t("every day")
    if len(left) == 1:
        return t("every day except {days}", days=_weekday_names(left))
    if tuple(days) == _WORKDAYS:
        return t("every weekday (Monday to Friday)")
    numbers = [CODES.index(code) for code in days]
    if len(days) > 2 and numbers[-1] - numbers[0] == len(days) - 1:
        return t("every {first} to {last}", first=say_weekday(numbers[0]), last=say_weekday(numbers[-1]))
    return t("every {days}", days=_weekday_names(days))


def _monthly(parts: dict[str, str], days: list[str], starts: datetime, interval: int) -> str:
    if "BYSETPOS" in parts:
        kind = t("weekday") if tuple(days) == _WORKDAYS else _weekday_names(days)
        return _of_months(f"{_nths(parts['BYSETPOS'].split(','))} {kind}", interval)
    if days and "BYMONTHDAY" not in parts:
        nths = list(dict.fromkeys(code[:-2] for code in days))
        return _of_months(f"{_nths(nths)} {_weekday_names(list(dict.fromkeys(code[-2:] for code in days)))}", interval)
    numbers = parts.get("BYMONTHDAY", str(starts.day)).split(",")
    said = _of_months(t("last day") if numbers == _LAST_DAY else _nths(numbers), interval)
    if days:
        named = say_list((say_weekday(CODES.index(code)) for code in days), "or")
        said = t("{schedule} if it is a {days}", schedule=said, days=named)
    return _in_months(said, parts)


def _of_months(days: str, interval: int) -> str:
    if interval == 1:
        return t("on the {days} of the month", days=days)
    return tn("on the {days} of every {n} month", "on the {days} of every {n} months", interval, days=days)


def _in_months(schedule: str, parts: dict[str, str]) -> str:
    """The schedule with the months it is kept to."""
    if "BYMONTH" not in parts:
        return schedule
    named = [int(month) for month in parts["BYMONTH"].split(",")]
    left = [month for month in range(1, 13) if month not in named]
    if len(left) < 7:
        return t("{schedule} except in {months}", schedule=schedule, months=_months(left))
    return t("{schedule} in {months}", schedule=schedule, months=_months(named))


def _months(numbers: Iterable[int]) -> str:
    return say_list(say_month(number) for number in numbers)


def _every(interval: int, unit: str) -> str:
    if interval == 2 and unit == "day":
        return t("every other day")
    if interval == 2 and unit == "year":
        return t("every other year")
    return tn(*_EVERY[unit], interval)


def _nths(numbers: Iterable[str]) -> str:
    return say_list(t(_ORDINALS[int(n)]) if int(n) in _ORDINALS else t("{n}th", n=int(n)) for n in numbers)


def _weekday_names(codes: Sequence[str]) -> str:
    return say_list(say_weekday(CODES.index(code[-2:])) for code in codes)
