"""What a person says of their own body: weight, height, age, sex, pregnancy, in five languages."""

import re
from functools import cache
from typing import Literal, cast

from bot.entities import Frozen, UserProfile
from bot.rules.patterns import joined, pattern
from bot.rules.quantities import convert
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

KG_PER_LB = 0.45359237
KG_PER_STONE = 14 * KG_PER_LB
LONGEST = 2000  # characters read

Sex = Literal["female", "male"]


class BodyFacts(Frozen):
    """Facts in the units of UserProfile; None where nothing was said, or nothing plausible."""

    weight_kg: float | None = None
    height_cm: float | None = None
    age: int | None = None
    sex: Sex | None = None
    is_pregnant: bool | None = None

    @property
    def is_any(self) -> bool:
        """True when at least one fact was said."""
        return any(value is not None for value in self.model_dump().values())

    def onto(self, profile: UserProfile) -> UserProfile:
        """The profile with what was said now in place of what was known."""
        return profile.but(**self.model_dump(exclude_none=True))

    def weight_in(self, unit: str) -> float | None:
        """The weight in kg, lb or stone; None when none was said or the unit is no mass."""
        return convert(self.weight_kg, "kg", unit) if self.weight_kg is not None else None


def body_facts(text: str) -> BodyFacts:
    """The facts of `text`; a goal such as "lose 5 kg" or "get to 70 kg" is not a fact. Total."""
    return facts_in(fold(text[:LONGEST]))


def facts_in(folded: str) -> BodyFacts:
    """`body_facts` for a text that is folded already."""
    return BodyFacts(
        weight_kg=weight_in(folded),
        height_cm=height_in(folded),
        age=age_in(folded),
        sex=sex_in(folded),
        is_pregnant=pregnancy_in(folded),
    )


def weight_in(folded: str) -> float | None:
    """The body weight a person states, kg."""
    if match := pattern("body", "from_to").search(folded):
        return round(_decimal(match.group(1)) * (1.0 if match.group(2) else KG_PER_LB), 1)
    for match in pattern("body", "mass").finditer(folded):
        before, after = folded[max(0, match.start() - 60) : match.start()], folded[match.end() : match.end() + 40]
        is_goal = pattern("body", "not_mine").search(before) or pattern("body", "dropped_after").search(after)
        if not is_goal and 25 <= (kg := _kilograms(match)) <= 400:
            return round(kg, 1)
    if (bare := pattern("body", "bare_mass").search(folded)) and 25 <= (kg := _decimal(bare.group(1))) <= 300:
        return round(kg, 1)
    return None


def height_in(folded: str) -> float | None:
    """The height a person states, cm."""
    for scale, metric in _heights():
        if (match := metric.search(folded)) and 90 <= (cm := _decimal(match.group(1)) * scale) <= 260:
            return round(cm, 1)
    if match := pattern("body", "metre_and").search(folded):
        return float(match.group(1)) * 100 + float(match.group(2))
    if (match := pattern("body", "feet").search(folded)) and float(match.group(2) or 0) < 12:
        cm = (float(match.group(1)) * 12 + float(match.group(2) or 0)) * 2.54
        return round(cm, 1) if cm >= 90 else None
    return None


def age_in(folded: str) -> int | None:
    """The person's own age in years ("I'm 34, male"); a child's, a duration or the past is not theirs."""
    for said in _ages():
        if (match := said.search(folded)) and 5 <= (age := int(match.group(1))) <= 120:
            return age
    young = pattern("body", "young").search(folded)
    return _young().get(young.group(1)) if young else None


def sex_in(folded: str) -> Sex | None:
    """Female or male where the person says so of themselves."""
    return next((sex for sex, said in _sexes() if said.search(folded)), None)


def pregnancy_in(folded: str) -> bool | None:
    """True or False where the person says whether she is pregnant."""
    if pattern("body", "not_pregnant").search(folded):
        return False
    is_hers = pattern("body", "pregnant").search(folded) and not pattern("body", "not_her").search(folded)
    return True if is_hers else None


def _kilograms(match: re.Match[str]) -> float:
    value = _decimal(match.group(1))
    if match.group(2):
        return value * KG_PER_STONE + float(match.group(3) or 0) * KG_PER_LB
    return value if match.group(4) else value * KG_PER_LB


def _decimal(number: str) -> float:
    return float(number.replace(",", "."))


@cache
def _heights() -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((entry["scale"], re.compile(joined(entry["pattern"]))) for entry in wordlist("body")["height"])


@cache
def _ages() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(joined(entry["pattern"])) for entry in wordlist("body")["age"])


@cache
def _young() -> dict[str, int]:
    return {word: entry["is"] for entry in wordlist("body")["young"] for word in entry["words"]}


@cache
def _sexes() -> tuple[tuple[Sex, re.Pattern[str]], ...]:
    return tuple((cast(Sex, entry["is"]), re.compile(joined(entry["pattern"]))) for entry in wordlist("body")["sex"])
