"""Readings and totals against the plan's line, with the trend and the band that still counts as on track."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.catalogue import say_amount, say_number, t
from bot.charts.look import SMALL, Look, date_axis, legend, new_figure, plain, png
from bot.entities import Goal, Log, Plan
from bot.rules.plans.progress import Readings, planned_on, readings, room_of, totals, trend_line
from bot.rules.plans.shape import Measure, measure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DAY = timedelta(days=1)
_FEW = 3  # points: then each one says its number


def draw_line(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date, look: Look, *, words: str) -> bytes:
    """The PNG of a goal that moves towards a value. `words` stand under the title."""
    is_total = measure_of(goal) is Measure.TOTAL
    found = totals(goal, logs) if is_total else readings(logs)
    start = goal.start if goal.start is not None else (0.0 if is_total else found[0][1] if found else None)
    figure, axes = new_figure(look, goal.title, words)
    planned = _plan_line(goal, plan, start)
    handles = _draw_plan(axes, look, planned, room_of(goal, start))
    handles += _draw_done(axes, look, goal, found, is_total=is_total, today=today, start=start)
    _draw_target(axes, look, goal)
    days = [day for day, _ in (*planned, *found)] or [today]
    axes.set_xlim(min(days).toordinal() - 1, max(*days, today).toordinal() + 1)
    date_axis(axes, [min(days) + n * _DAY for n in range((max(*days, today) - min(days)).days + 1)])
    axes.grid(axis="y", color=look.faint, alpha=0.2, linewidth=0.8)
    axes.yaxis.set_major_formatter(lambda value, _: say_number(value))
    axes.margins(y=0.12)
    if is_total:
        axes.set_ylim(bottom=min(0.0, *(value for _, value in found)))
    legend(axes, look, handles)
    return png(figure)


def _plan_line(goal: Goal, plan: Plan | None, start: float | None) -> list[tuple[date, float]]:
    """The plan's value at its beginning and at the end of each week that names one."""
    if plan is None or start is None or goal.target is None:
        return []
    ends = [week.ends for week in plan.weeks if week.target is not None]
    values = [(day, planned_on(plan, day, start)) for day in ends]
    begins = plan.weeks[0].starts - _DAY
    return [(begins, start), *((day, value) for day, value in values if value is not None)] if ends else []


def _draw_plan(axes: "Axes", look: Look, planned: Readings, room: float) -> list[object]:
    if not planned:
        return []
    days, values = [day.toordinal() for day, _ in planned], [value for _, value in planned]
    axes.fill_between(days, [v - room for v in values], [v + room for v in values], color=look.band, linewidth=0)
    return [*axes.plot(days, values, color=look.plan, linewidth=1.8, linestyle=(0, (4, 2)), label=t("plan"))]


def _draw_done(
    axes: "Axes", look: Look, goal: Goal, found: Readings, *, is_total: bool, today: date, start: float | None
) -> list[object]:
    """Single readings as points and their trend as a line; a total as steps."""
    if not found:
        return []
    days, values = [day.toordinal() for day, _ in found], [value for _, value in found]
    if is_total:
        days, values = [*days, today.toordinal()], [*values, values[-1]]
        if start is not None and goal.started_on is not None and goal.started_on.toordinal() <= days[0]:
            days, values = [goal.started_on.toordinal(), *days], [start, *values]
        axes.fill_between(
            days, values, min(values[0], start or 0.0), step="post", color=look.soft, alpha=0.35, linewidth=0
        )
        steps = axes.step(days, values, where="post", color=look.accent, linewidth=2.4, label=t("done"))
        _say_value(axes, look, goal, days[-1], values[-1])
        return [*steps]
    trend = trend_line(found)
    dots = axes.plot(
        days, values, linestyle="none", marker="o", markersize=4.5 if trend else 7,
        color=look.soft if trend else look.accent, label=t("readings"),
    )  # fmt: skip
    handles: list[object] = [*dots]
    if trend:
        ordinals = [day.toordinal() for day, _ in trend]
        handles += axes.plot(
            ordinals, [mean for _, mean in trend], color=look.accent, linewidth=2.6, label=t("7-day trend")
        )
    for day, value in [*zip(days, values, strict=True)] if len(days) <= _FEW else [(days[-1], values[-1])]:
        _say_value(axes, look, goal, day, value)
    return handles


def _say_value(axes: "Axes", look: Look, goal: Goal, day: int, value: float) -> None:
    """The number to the right of its point, on paper of its own where lines pass behind it."""
    axes.annotate(
        say_amount(value, goal.unit), (day, value), textcoords="offset points", xytext=(8, 4), ha="left",
        color=look.ink, fontproperties=plain(SMALL), fontweight="bold", annotation_clip=False, zorder=5,
        bbox={"facecolor": look.paper, "edgecolor": "none", "alpha": 0.7, "pad": 0.8},
    )  # fmt: skip


def _draw_target(axes: "Axes", look: Look, goal: Goal) -> None:
    if goal.target is None:
        return
    axes.axhline(goal.target, color=look.plan, linewidth=0.8, alpha=0.6)
    axes.annotate(
        t("target {amount}", amount=say_amount(goal.target, goal.unit)), (0.0, goal.target),
        xycoords=("axes fraction", "data"), textcoords="offset points", xytext=(2, 4), ha="left",
        color=look.plan, fontproperties=plain(SMALL),
    )  # fmt: skip
