"""What travels through the graph: the state the nodes change, and the context they are given."""

import operator
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, TypedDict

from bot.entities import Analysis, Awaiting, Exchange, Frozen, Goal, GoalDraft, Person, Plan, Reply
from bot.ports import Coach


class Step(Frozen):
    """One node of a turn's path and how long it took."""

    node: str
    ms: float


class Proposal(Frozen):
    """A goal the graph identified, what the limits said of it, and its plan once written."""

    goal: Goal
    note: str = ""  # a limit worth printing with the plan
    question: str = ""  # a fact the limits would like to know
    ask_field: str = ""
    plan: Plan | None = None


class AgentState(TypedDict, total=False):
    """The state of one turn. It lives for the turn only: what lasts is in the encrypted tables."""

    user_message: str
    session_token: str
    current_step: str
    conversation_history: list[Exchange]
    memories: list[str]
    clarified: GoalDraft | None  # a vague goal completed by the person's answer: needs no understanding
    asked: int  # clarifying questions asked so far about it
    insists: bool  # the person asked for this goal in so many words (/goal)
    analysis: Analysis
    analysis_complete: bool
    proposals: list[Proposal]
    refusal: str  # why no plan may be written, and the nearest safe goal
    awaiting: Awaiting | None
    model_reply: str
    notice: str  # one honest line when the model could not be used
    response: Reply
    processing_errors: Annotated[list[str], operator.add]
    path: Annotated[list[Step], operator.add]


@dataclass(frozen=True)
class Context:
    """What the nodes of one turn may use."""

    person: Person
    now: datetime
    playbook: Coach
    model: Coach | None  # None without a key, consent or quota
    recall: Callable[[str, int], Awaitable[Sequence[str]]]

    @property
    def today(self) -> date:
        return self.person.profile.day_of(self.now)
