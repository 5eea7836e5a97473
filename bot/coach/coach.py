"""The coach as the conversation calls it: one message in, what to say and propose out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.coach.playbook import PlaybookCoach
from bot.coach.state import AgentState, Context
from bot.entities import GoalDraft, Person
from bot.ports import Coach

Recall = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass
class CoachGraph:
    """Runs the LangGraph coach for one turn. LangGraph is imported and compiled at the first run."""

    model: Coach | None = None
    playbook: Coach = field(default_factory=PlaybookCoach)
    _graph: Any = None

    async def run(
        self,
        message: str,
        person: Person,
        now: datetime,
        recall: Recall,
        *,
        may_use_model: bool,
        clarified: GoalDraft | None = None,
        asked: int = 0,
    ) -> AgentState:
        """The final state of the turn: `response`, `analysis`, `proposals`, `awaiting`, `path`."""
        model = self.model if may_use_model else None
        context = Context(person=person, now=now, playbook=self.playbook, model=model, recall=recall)
        state: AgentState = {"user_message": message, "clarified": clarified, "asked": asked}
        from bot.coach.gemini.untraced import untraced

        with untraced():
            final: AgentState = await self.graph().ainvoke(state, context=context)
        return final

    def graph(self) -> Any:
        """The compiled graph; calling it early moves the cost of the import out of the first turn."""
        if self._graph is None:
            from bot.coach.graph import compile_graph

            self._graph = compile_graph()
        return self._graph
