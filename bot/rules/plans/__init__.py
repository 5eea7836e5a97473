"""Plans by rules: playbooks, the writer, the checker, changes, progress and the words of a check-in."""

from bot.rules.plans.amend import Amended, Refused, amend, day_names
from bot.rules.plans.check import check_plan, unsafe_words
from bot.rules.plans.difference import diff_plans
from bot.rules.plans.edit import Anew, Checkins, Easier, Edit, LighterWeek, NotOn, OtherDay, Swap, Unclear
from bot.rules.plans.edits import read_edits
from bot.rules.plans.keeping import kept_up
from bot.rules.plans.load import weekly_load
from bot.rules.plans.nudge import checkin_words, core_of, default_checkin
from bot.rules.plans.numbers import explain_numbers
from bot.rules.plans.playbook import Playbook, load_playbooks, playbook_for, read_playbook
from bot.rules.plans.progress import running_total, was_bad_week
from bot.rules.plans.repair import repair_plan
from bot.rules.plans.review import WeekKept, after_hard_weeks, proposal_after, replanned, week_kept
from bot.rules.plans.revise import ease, move_day, shrink_after_bad_week, swap_task, with_deadline
from bot.rules.plans.show import first_step, show_plan, show_week, today_tasks
from bot.rules.plans.standing import describe_progress, progress_chart
from bot.rules.plans.swaps import is_in_plan
from bot.rules.plans.when import weekdays_in
from bot.rules.plans.write import write_plan

__all__ = [
    "Amended",
    "Anew",
    "Checkins",
    "Easier",
    "Edit",
    "LighterWeek",
    "NotOn",
    "OtherDay",
    "Playbook",
    "Refused",
    "Swap",
    "Unclear",
    "WeekKept",
    "after_hard_weeks",
    "amend",
    "check_plan",
    "checkin_words",
    "core_of",
    "day_names",
    "default_checkin",
    "describe_progress",
    "diff_plans",
    "ease",
    "explain_numbers",
    "first_step",
    "is_in_plan",
    "kept_up",
    "load_playbooks",
    "move_day",
    "playbook_for",
    "progress_chart",
    "proposal_after",
    "read_edits",
    "read_playbook",
    "repair_plan",
    "replanned",
    "running_total",
    "show_plan",
    "show_week",
    "shrink_after_bad_week",
    "swap_task",
    "today_tasks",
    "unsafe_words",
    "was_bad_week",
    "week_kept",
    "weekdays_in",
    "weekly_load",
    "with_deadline",
    "write_plan",
]
