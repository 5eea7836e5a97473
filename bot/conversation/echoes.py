"""What is said to a recorded answer: the value back, how far it brings the goal, and no line twice in a row."""

from datetime import date

from bot.catalogue import N_, say_amount, t, tn
from bot.conversation.recording import Written
from bot.entities import Goal, GoalKind, Log, LogStatus
from bot.rules.answers import describe_lapse
from bot.rules.plans import describe_progress
from bot.rules.saying import describe_goal, describe_log, say_day

# After the first of a kind, which describe_log words; the last one stays.
_SKIPPED_AGAIN = (
    N_("Half of it counts too, if that fits the next one better."),
    N_("Say *easier* and I make the step smaller."),
    "",
)
_STATUSES = {
    LogStatus.DONE: N_("done"),
    LogStatus.PARTLY: N_("partly"),
    LogStatus.SKIPPED: N_("skipped"),
    LogStatus.VALUE: N_("a number"),
}


def lower_first(text: str) -> str:
    """The text as part of a sentence."""
    return text[:1].lower() + text[1:]


def echo(written: Written, today: date, *, is_named: bool = False) -> str:
    """The whole answer to a report on one goal, with its name where there are several or `is_named`."""
    said = say_back(written, today)
    goal, person = written.goal, written.person
    if goal is None:
        return said
    if is_named or len(person.active_goals) > 1:
        said = f"*{goal.title}*: {lower_first(said)}"
    if written.is_lapse:
        return said
    if written.is_reached:
        reached = t(
            "That is your target: **{goal}** is done. Well earned. What made the difference?", goal=describe_goal(goal)
        )
        return f"{said}\n\n{reached}"
    return f"{said}\n\n{describe_progress(goal, person.plan_for(goal.id), person.logs_of(goal.id), today)}"


def echo_line(written: Written, today: date) -> str:
    """One line for one of several goals."""
    goal, log = written.goal, written.main
    if goal is None:
        return say_back(written, today)
    back = describe_log(log, goal, today=today).split(".", 1)[0] if log.value is None else say_back(written, today)
    done = f" {t('That is the target: done!')}" if written.is_reached else ""
    return f"*{goal.title}*: {lower_first(back).rstrip('.')}.{done}"


def say_back(written: Written, today: date) -> str:
    """What was recorded, in one or two sentences."""
    log, goal, person = written.main, written.goal, written.person
    own = {each.id for each in written.logs}
    before = [other for other in person.logs if other.goal_id == log.goal_id and other.id not in own]
    if written.is_lapse:
        row = _in_a_row(before, LogStatus.SKIPPED if log.status is LogStatus.SKIPPED else log.status)
        return describe_lapse(say_day(log.day, today), log.value, log.unit, before=row)
    more = _further_days(written, today)
    if log.status is LogStatus.SKIPPED:
        return _skipped(log, today, more, row=_in_a_row(before, LogStatus.SKIPPED))
    if log.status is LogStatus.PARTLY and _in_a_row(before, LogStatus.PARTLY):
        return f"{_partly(log, today)}{more}"
    return f"{describe_log(log, goal, today=today)}{more}{_below_zero(goal)}"


def _partly(log: Log, today: date) -> str:
    day = say_day(log.day, today)
    if log.value is None:
        return t("Noted for {day}: partly.", day=day)
    return t("Noted for {day}: partly, {value}.", day=day, value=say_amount(log.value, log.unit))


def _skipped(log: Log, today: date, more: str, *, row: int) -> str:
    if row == 0 and not more:
        return describe_log(log, None, today=today)
    again = _SKIPPED_AGAIN[min(max(row - 1, 0), len(_SKIPPED_AGAIN) - 1)]
    noted = t("Noted for {day}: skipped.", day=say_day(log.day, today))
    return f"{noted}{more} {t(again) if again else ''}".strip()


def _in_a_row(logs: list[Log], status: LogStatus) -> int:
    """How many logs of this status stand right before."""
    count = 0
    for log in reversed(logs):
        if log.status is not status:
            break
        count += 1
    return count


def _further_days(written: Written, today: date) -> str:
    """ " Also 5 cigarettes yesterday." or " The 2 days before it too." for the other days of the answer."""
    others = written.logs[1:]
    if not others:
        return ""
    if all(log.value is None and log.status is LogStatus.SKIPPED for log in others) and len(others) > 1:
        first = min(log.day for log in others)
        skipped = tn("{n} more day is skipped, from {day}.", "{n} more days are skipped, from {day}.", len(others),
                     day=say_day(first, today))  # fmt: skip
        return f" {skipped}"
    said = [t("{what} {day}", what=brief(log), day=say_day(log.day, today)) for log in others]
    return f" {t('Also {days}.', days=', '.join(said))}"


def brief(log: Log) -> str:
    """The value, or the word for it: "79.4 kg", "skipped"."""
    return say_amount(log.value, log.unit) if log.value is not None else t(_STATUSES[log.status])


def _below_zero(goal: Goal | None) -> str:
    if goal is None or goal.kind is not GoalKind.TOTAL or goal.current is None or goal.current >= 0:
        return ""
    sum_text = say_amount(goal.current, goal.unit)
    return f" {t('That makes {sum} in all, below zero: /undo takes it back if it is not right.', sum=sum_text)}"
