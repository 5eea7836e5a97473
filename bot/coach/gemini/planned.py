"""A plan in Gemini's words on the rules' days, targets and sizes."""

from datetime import datetime
from typing import Final

from bot.coach.gemini.schema import ObstacleWritten, PlanWritten, TaskWritten, WeekWritten
from bot.entities import Plan, Task, Verdict, Week
from bot.entities.plan import Obstacle
from bot.rules.plans import unsafe_words
from bot.rules.plans.words import with_numbers_of
from bot.rules.replies import Said, invents, plain
from bot.rules.safety import screen

MOST_TASKS: Final = 5
MOST_OBSTACLES: Final = 3
_FOCUS, _CUE, _ACTION, _OBSTACLE, _ANSWER = 160, 80, 140, 120, 200
_OF_THE_RULES: Final = frozenset({"8.7", "8.6", "2.3", "1.5"})  # the graded task, the record and the look back
_PLANNED: Final = ("1.4",)  # a cue with an action is action planning
_LEAST_MINUTES: Final = 10  # a task beside the graded one may always take this long


def planned(skeleton: Plan, written: PlanWritten, said: str, now: datetime) -> Plan:
    """The skeleton with Gemini's tasks beside the rules' own; words that are unsafe or bring amounts are left out.

    `said` is what the person said of the goal: the only amounts that Gemini's words may repeat. Weeks that were not
    written stay as they are.
    """
    held = f"{said}\n" + "\n".join(f"{t.cue} {t.action}" for week in skeleton.weeks for t in week.tasks)
    words = _Words(Said(held), now)
    weeks = tuple(_week(mine, theirs, words) for mine, theirs in zip(skeleton.weeks, written.weeks, strict=False))
    obstacles = [o for entry in written.obstacles if (o := _obstacle(entry, words)) is not None][:MOST_OBSTACLES]
    return skeleton.but(
        weeks=weeks + skeleton.weeks[len(weeks) :],
        obstacles=tuple(obstacles) or skeleton.obstacles,
        playbook="gemini",
        author="gemini",
    )


class _Words:
    """Judges each piece of text once: the same task usually comes back week after week."""

    def __init__(self, said: Said, now: datetime) -> None:
        self._said, self._now = said, now
        self._judged: dict[str, bool] = {}

    def are_fit(self, text: str) -> bool:
        if text not in self._judged:
            self._judged[text] = (
                not any(unsafe_words(text))
                and not invents(text, self._said, today=self._now.date())
                and screen(text, now=self._now).verdict is Verdict.OK
            )
        return self._judged[text]


def _week(mine: Week, theirs: WeekWritten, words: _Words) -> Week:
    """The rules' week with Gemini's focus and tasks; the rules' other tasks give way to Gemini's."""
    kept = [task for task in mine.tasks if _OF_THE_RULES & set(task.bct)]
    longest = max([_LEAST_MINUTES, *(task.minutes for task in kept)])
    tasks = [task for entry in theirs.tasks if (task := _task(entry, longest, words)) is not None]
    tasks = _without_doubles(tasks)[: MOST_TASKS - len(kept)]
    if not tasks:
        return mine
    focus = plain(theirs.focus, _FOCUS)
    return mine.but(
        focus=with_numbers_of(mine.focus, focus) if focus and words.are_fit(focus) else mine.focus,
        tasks=tuple(t.but(id=f"w{mine.number}t{n}") for n, t in enumerate((*kept, *tasks), 1)),
    )


def _task(written: TaskWritten, longest: int, words: _Words) -> Task | None:
    cue, action = plain(written.cue, _CUE), plain(written.action, _ACTION)
    if not cue or not action or not words.are_fit(f"{cue}: {action}"):
        return None
    minutes = min(written.minutes, longest)
    return Task(id="", cue=cue, action=action, minutes=minutes, times=written.times_a_week, bct=_PLANNED)


def _without_doubles(tasks: list[Task]) -> list[Task]:
    return list({task.action.casefold(): task for task in reversed(tasks)}.values())[::-1]


def _obstacle(written: ObstacleWritten, words: _Words) -> Obstacle | None:
    obstacle, answer = plain(written.obstacle, _OBSTACLE), plain(written.answer, _ANSWER)
    if not obstacle or not answer or not words.are_fit(f"{obstacle}: {answer}"):
        return None
    return Obstacle(obstacle=obstacle, answer=answer)
