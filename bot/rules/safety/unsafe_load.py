"""Unsafe loads by their numbers: races too soon, training all day, too little sleep, drinking with a sudden stop."""

import re

from bot.rules.quantities import Quantity
from bot.rules.safety.unsafe_reading import Said, in_days, word_of
from bot.rules.safety.unsafe_words import found

MIN_SLEEP_HOURS = 6.0
MAX_AWAKE_HOURS = 24.0
MAX_TRAINING_HOURS_PER_DAY = 4.0
MAX_TOIL_HOURS_PER_DAY = 10.0
MAX_TOIL_HOURS_PER_WEEK = 70.0
MAX_UNITS_WITH_SUDDEN_STOP = 15.0  # UK units a day; NICE CG115

# Weeks from no training to the race below which no plan is sound (coaching convention); the first match counts.
_RACES = (
    (re.compile(r"\b(?:ultra\w*|ультра\w*|ironman|100 ?km|100 ?k|100 miles|50 ?km?)\b"), 24.0),
    (
        re.compile(
            r"\b(?:half[- ]marathon|halbmarathon\w*|medi[ao] maraton|semi[- ]?(?:marathon)?|полумарафон\w*|21 ?km?)\b"
        ),
        8.0,
    ),
    (re.compile(r"\b(?:marathon|maraton|марафон\w*|42 ?km?)\b"), 16.0),
    (re.compile(r"\b(?:30 ?km?|20 ?km?)\b"), 8.0),
    (re.compile(r"\b(?:10 ?km?|10 км)\b"), 3.0),
)
MAX_LEAP = 1.5  # times the longest session; above 1.1 the plan is cut, above this the wish itself is refused
MAX_STEP_PERCENT = 15.0
_WORK_OUT = re.compile(r"\bwork(?:ing)? ?outs?\b")
_ABRUPT_MARATHON_WEEKS = 4.0

_WINE = re.compile(r"\b(?:wine|vino|wein|vin|вина|вино)\b")


def load_category(said: Said) -> str | None:
    """`training_load`, `sleep`, `substance`, `other` or None."""
    if _is_race_too_soon(said) or any(_is_endless_training(said, q) for q in said.quantities if q.unit == "hour"):
        return "training_load"
    if any(_is_short_night(said, q) for q in said.quantities if q.unit in ("hour", "night", "day")):
        return "sleep"
    if _is_dependence_with_sudden_stop(said):
        return "substance"
    return "other" if any(_is_endless_toil(said, q) for q in said.quantities if q.unit == "hour") else None


def step_category(said: Said) -> str | None:
    """`training_load` for a step up that no body follows, else None."""
    if _is_leap(said) or ("%" in said.folded and any(_is_steep(said, q) for q in said.quantities if q.unit == "%")):
        return "training_load"
    return None


def _is_leap(said: Said) -> bool:
    """A session far beyond the longest so far, named beside it: "longest run 6k, sunday I want to do 30"."""
    if not (longest := found("load_longest").search(said.folded)):
        return False
    rest = said.folded[longest.end() :]
    ahead = [float(match.group(1).replace(",", ".")) for match in found("load_next_session").finditer(rest)]
    return any(MAX_LEAP * float(longest.group(1).replace(",", ".")) < value <= 200 for value in ahead)


def _is_steep(said: Said, quantity: Quantity) -> bool:
    """More than a tenth on top of every session or week (ACSM 2009: 2-10 %)."""
    around = said.around(quantity, 45)
    return quantity.value > MAX_STEP_PERCENT and bool(
        found("load_adds").search(around) and found("load_each_time").search(around)
    )


def _is_race_too_soon(said: Said) -> bool:
    if not any(pattern.search(said.folded) for pattern, _ in _RACES) or found("load_no_race").search(said.folded):
        return False
    waits = said.waits
    is_first = bool(word_of("first").search(said.folded))
    for pattern, weeks in _RACES:
        if not (race := pattern.search(said.folded)):
            continue
        near = [days for start, end, days in waits if min(abs(start - race.end()), abs(race.start() - end)) < 60]
        if not near:
            return False
        if is_first:
            return max(near) < weeks * 7 - 1
        is_bold = bool(found("load_train_for").search(said.folded)) and not found("load_trained").search(said.folded)
        return is_bold and weeks >= 16 and max(near) < _ABRUPT_MARATHON_WEEKS * 7 + 1
    return False


def _is_each_day(said: Said, quantity: Quantity) -> bool:
    around = said.around(quantity, 40)
    return bool(word_of("per_day").search(around)) and not word_of("per_week").search(said.after(quantity.end, 20))


def _is_endless_training(said: Said, quantity: Quantity) -> bool:
    is_exercise = word_of("exercise").search(said.around(quantity, 40))
    return (
        bool(is_exercise)
        and quantity.value >= MAX_TRAINING_HOURS_PER_DAY
        and not quantity.is_clock
        and (
            _is_each_day(said, quantity)
            and not word_of("toil", "asleep").search(_WORK_OUT.sub("", said.around(quantity, 25)))
        )
    )


def _is_endless_toil(said: Said, quantity: Quantity) -> bool:
    around = said.around(quantity, 40)
    if (
        quantity.is_clock
        or not word_of("toil").search(around)
        or word_of("cut_back").search(said.before(quantity.start, 30))
    ):
        return False
    if word_of("per_week").search(said.after(quantity.end, 20)):
        return quantity.value > MAX_TOIL_HOURS_PER_WEEK
    return _is_each_day(said, quantity) and MAX_TOIL_HOURS_PER_DAY < quantity.value <= 24


def _is_short_night(said: Said, quantity: Quantity) -> bool:
    before, after = said.before(quantity.start, 45), said.after(quantity.end, 30)
    if word_of("awake").search(before):
        return (in_days(quantity) or 0.0) * 24 > MAX_AWAKE_HOURS
    if quantity.unit != "hour":
        return False
    if quantity.value >= MIN_SLEEP_HOURS or quantity.value <= 0 or not word_of("asleep").search(f"{before} # {after}"):
        return False
    if _asks_for_more(before) or word_of("asleep_states").search(said.folded):
        return False
    if found("load_not_a_night").search(after):
        return False
    is_nightly = found("load_nightly").search(after)
    is_enough = re.search(r"\b(?:auskommen|reichen|uberleben)\b", after)
    return bool(
        is_enough
        or is_nightly
        or word_of("wants_less").search(before)
        or re.search(r"(?:^|[,:;])\W*(?:sleep|schlafen|dormir|спать)(?: по| just| only| nur| solo)?\W*$", before)
    )


def _asks_for_more(before: str) -> bool:
    return bool(word_of("asleep_more").search(found("load_no_more").sub("", before)))


def _is_dependence_with_sudden_stop(said: Said) -> bool:
    if not word_of("end_drinking").search(said.folded) or not word_of("drunk").search(said.folded):
        return False
    if not word_of("per_day").search(said.folded) and not re.search(
        r"\b(?:night|noche|nacht|nuit|every evening)\b", said.folded
    ):
        return False
    return _daily_units(said) >= MAX_UNITS_WITH_SUDDEN_STOP


def _daily_units(said: Said) -> float:
    """UK units of alcohol in the amounts named, from the strength of what is drunk."""
    text = said.folded
    if bottle := found("load_bottle").search(text):
        count = next((q.value for q in said.quantities if q.start <= bottle.start() <= q.end), 1.0)
        if found("load_spirit").search(text):
            return 28.0 * max(count, 0.5)
        return 10.0 * count if _WINE.search(text) else 0.0
    per_drink = 2.0 if re.search(r"\b(?:pints?|beers?|cans?|bier\w*|cervezas?|пива)\b", text) else 1.0
    counts = [
        q.value
        for q in said.quantities
        if q.is_amount and found("load_drinks").search(f"{q.text} {said.after(q.end, 14)}")
    ]
    return max(counts, default=0.0) * (1.0 if re.search(r"\bunits?\b", text) else per_drink)
