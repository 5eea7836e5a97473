"""What every handler of a turn is given, and what it gives back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from bot.coach.state import Step
from bot.entities import (
    Analysis,
    Awaiting,
    AwaitingKind,
    Button,
    Change,
    Delivery,
    Frozen,
    GoalId,
    Memory,
    MemoryId,
    Person,
    Platform,
    Reply,
    Session,
    UserProfile,
)
from bot.house import House
from bot.ports import Board, Links
from bot.rules.corrections import takes_back


class Note(Frozen):
    """Something to remember, written to `memories` with the turn."""

    text: str
    kind: Literal["exchange", "fact", "correction"] = "exchange"


@dataclass(frozen=True)
class Press:
    """A button that was pressed, and what the reply it stood under was about."""

    button: Button
    asked_at: datetime | None = None  # of the question it answers


async def _nothing(query: str, limit: int) -> Sequence[Memory]:
    return ()


@dataclass(frozen=True)
class Moment:
    """One message of one person at one instant."""

    person: Person
    text: str
    now: datetime
    platform: Platform
    house: House
    recall: Callable[[str, int], Awaitable[Sequence[str]]]
    deliveries: Callable[[], Awaitable[Sequence[Delivery]]]
    links: Links
    board: Board
    memories: Callable[[str, int], Awaitable[Sequence[Memory]]] = _nothing
    is_admitted: bool = True  # whether [access] lets this person in
    is_private: bool = True  # whether only this person reads the answer
    pressed: Press | None = None
    event: str = ""  # what the platform calls this message
    unheard: str = ""  # why a voice note could not be put into words

    @property
    def today(self) -> date:
        return self.person.profile.day_of(self.now)

    @property
    def session(self) -> Session:
        return self.person.session

    def given(self, person: Person) -> "Moment":
        """The same moment with the person changed."""
        return replace(self, person=person)

    def spoken(self, text: str) -> "Moment":
        """The same moment with other words."""
        return replace(self, text=text)

    def ask(self, kind: AwaitingKind, **fields: Any) -> Awaiting:
        """A question asked now."""
        return Awaiting(kind=kind, asked_at=self.now, **fields)


class Said(Frozen):
    """What one handler decided: the changed person, the answer, and what else belongs into the same commit."""

    person: Person
    reply: Reply
    undoable: str = ""  # how to name what /undo would take back; empty when nothing changed
    notes: tuple[Note, ...] = ()
    forgotten: tuple[MemoryId, ...] = ()  # memories to remove, and their vectors
    analysis: Analysis | None = None
    path: tuple[Step, ...] = ()
    pictures: tuple[GoalId, ...] = ()  # goals whose progress is drawn beside the words
    ending: Literal["", "forget", "link", "unlink", "clear", "export", "exit"] = ""


WORTH_REMEMBERING = 4  # words


def words_to_remember(moment: Moment) -> tuple[Note, ...]:
    """The person's own words as a memory, where they are long enough and may be kept."""
    if moment.person.profile.is_private or len(moment.text.split()) < WORTH_REMEMBERING:
        return ()
    return (Note(text=moment.text[:1000], kind="correction" if takes_back(moment.text) else "exchange"),)


def say(person: Person, text: str, *buttons: Button, undoable: str = "", notes: tuple[Note, ...] = ()) -> Said:
    """An answer in words, with buttons."""
    return Said(person=person, reply=Reply(text=text, buttons=buttons), undoable=undoable, notes=notes)


def awaiting(person: Person, question: Awaiting | None) -> Person:
    """The person with this question open (or none)."""
    return person.but(session=person.session.but(awaiting=question))


def change_between(before: Person, after: Person, what: str) -> Change:
    """What /undo needs to put `before` back: the replaced values and the ids of what is new."""
    created: list[str] = []

    def replaced(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
        known = {value.id: value for value in old}
        created.extend(value.id for value in new if value.id not in known)
        kept = {value.id: value for value in new}
        return tuple(value for value in old if kept.get(value.id) != value)

    is_pause = _pause_of(before.profile) != _pause_of(after.profile)
    return Change(
        what=what,
        goals=replaced(before.goals, after.goals),
        plans=replaced(before.plans, after.plans),
        reminders=replaced(before.reminders, after.reminders),
        logs=replaced(before.logs, after.logs),
        created=tuple(created),
        profile=before.profile if is_pause else None,
    )


def _pause_of(profile: UserProfile) -> dict[str, Any]:
    return {"paused_from": profile.paused_from, "paused_until": profile.paused_until}


def undone(person: Person, change: Change) -> Person:
    """The person as they were before the change."""

    def restored(now: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...]:
        back = {value.id: value for value in old}
        kept = [back.pop(value.id, value) for value in now if value.id not in change.created]
        return (*kept, *back.values())

    profile = person.profile.but(**_pause_of(change.profile)) if change.profile else person.profile
    return person.but(
        profile=profile,
        goals=restored(person.goals, change.goals),
        plans=restored(person.plans, change.plans),
        reminders=restored(person.reminders, change.reminders),
        logs=restored(person.logs, change.logs),
        session=person.session.but(undo=None, awaiting=None),
    )
