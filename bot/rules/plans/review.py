"""A week looked back at, and what to propose after it: a lighter week, a lighter plan, a new stretch, or nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.entities import Domain, Frozen, Goal, Log, LogStatus, Plan, UserProfile, Week
from bot.rules.plans.amend import Amended, Refused, amend
from bot.rules.plans.edit import Anew, Easier, Edit, LighterWeek, MoreDays
from bot.rules.plans.progress import aimed, is_met
from bot.rules.plans.shape import Measure, measure_of

BAD_SHARE: Final = 0.5  # under half of what was planned, a re-plan is offered (COACHING.md, plan invariants)
_WEEK: Final = timedelta(days=7)
_OVERTIME: Final = 14  # days more for a goal whose deadline went by


class WeekKept(Frozen):
    """What was planned in a week and what was kept of it: times, or the amount where logs add up."""

    planned: float
    kept: float
    recorded: int  # days with any answer; nothing recorded is silence, not a bad week

    @property
    def share(self) -> float:
        return min(1.0, self.kept / self.planned) if self.planned > 0 else 1.0

    @property
    def is_bad(self) -> bool:
        return self.recorded > 0 and self.share < BAD_SHARE


def week_kept(goal: Goal, plan: Plan, logs: Sequence[Log], week: Week, *, excused: int = 0) -> WeekKept:
    """How much of `week` was kept, by what was recorded on its days. `excused` days (ill, away) were not planned."""
    own = [log for log in logs if log.goal_id == goal.id and week.starts <= log.day <= week.ends]
    days = (week.ends - week.starts).days + 1
    left = max(0, days - excused) / days
    recorded = len({log.day for log in own})
    if measure_of(goal) is Measure.TOTAL and (planned := _planned_sum(goal, plan, week)) > 0:
        kept = sum(log.value or 0.0 for log in own if log.mode != "set")
        return WeekKept(planned=round(planned * left, 2), kept=round(kept, 2), recorded=recorded)
    met = {log.day: _part(goal, week, log) for log in sorted(own, key=lambda log: (log.day, log.at))}
    planned = aimed(week, goal) * left
    if measure_of(goal) is Measure.LEVEL:  # readings are taken now and then: only what was answered can be judged
        planned = min(planned, float(recorded))
    return WeekKept(planned=round(planned, 2), kept=sum(met.values()), recorded=recorded)


def _part(goal: Goal, week: Week, log: Log) -> float:
    if log.status is LogStatus.PARTLY and log.value is None:
        return 0.5
    if measure_of(goal) is Measure.LEVEL:
        return 0.0 if log.status is LogStatus.SKIPPED else 1.0
    return 1.0 if is_met(goal, week, log) else 0.0


def _planned_sum(goal: Goal, plan: Plan, week: Week) -> float:
    """What the week was to add to the total."""
    before = plan.weeks[week.number - 2].target if week.number > 1 else goal.start or 0.0
    return (week.target - before) if week.target is not None and before is not None else 0.0


def proposal_after(
    goal: Goal, plan: Plan, logs: Sequence[Log], profile: UserProfile, *, today: date, now: datetime, plan_id: str,
    excused: int = 0,
) -> Amended | None:  # fmt: skip
    """The plan to offer as a small difference on `today`, after the week that ended before it; None where it may stay.

    After a week under half done the next one is lighter; after two such weeks the rest is (a total gets a week more).
    A plan whose weeks are over while its goal is not gets its next stretch, or two weeks more where it had a deadline.
    """
    edit = _edit_after(goal, plan, logs, today, excused)
    return None if edit is None else replanned(goal, plan, edit, profile, today=today, now=now, plan_id=plan_id)


def replanned(
    goal: Goal, plan: Plan, edit: Edit, profile: UserProfile, *, today: date, now: datetime, plan_id: str
) -> Amended | None:  # fmt: skip
    """The goal and plan with this one change; None where the rules do not allow it or nothing would change."""
    made = amend(goal, plan, (edit,), profile, today=today, now=now, plan_id=plan_id)
    return None if isinstance(made, Refused) else made


def _edit_after(goal: Goal, plan: Plan, logs: Sequence[Log], today: date, excused: int) -> Edit | None:
    if today > plan.weeks[-1].ends:
        return Anew() if goal.deadline is None else MoreDays(days=_OVERTIME)
    last = plan.week_on(today - _WEEK)
    now = plan.week_on(today)
    if last is None or now is None or last is now or not week_kept(goal, plan, logs, last, excused=excused).is_bad:
        return None
    return after_hard_weeks(goal, is_second=_was_bad_before(goal, plan, logs, last))


def after_hard_weeks(goal: Goal, *, is_second: bool) -> Edit | None:
    """The change that helps after a week that went badly, or after the second one in a row.

    None for leaving a substance: less of a craving plan is no relief. A limit on one falls more slowly.
    """
    if goal.domain is Domain.SUBSTANCE:
        return Easier() if measure_of(goal) is Measure.CAP else None
    if measure_of(goal) is Measure.TOTAL:
        return MoreDays(days=7) if goal.deadline is not None else Anew()
    return Easier() if is_second else LighterWeek()


def _was_bad_before(goal: Goal, plan: Plan, logs: Sequence[Log], week: Week) -> bool:
    return week.number > 1 and week_kept(goal, plan, logs, plan.weeks[week.number - 2]).is_bad
