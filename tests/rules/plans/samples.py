"""Goals and profiles to plan with, and the strategies that vary them."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, GoalId, Plan, UserProfile
from bot.rules.plans import write_plan

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
NOBODY = UserProfile()

UNITS = (
    "kg", "lb", "stone", "km", "mile", "min", "hour", "second", "page", "book", "EUR", "USD", "time", "session", "day",
    "week", "month", "drink", "cigarette", "kcal", "friend", "word", "push-up", "follower", "bmi", "percent", None,
)  # fmt: skip
SPORTS = ("running", "reading", "strength", "walking", "nicotine", "alcohol", "debt", "phone", None)
TITLES = (
    "do the thing", "run a 10k", "wake up earlier", "stop smoking", "pay off my card", "make friends", "read more",
    "{broken} *title* with “marks” and a\nline", "x" * 300, "",
)  # fmt: skip


def goal(title: str = "practise juggling", domain: Domain = Domain.OTHER, **fields: object) -> Goal:
    """A goal of `title`; everything else as named."""
    given = {"direction": Direction.REACH, "created_at": NOW, **fields}
    return Goal.model_validate({"id": GoalId("g1"), "title": title, "domain": domain, **given})


def weeks_away(count: int) -> date:
    return TODAY + timedelta(weeks=count)


def plan_of(wanted: Goal, profile: UserProfile = NOBODY) -> Plan:
    return write_plan(wanted, profile, today=TODAY, plan_id="p1", now=NOW)


def frequencies() -> st.SearchStrategy[Frequency]:
    return st.builds(Frequency, times=st.integers(1, 7), per=st.sampled_from(["day", "week", "month", "year"]))


AMOUNTS = st.one_of(
    st.integers(0, 40), st.sampled_from([0.5, 2.5, 5, 21.1, 42.2, 75, 180, 600, 1500, 10_000, 1e6]), st.floats(0.1, 500)
)


def goals() -> st.SearchStrategy[Goal]:
    """Goals of every domain, amount, deadline, frequency and start value; sensible ones and odd ones."""
    return st.builds(
        goal,
        title=st.sampled_from(TITLES),
        domain=st.sampled_from(list(Domain)),
        direction=st.sampled_from(list(Direction)),
        amount=st.none() | AMOUNTS,
        unit=st.sampled_from(UNITS),
        amount_kind=st.none() | st.sampled_from(list(AmountKind)),
        deadline=st.none() | st.integers(0, 900).map(lambda days: TODAY + timedelta(days=days)),
        frequency=st.none() | frequencies(),
        clock=st.none() | st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])),
        sport=st.sampled_from(SPORTS),
        start=st.none() | AMOUNTS,
        current=st.none() | AMOUNTS,
    )


def profiles() -> st.SearchStrategy[UserProfile]:
    return st.builds(
        UserProfile,
        weight_kg=st.none() | st.floats(40, 200),
        height_cm=st.none() | st.floats(140, 210),
        weekly_km=st.none() | st.floats(0, 80),
    )
