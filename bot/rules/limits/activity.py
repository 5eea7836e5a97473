"""Races, exercise, sleep and working hours: loads a body takes (coaching convention, ACSM, AASM, WHO/ILO)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.catalogue import N_, t
from bot.entities import AmountKind, Direction, Domain, Frequency, GoalDraft, UserProfile
from bot.rules.limits.measure import date_text, day_after, in_unit, number, per_day, per_week, weeks_text, weeks_until
from bot.rules.limits.verdict import LimitVerdict, asked, blocked, warned
from bot.rules.limits.words import found
from bot.rules.text import fold

MAX_TRAINING_HOURS = 4.0  # a day
MAX_RUNNING_KM = 80.0  # a week, for somebody who does not run that much already
MIN_SLEEP, USUAL_SLEEP, TEEN_SLEEP, MAX_SLEEP = 6.0, 7.0, 8.0, 12.0
MAX_WORK_DAY, SAFE_WORK_DAY, MAX_WORK_WEEK = 10.0, 8.0, 55.0


class Race(NamedTuple):
    """A distance, the weeks it needs from `base` km a week, and the weeks it needs from less."""

    name: str
    km: float
    base: float
    weeks: float
    weeks_from_zero: float
    is_blocked: bool  # short of its weeks: blocked, or only warned of


RACES = (
    Race(N_("An ultramarathon"), 50.0, 40.0, 20.0, 40.0, True),
    Race(N_("A marathon"), 42.195, 20.0, 16.0, 26.0, True),
    Race(N_("A half marathon"), 21.0975, 10.0, 8.0, 12.0, True),
    Race(N_("10 km"), 10.0, 5.0, 4.0, 8.0, False),
    Race(N_("5 km"), 5.0, 1.0, 2.0, 6.0, False),
)
_RACE_WORDS = (
    re.compile(r"\b(?:ultra\w*|ультра\w*|ironman)\b"),
    re.compile(r"\b(?<!half )(?<!half-)(?<!media )(?<!medio )(?<!semi-)(?<!semi )(?:marathon|maraton|марафон\w*)\b"),
    re.compile(r"\b(?:half[- ]marathon|halbmarathon\w*|medi[ao] maraton|semi[- ]marathon|полумарафон\w*)\b"),
    re.compile(r"\b10 ?(?:k|km|км)\b"),
    re.compile(r"\b5 ?(?:k|km|км)\b"),
)
_LIGHT_MINUTES = 30.0


def check_activity(draft: GoalDraft, profile: UserProfile, today: date) -> Iterator[LimitVerdict]:
    """What the limits say of running, exercise, sleep and work goals."""
    title = fold(draft.title)
    is_sleep = draft.domain is Domain.SLEEP or bool(found("sleep").search(title))
    if is_sleep:
        yield from _check_sleep(draft, profile)
    elif draft.domain is Domain.FITNESS:
        yield from _check_running(draft, profile, today, title)
        yield from _check_exercise(draft, profile, title)
    elif draft.domain in (Domain.LEARNING, Domain.CAREER, Domain.PRODUCTIVITY, Domain.CREATIVITY):
        yield from _check_work(draft)


def race_of(draft: GoalDraft) -> Race | None:
    """The race a running goal is about: named, or the distance to reach."""
    title = fold(draft.title)
    if found("no_race").search(title):
        return None
    named = next((race for race, words in zip(RACES, _RACE_WORDS, strict=True) if words.search(title)), None)
    if named and (draft.sport == "running" or found("run").search(title)) and draft.amount_kind is not AmountKind.RATE:
        return named
    km = in_unit(draft, "km")
    is_reach = draft.amount_kind in (None, AmountKind.TARGET) and (
        draft.sport == "running" or found("run").search(title)
    )
    if km is None or not is_reach:
        return None
    return next((race for race in RACES if km > race.km * 0.95), None)


def _check_running(draft: GoalDraft, profile: UserProfile, today: date, title: str) -> Iterator[LimitVerdict]:
    weeks = weeks_until(draft.deadline, today)
    race = race_of(draft)
    if race and weeks is not None:
        yield from _check_race(draft, profile, today, race, weeks)
    km = in_unit(draft, "km")
    if km is None or not (draft.sport == "running" or found("run").search(title)) or found("no_race").search(title):
        return
    weekly = _weekly(draft, km, weeks)
    if weekly is not None and weekly > max(MAX_RUNNING_KM, 1.1 * (profile.weekly_km or 0.0)):
        yield warned("running_volume", "running_volume", amount=number(weekly, 0))


def _weekly(draft: GoalDraft, km: float, weeks: float | None) -> float | None:
    if draft.amount_kind is AmountKind.RATE:
        return km * per_week(draft)
    return km / max(weeks, 1.0) if draft.amount_kind is AmountKind.COUNT and weeks else None


def _check_race(
    draft: GoalDraft, profile: UserProfile, today: date, race: Race, weeks: float
) -> Iterator[LimitVerdict]:
    if weeks >= race.weeks_from_zero:
        return
    values = {"race": t(race.name), "weeks": weeks_text(weeks)}
    if profile.weekly_km is None and race.is_blocked:
        yield asked("running", "race_ask", "weekly_km", **values)
        return
    base = profile.weekly_km or 0.0
    needed = race.weeks if base >= race.base else race.weeks_from_zero
    if weeks >= needed or base >= 2.5 * race.base:
        return
    if not race.is_blocked or (weeks >= race.weeks and base < race.base):
        yield warned("running", "race_warn", needs_confirmation=race.is_blocked, **values, needed=number(needed, 0))
        return
    day = day_after(today, needed)
    safe = draft.but(deadline=day, deadline_text=None) if day else None
    yield blocked(
        "running", "race_block", safe, **values, base=number(base, 0), needed=number(needed, 0), date=date_text(day)
    )


def _check_exercise(draft: GoalDraft, profile: UserProfile, title: str) -> Iterator[LimitVerdict]:
    minutes = in_unit(draft, "min")
    is_light = bool(found("light").search(title)) or (minutes is not None and minutes <= _LIGHT_MINUTES)
    daily_hours = minutes / 60 * per_day(draft) if minutes and draft.amount_kind is AmountKind.RATE else 0.0
    if daily_hours >= MAX_TRAINING_HOURS and not is_light:
        safe = draft.but(title=t("Train one hour, five days a week"), amount=60.0, unit="min", frequency=_five_days())
        yield blocked("training_load", "training_hours", safe, amount=number(daily_hours))
        return
    if is_light:
        return
    if draft.frequency and per_week(draft) >= 6.99:
        yield warned("daily_exercise", "daily_exercise")
    if profile.is_pregnant:
        yield warned("exercise_pregnant", "exercise_pregnant")
    if profile.age is not None and profile.age > 65 and not profile.weekly_km:
        yield warned("exercise_older", "exercise_older")


def _five_days() -> Frequency:
    return Frequency(times=5, per="week")


def _check_sleep(draft: GoalDraft, profile: UserProfile) -> Iterator[LimitVerdict]:
    minutes = in_unit(draft, "min")
    if minutes is None or draft.amount_kind in (AmountKind.DELTA, None) or not 0 < minutes <= 24 * 60:
        return
    hours = minutes / 60
    shown = number(hours)
    is_step_up = draft.direction is Direction.INCREASE
    if hours < 1.5:  # a nap, or minutes earlier
        return
    if hours < MIN_SLEEP and not is_step_up:
        title = t("Sleep {n} hours a night", n=number(USUAL_SLEEP))
        safe = draft.but(
            title=title, amount=USUAL_SLEEP, unit="hour", amount_kind=AmountKind.RATE, direction=Direction.REACH
        )
        yield blocked("sleep", "sleep_block", safe, amount=shown)
    elif profile.age is not None and profile.age < 18 and hours < TEEN_SLEEP:
        yield warned("sleep", "sleep_teen", amount=shown)
    elif hours < USUAL_SLEEP:
        yield warned("sleep", "sleep_warn", needs_confirmation=not is_step_up, amount=shown)
    elif hours > MAX_SLEEP:
        yield warned("sleep", "sleep_long")


def _check_work(draft: GoalDraft) -> Iterator[LimitVerdict]:
    minutes = in_unit(draft, "min")
    if minutes is None or draft.amount_kind not in (AmountKind.RATE, AmountKind.CAP, AmountKind.TARGET):
        return
    if draft.frequency is None and draft.amount_kind is not AmountKind.RATE:
        return
    daily, weekly = minutes / 60 * per_day(draft), minutes / 60 * per_week(draft)
    is_daily = draft.frequency is None or draft.frequency.per == "day"
    if daily > MAX_WORK_DAY and daily <= 24:
        safe = draft.but(
            title=t("Work {n} hours a day", n=number(SAFE_WORK_DAY)),
            amount=SAFE_WORK_DAY,
            unit="hour",
            frequency=None,
        )
        yield blocked("work_hours", "work_block", safe, amount=number(daily), safer=number(SAFE_WORK_DAY))
    elif weekly > MAX_WORK_WEEK + (7.0 if is_daily else 0.0):
        yield warned("work_hours", "work_warn", amount=number(weekly, 0))
