"""The calendar of a habit: a row for each week of the plan, a square for each day, and the weeks on target."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.catalogue import say_number, say_weekday, t
from bot.charts.look import LABEL, SMALL, Look, new_figure, plain, png
from bot.entities import Goal, Log, LogStatus, Plan
from bot.rules.plans.progress import WeekCount, done_days, week_counts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_WEEKS = 12
_SIDE = 0.82  # of a square, in cells


def draw_weeks(goal: Goal, plan: Plan, logs: Sequence[Log], today: date, look: Look, *, words: str) -> bytes:
    """The PNG of the last twelve weeks. Shape says it as well as colour: full is done, half a part, a dash a skip."""
    counts = week_counts(goal, plan, logs, today)[-_MOST_WEEKS:]
    height = max(2.3, 1.7 + 0.42 * len(counts))
    figure, axes = new_figure(look, goal.title, words, height)
    done = done_days(goal, plan, logs)
    statuses = {log.day: log.status for log in sorted(logs, key=lambda log: (log.day, log.at))}
    for row, count in enumerate(counts):
        _draw_week(axes, look, count, row, done, statuses, today)
    first = counts[0].week.starts
    for column in range(7):
        name = say_weekday(first + timedelta(days=column), short=True)
        axes.text(column, -0.85, name, ha="center", va="center", color=look.faint, fontproperties=plain(SMALL))
    axes.set_xlim(-1.35, 9.4)
    axes.set_ylim(len(counts) - 0.4, -1.2)
    axes.set_aspect("equal", adjustable="box", anchor="NW")
    axes.set_position((0.03, 0.12 / height, 0.94, axes.get_position().y1 + 0.3 / height - 0.12 / height))
    axes.axis("off")
    return png(figure)


def _draw_week(
    axes: "Axes", look: Look, count: WeekCount, row: int, done: set[date], statuses: dict[date, LogStatus], today: date
) -> None:
    week = count.week
    axes.text(-1.25, row, str(week.number), ha="left", va="center", color=look.faint, fontproperties=plain(SMALL))
    for column in range((week.ends - week.starts).days + 1):
        day = week.starts + timedelta(days=column)
        _draw_day(axes, look, column, row, day in done, statuses.get(day), is_today=day == today, is_ahead=day > today)
    kept = t("{done} of {planned}", done=count.done, planned=say_number(count.planned))
    is_over = week.ends < today or count.is_on_target
    colour = look.accent if count.is_on_target else look.faint
    mark = "✓ " if count.is_on_target else ""
    axes.text(
        7.0, row, f"{mark}{kept}", ha="left", va="center", color=colour if is_over else look.ink,
        fontproperties=plain(LABEL), fontweight="bold" if count.is_on_target else "normal",
    )  # fmt: skip


def _draw_day(
    axes: "Axes",
    look: Look,
    column: int,
    row: int,
    is_done: bool,
    status: LogStatus | None,
    *,
    is_today: bool,
    is_ahead: bool,
) -> None:
    from matplotlib.patches import Rectangle

    corner = (column - _SIDE / 2, row - _SIDE / 2)
    if is_done:
        axes.add_patch(Rectangle(corner, _SIDE, _SIDE, facecolor=look.accent, edgecolor="none"))
        axes.text(column, row + 0.03, "✓", ha="center", va="center", color=look.paper, fontproperties=plain(LABEL))
    elif is_ahead:
        axes.plot(column, row, marker=".", markersize=3, color=look.faint, alpha=0.7)
        return
    else:
        axes.add_patch(
            Rectangle(corner, _SIDE, _SIDE, facecolor="none", edgecolor=look.faint, linewidth=0.8, alpha=0.6)
        )
    if status is LogStatus.PARTLY and not is_done:
        axes.add_patch(Rectangle((corner[0], row), _SIDE, _SIDE / 2, facecolor=look.soft, edgecolor="none"))
    if status is LogStatus.SKIPPED and not is_done:
        axes.plot([column - 0.16, column + 0.16], [row, row], color=look.faint, linewidth=1.6)
    if is_today:
        axes.add_patch(Rectangle(corner, _SIDE, _SIDE, facecolor="none", edgecolor=look.plan, linewidth=1.8))
