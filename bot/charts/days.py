"""An amount each day: bars against what each week of the plan asks for."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.catalogue import say_number, t
from bot.charts.look import SMALL, Look, date_axis, legend, new_figure, plain, png
from bot.entities import Goal, Log, Plan
from bot.rules.plans.progress import is_met, readings

_DAY = timedelta(days=1)
_MOST_DAYS = 56


def draw_days(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date, look: Look, *, words: str) -> bytes:
    """The PNG of a daily amount over the last eight weeks at most. A day that met its amount is full, others pale."""
    from matplotlib.patches import Patch

    first = max(min((log.day for log in logs), default=today), today - (_MOST_DAYS - 1) * _DAY)
    first = min(first, today - 6 * _DAY)
    days = [first + n * _DAY for n in range((today - first).days + 1)]
    figure, axes = new_figure(look, goal.title, words)
    values = dict(readings([log for log in logs if log.day >= first]))
    met = {log.day: is_met(goal, plan.week_on(log.day) if plan else None, log) for log in logs}
    for day, value in values.items():
        colour = look.accent if met.get(day) else look.soft
        axes.bar(day.toordinal(), value, width=0.72, color=colour, linewidth=0)
        if len(days) <= 14:
            axes.annotate(
                say_number(value), (day.toordinal(), value), textcoords="offset points", xytext=(0, 3), ha="center",
                color=look.ink, fontproperties=plain(SMALL),
            )  # fmt: skip
    _mark_unmeasured(axes, look, logs, values, days)
    handles: list[object] = [
        Patch(color=look.accent, label=t("on target")),
        Patch(color=look.soft, label=t("recorded")),
    ]
    handles += _draw_aims(axes, look, goal, plan, days)
    axes.set_xlim(first.toordinal() - 0.7, today.toordinal() + 0.7)
    axes.set_ylim(bottom=0)
    axes.margins(y=0.15)
    date_axis(axes, days)
    axes.grid(axis="y", color=look.faint, alpha=0.2, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(lambda value, _: say_number(value))
    legend(axes, look, handles)
    return png(figure)


def _mark_unmeasured(
    axes: object, look: Look, logs: Sequence[Log], values: dict[date, float], days: list[date]
) -> None:
    """Days with an answer but no number: a dot on the floor, full where it was done."""
    from bot.entities import LogStatus

    for log in logs:
        if log.day in days and log.day not in values:
            colour = look.accent if log.status is LogStatus.DONE else look.faint
            axes.plot(log.day.toordinal(), 0, marker="o", markersize=5, color=colour, clip_on=False)  # type: ignore[attr-defined]


def _draw_aims(axes: object, look: Look, goal: Goal, plan: Plan | None, days: list[date]) -> list[object]:
    """What was asked of each day."""
    aims = [(day, _aim(goal, plan, day)) for day in days]
    known = [(day, aim) for day, aim in aims if aim is not None]
    if not known:
        return []
    ordinals = [day.toordinal() - 0.5 for day, _ in known] + [known[-1][0].toordinal() + 0.5]
    steps = [aim for _, aim in known] + [known[-1][1]]
    lines: list[object] = axes.step(  # type: ignore[attr-defined]
        ordinals, steps, where="post", color=look.plan, linewidth=1.8, linestyle=(0, (4, 2)), label=t("plan")
    )
    return lines


def _aim(goal: Goal, plan: Plan | None, day: date) -> float | None:
    week = plan.week_on(day) if plan else None
    return week.target if week and week.target is not None else goal.amount
