"""People, messages and answers for the tests of the Gemini coach."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.entities import (
    AmountKind,
    Awaiting,
    Direction,
    Domain,
    Exchange,
    Goal,
    GoalId,
    Person,
    PersonId,
    Session,
    UserProfile,
)
from bot.ports import TurnView

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class HandClock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def a_person(name: str = "ana", awaiting: Awaiting | None = None, history: tuple[Exchange, ...] = ()) -> Person:
    session = Session(token="t", started_at=NOON, awaiting=awaiting, history=history)  # noqa: S106 - names no secret
    return Person(id=PersonId(f"p_{name}"), profile=UserProfile(), session=session)


def a_view(message: str = "I feel a bit stuck today", person: Person | None = None, **more: Any) -> TurnView:
    return TurnView(message=message, now=more.pop("now", NOON), person=person or a_person(), **more)


def checkin() -> Awaiting:
    """The open question of a nudge."""
    return Awaiting(kind="checkin", asked_at=NOON)


def weight_goal(said: str = "I want to lose 5 kg in 8 weeks") -> Goal:
    return Goal(
        id=GoalId("g_1"), title="Lose 5 kg", domain=Domain.WEIGHT, direction=Direction.DECREASE, amount=5, unit="kg",
        amount_kind=AmountKind.DELTA, deadline=date(2027, 1, 18), start=84, said=said, created_at=NOON,
    )  # fmt: skip


def heard_talk(reply: str = "That sounds like a slow day. What would make it lighter?", **more: Any) -> dict[str, Any]:
    """A good answer to a message that holds no goal."""
    return {
        "intent": "feeling", "mood": "low", "motivation": "medium", "needs": ["rest"], "language": "en",
        "confidence": 0.9, "goals": [], "facts": [], "reply": reply, **more,
    }  # fmt: skip


def heard_goal(title: str = "Lose 5 kg", amount: float | None = 5, **more: Any) -> dict[str, Any]:
    goal = {"title": title, "domain": "weight", "direction": "decrease", "amount": amount, **more.pop("goal", {})}
    reply = "You want to feel lighter in a few weeks. What matters most to you about it?"
    return heard_talk(reply, intent="goal", mood="good", **({"goals": [goal]} | more))


def task(action: str = "Put a fruit bowl on the table", cue: str = "after breakfast", **more: Any) -> dict[str, Any]:
    return {"cue": cue, "action": action, "minutes": 5, "times_a_week": 3, **more}


def written(weeks: int = 8, tasks: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    """A good answer with the words of a plan."""
    week = {"focus": "Notice what you eat", "tasks": [task()] if tasks is None else tasks}
    obstacle = {"obstacle": "Guests", "answer": "If guests come, then I will fill half my plate with salad."}
    return {"weeks": [week] * weeks, "obstacles": [obstacle], **more}
