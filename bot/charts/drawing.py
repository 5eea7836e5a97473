"""From a goal to its picture: which kind suits it, the PNG, and what it shows in words."""

from collections.abc import Sequence
from datetime import date
from threading import Lock

from bot.catalogue import say_amount, say_date, t, tn
from bot.charts.look import LOOKS, Theme
from bot.entities import Attachment, Goal, Log, Plan
from bot.rules.plans.progress import readings, totals, week_counts
from bot.rules.plans.shape import Measure, measure_of
from bot.rules.plans.standing import describe_progress

_one_at_a_time = Lock()  # matplotlib keeps fonts in tables that threads share


def draw(
    goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date, theme: Theme = "light", *, number: int = 1
) -> Attachment | None:
    """The picture of a goal's progress; None where there is nothing to draw yet. Not for the event loop: 0.1 s.

    The file's name holds no word of the person; the alt text says what is to be seen.
    """
    own = [log for log in logs if log.goal_id == goal.id and log.day <= today]
    if not own:
        return None
    words = describe_progress(goal, plan, own, today)
    with _one_at_a_time:
        content = _drawn(goal, plan, own, today, theme, words)
    if content is None:
        return None
    alt = f"{_seen(goal, plan, own, today)} {words}"
    return Attachment(name=f"gigi-progress-{number}.png", media_type="image/png", content=content, alt=alt)


def _drawn(goal: Goal, plan: Plan | None, own: Sequence[Log], today: date, theme: Theme, words: str) -> bytes | None:
    look, measure = LOOKS[theme], measure_of(goal)
    has_values = any(log.value is not None for log in own)
    if measure in (Measure.LEVEL, Measure.TOTAL):
        from bot.charts.lines import draw_line

        return draw_line(goal, plan, own, today, look, words=words) if has_values else None
    if measure in (Measure.RATE, Measure.CAP) and has_values:
        from bot.charts.days import draw_days

        return draw_days(goal, plan, own, today, look, words=words)
    if plan is None or plan.weeks[0].starts > today:
        return None
    from bot.charts.weeks import draw_weeks

    return draw_weeks(goal, plan, own, today, look, words=words)


def _seen(goal: Goal, plan: Plan | None, own: Sequence[Log], today: date) -> str:
    """What somebody who sees the picture sees."""
    found = totals(goal, own) if measure_of(goal) is Measure.TOTAL else readings(own)
    if measure_of(goal) is Measure.HABIT and plan is not None:
        counts = week_counts(goal, plan, own, today)
        return tn("A calendar of {n} week.", "A calendar of {n} weeks.", len(counts))
    if not found:
        return t("A calendar of your days.")
    first, last = found[0], found[-1]
    return t(
        "A chart from {first} on {begins} to {last} on {ends}.",
        first=say_amount(first[1], goal.unit), begins=say_date(first[0], year=False),
        last=say_amount(last[1], goal.unit), ends=say_date(last[0], year=False),
    )  # fmt: skip
