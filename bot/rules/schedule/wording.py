"""What a schedule is called: an echo of what is stored, one question where something is missing, or why not."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.entities import Recurrence
from bot.rules.schedule.days import MONTHS
from bot.rules.schedule.nodes import MonthDays, Offset, OnDate, Weekdays
from bot.rules.schedule.recurrence import next_after
from bot.rules.schedule.request import Day
from bot.rules.schedule.rules import CODES

WHEN = "When shall I remind you? For example: every day at 8:00, Monday and Thursday at 19:00, or in 2 hours."
HOW_OFTEN = "How often, and at what time? For example: every day at 8:00, or Tuesday and Friday at 18:30."
WHICH_DAYS = "On which days, and at what time? For example: Monday and Thursday at 18:30."
WHICH_OF_THE_MONTH = (
    "On which day of the month, and at what time? For example: the 1st at 9:00, or the last Friday at 17:00."
)
WHICH_DATE = "On which date, and at what time? For example: 3 December at 10:00."
WHERE = "Where are you, or what time is it there now? Then I can set this for your local time."
TOO_FAR = "That is too far away for me to keep. Which date within the next 20 years do you mean?"
TOO_OFTEN = "I can remind you every 5 minutes at the most. How often do you mean?"
NOTHING_LEFT = "That leaves no time at all on which I could remind you. Which days do you mean?"
ENDS_FIRST = "That would end before it begins. Until when do you mean?"
TONIGHT = "It is that late already: at what time tonight?"
WHICH_ONE = "Which one of these is it?"
NOT_A_DATE = "I cannot place that in the calendar. When do you mean?"

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORKDAYS, _WEEKEND = ("MO", "TU", "WE", "TH", "FR"), ("SA", "SU")
_ORDINALS = {
    -1: "last",
    -2: "second last",
    1: "1st",
    2: "2nd",
    3: "3rd",
    21: "21st",
    22: "22nd",
    23: "23rd",
    31: "31st",
}
_TIMES = {2: "two", 3: "three", 4: "four"}


def at_what_time(days: Sequence[Day]) -> str:
    """Asks for the time of day, naming the day that was understood."""
    day = next((day for day in days if isinstance(day, Weekdays | OnDate | Offset | MonthDays)), None)
    match day:
        case Weekdays() if not day.nth and len(day.days) < 5:
            return f"At what time on {_listed(_NAMES[number] for number in day.days)}?"
        case OnDate():
            return f"At what time on {day.day} {MONTHS[day.month - 1]}?"
        case Offset(days=0):
            return "At what time today?"
        case Offset(days=1):
            return "At what time tomorrow?"
        case _:
            return "At what time of day?"


def which_times(count: int) -> str:
    """Asks for the times of "twice a day"."""
    examples = {2: "8:00 and 19:00", 3: "8:00, 12:00 and 19:00"}.get(count, "8:00, 11:00, 14:00 and 19:00")
    return f"At which {_TIMES.get(count, str(count))} times of day? For example {examples}."


def which_day(unit: str) -> str:
    return f"On which day next {unit}, and at what time?"


def past(local: datetime, now: datetime) -> str:
    """Says that the one time asked for is over."""
    return f"{said_day(local, now)} at {local:%H:%M} is already over. When in the future shall I remind you?"


def echo(recurrence: Recurrence, now: datetime) -> str:
    """What is stored, in one sentence: "Every Monday and Thursday at 07:00 (Europe/Lisbon), next Mon 23 Nov".

    `now` is aware; its zone is used for the date of the next firing.
    """
    following = next_after(recurrence, now.astimezone(UTC))
    if not recurrence.rrules:
        local = (following or recurrence.starts.replace(tzinfo=UTC)).astimezone(now.tzinfo)
        zone = recurrence.zone if recurrence.zone != "UTC" or now.tzinfo in (None, UTC) else str(now.tzinfo)
        return f"Once, {said_day(local, now)} at {local:%H:%M} ({zone})"
    said = f"{describe(recurrence)} ({recurrence.zone})"
    if following is None:
        return said
    return f"{said}, next {said_day(following.astimezone(now.tzinfo), now)}"


def describe(recurrence: Recurrence) -> str:
    """The rules in words, without zone and next date: "Every day except Sunday at 09:00"."""
    if not recurrence.rrules:
        return f"Once, {said_day(recurrence.starts, None)} at {recurrence.starts:%H:%M}"
    times: dict[tuple[str, str], list[str]] = {}
    for rule in recurrence.rrules:
        parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
        times.setdefault((_days(parts, recurrence.starts), _until(parts)), []).extend(_clocks(parts, recurrence))
    phrases = [f"{days} at {_listed(sorted(at))}{until}" if at else days + until for (days, until), at in times.items()]
    said = "; ".join(phrases)
    return said[:1].upper() + said[1:]


def said_day(local: datetime, now: datetime | None) -> str:
    """ "Mon 23 Nov", with the year where it is not the current one."""
    year = "" if now is not None and local.year == now.year else f" {local.year}"
    return f"{_NAMES[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}{year}"


def _clocks(parts: dict[str, str], recurrence: Recurrence) -> list[str]:
    if parts.get("FREQ") in ("HOURLY", "MINUTELY", "SECONDLY"):
        return []
    hours = parts.get("BYHOUR", str(recurrence.starts.hour)).split(",")
    minutes = parts.get("BYMINUTE", str(recurrence.starts.minute)).split(",")
    return [f"{int(hour):02d}:{int(minute):02d}" for hour in hours for minute in minutes]


def _until(parts: dict[str, str]) -> str:
    if "UNTIL" not in parts:
        return f", {parts['COUNT']} times" if parts.get("COUNT", "1") != "1" else ""
    until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d")  # noqa: DTZ007
    return f", until {said_day(until, None)}"


def _days(parts: dict[str, str], starts: datetime) -> str:
    interval, freq = int(parts.get("INTERVAL", "1")), parts.get("FREQ", "")
    if parts.get("COUNT") == "1" and "BYMONTHDAY" in parts:
        return f"once, {parts['BYMONTHDAY']} {_months(parts)}"
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    match freq:
        case "MONTHLY":
            return _monthly(parts, days, starts, interval)
        case "YEARLY":
            number = parts.get("BYMONTHDAY", str(starts.day))
            return f"{_every(interval, 'year')} on {number} {_months(parts) or MONTHS[starts.month - 1]}"
        case "WEEKLY":
            said = _weekly(days or [CODES[starts.weekday()]], interval)
        case "DAILY" if interval % 7 == 0:
            said = _weekly([CODES[starts.weekday()]], interval // 7)
        case _:
            unit = {"DAILY": "day", "HOURLY": "hour", "MINUTELY": "minute"}.get(freq, "second")
            said = _every(interval, unit) + (f" on {_weekday_names(days)}" if days else "")
    return said + _except_months(parts)


def _weekly(days: list[str], interval: int) -> str:
    if interval == 2:
        return f"every other {_weekday_names(days)}"
    if interval > 2:
        return f"every {interval} weeks on {_weekday_names(days)}"
    left = [code for code in CODES if code not in days]
    if len(left) in (0, 1):
        return "every day" + (f" except {_weekday_names(left)}" if left else "")
    if tuple(days) == _WORKDAYS:
        return "every weekday (Monday to Friday)"
    numbers = [CODES.index(code) for code in days]
    if len(days) > 2 and numbers[-1] - numbers[0] == len(days) - 1:
        return f"every {_NAMES[numbers[0]]} to {_NAMES[numbers[-1]]}"
    return f"every {_weekday_names(days)}"


def _monthly(parts: dict[str, str], days: list[str], starts: datetime, interval: int) -> str:
    of_month = "of the month" if interval == 1 else f"of every {interval} months"
    if "BYSETPOS" in parts:
        kind = "weekday" if tuple(days) == _WORKDAYS else _weekday_names(days)
        return f"on the {_nths(parts['BYSETPOS'].split(','))} {kind} {of_month}"
    if days and "BYMONTHDAY" not in parts:
        nths = list(dict.fromkeys(code[:-2] for code in days))
        return f"on the {_nths(nths)} {_weekday_names(list(dict.fromkeys(code[-2:] for code in days)))} {of_month}"
    numbers = parts.get("BYMONTHDAY", str(starts.day)).split(",")
    named = "last day" if numbers == ["-1"] else _nths(numbers)
    only = f" if it is a {_listed((_NAMES[CODES.index(code)] for code in days), 'or')}" if days else ""
    return f"on the {named} {of_month}{only}{_except_months(parts)}"


def _except_months(parts: dict[str, str]) -> str:
    if "BYMONTH" not in parts:
        return ""
    named = {int(month) for month in parts["BYMONTH"].split(",")}
    left = [MONTHS[month - 1] for month in range(1, 13) if month not in named]
    return f" except in {_listed(left)}" if len(left) < 7 else f" in {_months(parts)}"


def _months(parts: dict[str, str]) -> str:
    return _listed(MONTHS[int(month) - 1] for month in parts["BYMONTH"].split(",")) if "BYMONTH" in parts else ""


def _every(interval: int, unit: str) -> str:
    if interval == 1:
        return f"every {unit}"
    return f"every other {unit}" if interval == 2 and unit in ("day", "year") else f"every {interval} {unit}s"


def _nths(numbers: Iterable[str]) -> str:
    return _listed(_ORDINALS.get(int(number), f"{int(number)}th") for number in numbers)


def _weekday_names(codes: Sequence[str]) -> str:
    return _listed(_NAMES[CODES.index(code[-2:])] for code in codes)


def _listed(words: Iterable[str], joint: str = "and") -> str:
    *head, last = list(words) or [""]
    return f"{', '.join(head)} {joint} {last}" if head else last
