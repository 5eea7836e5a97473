"""What a playbook is, and the playbooks that come with Gigi: validated data, chosen by the data itself."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from bot.catalogue import N_
from bot.entities import Direction, Domain, Frozen, Goal, GoalDraft, Period
from bot.entities.plan import Obstacle

MOST_WEEKS: Final = 52  # a longer way is planned to here, and the rest when it is near


class Applies(Frozen):
    """Which goals of the domain a playbook serves. All empty: every goal of the domain that no other one claims."""

    sports: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()  # words or phrases at the start of a word of the title, lower case
    directions: tuple[Direction, ...] = ()  # a condition on its own, or one more beside sports and keywords
    units: tuple[str, ...] = ()

    def score(self, goal: Goal | GoalDraft) -> int:
        """How well this fits: 0 does not apply, 1 the general one, more is more particular."""
        if self.directions and goal.direction not in self.directions:
            return 0
        if not (self.sports or self.keywords or self.units):
            return 2 if self.directions else 1
        by_sport = 8 if goal.sport and goal.sport.lower() in self.sports else 0
        by_unit = 3 if goal.unit in self.units else 0
        by_word = 4 if self._has_keyword(goal.title.lower()) else 0
        return by_sport + by_unit + by_word

    def _has_keyword(self, title: str) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(word)}", title) for word in self.keywords)


class Defaults(Frozen):
    """What a plan takes when the person did not say."""

    weeks: int = Field(default=10, ge=1, le=52)
    times: int = Field(default=3, ge=1, le=7)
    per: Period = "week"
    minutes: int = Field(default=20, ge=1, le=240)  # one repetition in the last week
    skips_per_week: int = Field(default=2, ge=0, le=3)


class Progression(Frozen):
    """How the load grows: from `first_share` of the goal, by at most `growth` a week, lighter in `deload_weeks`."""

    first_share: float = Field(default=0.65, ge=0.3, le=1)
    growth: float = Field(default=1.10, ge=1, le=1.5)
    ramp_weeks: int = Field(default=12, ge=2, le=52)
    deload_weeks: tuple[int, ...] = (4, 8, 12)  # the pattern goes on every fourth week
    deload_share: float = Field(default=0.8, ge=0.5, le=1)
    totals: Literal["even", "ramp"] = "even"
    cap_start: float = Field(default=1.0, ge=1, le=2)  # a cap starts at this many times the goal

    def is_deload(self, number: int, last: int) -> bool:
        """Is week `number` of `last` a lighter one? The last week never is."""
        return bool(self.deload_weeks) and number % 4 == 0 and min(self.deload_weeks) <= number < min(last, MOST_WEEKS)


class Limits(Frozen):
    """What no plan of this playbook may exceed; masses in kg, lengths of time in hours."""

    loss_per_week: float | None = None  # kg
    gain_per_week: float | None = None  # kg
    loss_share_per_week: float | None = None  # of the starting value
    step_share: float | None = None  # a reading may grow by this share a week
    session_growth: float | None = None  # the next longest session over the longest of the last four weeks
    lowest: dict[str, float] = Field(default_factory=dict)  # unit -> smallest amount a plan may ask for
    highest: dict[str, float] = Field(default_factory=dict)
    sessions_per_week: int | None = Field(default=None, ge=1, le=7)  # more than this become `light` ones
    minutes_per_day: int = Field(default=600, ge=10, le=600)
    clock_shift_minutes: int = Field(default=30, ge=5, le=30)  # of a bedtime, every `clock_shift_days`
    clock_shift_days: int = Field(default=3, ge=2, le=7)


class Step(Frozen):
    """One task template. Placeholders: {amount} {minutes} {title} {clock} {target}."""

    cue: str = Field(min_length=4)
    action: str = Field(min_length=8)
    minutes: int = Field(default=10, ge=1, le=120)
    times: int = Field(default=1, ge=1, le=7)
    per: Period = "week"
    bct: tuple[str, ...] = Field(min_length=1)
    swap: str | None = None


class Core(Frozen):
    """The behaviour itself: one cue for the whole plan, so that it can become a habit."""

    cue: str = Field(min_length=4)
    swap: str
    bct: tuple[str, ...] = ()
    long_cue: str = ""  # a longer session once a week, when the goal is a distance
    own: tuple[str, ...] = ()  # used when the person named a repeated activity; {title} and {size}
    light_cue: str = ""  # sessions beyond the limit: easy ones
    light: str = ""
    clock: tuple[str, ...] = ()  # the core when this week's clock time is known: "have the lights out at {clock}"
    cap: tuple[str, ...] = (
        N_("stay at or under {amount} and say the number out loud"),
        N_("plan the day so that {amount} is the most it comes to"),
        N_("keep to {amount} at most, and stop a little before it"),
    )


class Record(Frozen):
    """Self-monitoring: what is written down, and the look back in every second week."""

    cue: str
    note: tuple[str, ...] = Field(min_length=2)
    review: tuple[str, ...] = Field(min_length=2)
    times: int = Field(default=1, ge=1, le=7)
    per: Period = "day"


class Phase(Frozen):
    """A stretch of the plan with its own way of doing the core, and one new skill each week."""

    name: str
    share: float = Field(gt=0, le=1)
    focus: tuple[str, ...] = Field(min_length=3)
    do: tuple[str, ...] = Field(min_length=2)
    do_amount: tuple[str, ...] = ()  # used when one repetition has an amount
    do_clock: tuple[str, ...] = ()  # used when the goal is a time of day
    skills: tuple[Step, ...] = Field(min_length=3)


class Checkin(Frozen):
    """When Gigi asks. No rule: it follows the goal's frequency."""

    rrule: str = ""
    time: Literal["morning", "evening"] = "evening"
    question: tuple[str, ...] = Field(min_length=3)


class Keep(Frozen):
    """The small habit that is offered when the goal is reached, so that it stays."""

    habit: str = Field(min_length=4, max_length=60)  # its title; {title} is what the goal was
    times: int = Field(default=3, ge=1, le=7)
    per: Period = "week"


class Playbook(Frozen):
    """How one kind of goal is coached, whoever has it."""

    id: str
    title: str
    domain: Domain
    applies: Applies = Applies()
    defaults: Defaults = Defaults()
    progression: Progression = Progression()
    limits: Limits = Limits()
    effort: dict[str, float] = Field(default_factory=dict)  # unit -> minutes one of it takes
    uncounted: tuple[str, ...] = ()  # units that only describe the habit here: "an hour earlier"
    pace: dict[str, float] = Field(default_factory=dict)  # unit -> a comfortable amount a week, without a deadline
    advice: str = ""  # what the usual advice says about the numbers; one sentence
    measure: str = Field(min_length=10)
    core: Core
    record: Record
    phases: tuple[Phase, ...] = Field(min_length=2)
    obstacles: tuple[Obstacle, ...] = Field(min_length=3)
    checkin: Checkin
    keep: Keep = Keep(habit=N_("Keep up: {title}"))
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if abs(sum(phase.share for phase in self.phases) - 1) > 0.01:
            raise ValueError("the shares of the phases must add up to 1")
        if any({"8.6", "8.7"} & set(skill.bct) for phase in self.phases for skill in phase.skills):
            raise ValueError("8.6 and 8.7 mark the core; a skill needs other techniques")
        if self.limits.sessions_per_week and not self.core.light:
            raise ValueError("core.light must say what to do beyond limits.sessions_per_week")
        return self


@cache
def load_playbooks() -> Mapping[str, Playbook]:
    """Every playbook of `bot/playbooks`, by id (its file name). Raises ValueError naming the file that is wrong."""
    files = sorted(
        (f for f in resources.files("bot.playbooks").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    return MappingProxyType({f.name[:-5]: read_playbook(f.name[:-5], f.read_text("utf-8")) for f in files})


def read_playbook(name: str, text: str) -> Playbook:
    """One playbook from its TOML text; ValueError names it and what is wrong."""
    try:
        return Playbook.model_validate({"id": name, **tomllib.loads(text)})
    except (ValueError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"playbook {name}: {error}") from error


def playbook_for(goal: Goal | GoalDraft) -> Playbook:
    """The most particular playbook that applies to the goal; the general habit one when its domain has none."""
    books = load_playbooks()
    scored = [(book.applies.score(goal), book) for book in books.values() if book.domain is goal.domain]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[1] is not None and best[0] > 0 else books["other"]
