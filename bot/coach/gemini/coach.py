"""The Gemini coach: one request to understand, one to write a plan. It proposes; the rules dispose."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

from bot.coach.gemini import prompts
from bot.coach.gemini.allowance import Allowance
from bot.coach.gemini.breaker import Breaker
from bot.coach.gemini.calling import FIRST_WAIT, Budget, ask
from bot.coach.gemini.client import Client
from bot.coach.gemini.faults import ModelFault
from bot.coach.gemini.heard import analysis_of, reply_of
from bot.coach.gemini.planned import planned
from bot.coach.gemini.schema import Heard, PlanWritten, Transcript
from bot.coach.talk import answer_talk
from bot.config import Gemini
from bot.entities import Goal, Person, PersonId, Plan, PlanId, new_id
from bot.errors import ModelUnavailable
from bot.ports import TurnView, Understanding
from bot.rules.plans import write_plan

_TURNS_AT_ONCE: Final = 256  # budgets kept between the two questions of a turn


class GeminiCoach:
    """Speaks to Gemini through langchain-google-genai, which is imported at the first call."""

    name = "gemini"

    def __init__(
        self,
        settings: Gemini,
        allowance: Allowance,
        count: Callable[[str], None] = lambda outcome: None,
        first_wait: float = FIRST_WAIT,
        breaker: Breaker | None = None,
    ) -> None:
        self._client = Client(settings)
        self._allowance, self._count, self._first_wait = allowance, count, first_wait
        self._breaker = breaker or Breaker()
        self._budgets: OrderedDict[tuple[PersonId, datetime, str], Budget] = OrderedDict()

    async def understand(self, view: TurnView) -> Understanding:
        """One request: analysis, goals and a reply. Raises ModelUnavailable."""
        budget = Budget(self._first_wait)
        heard = await self._ask(prompts.understanding(view), Heard, view.person, budget)
        self._keep(view, budget)
        analysis = analysis_of(heard, view)
        reply = reply_of(heard, view, has_goals=bool(analysis.goals))
        if not reply and not analysis.goals:
            reply = answer_talk(analysis, view)  # nothing of its words could be used
        return Understanding(analysis=analysis, reply=reply)

    async def write_plan(self, goal: Goal, view: TurnView) -> Plan:
        """One request: words for the days, targets and sizes of the rules. Raises ModelUnavailable."""
        plan_id = PlanId(new_id("p"))
        skeleton = write_plan(goal, view.person.profile, today=view.today, plan_id=plan_id, now=view.now)
        budget = self._budgets.pop(_turn(view), None) or Budget(self._first_wait)
        written = await self._ask(prompts.planning(view, goal, skeleton), PlanWritten, view.person, budget)
        said = f"{goal.title}\n{goal.said}"
        return planned(skeleton, written, said, view.now)

    async def transcribe(self, person: Person, sound: bytes, media_type: str) -> str:
        """One request: the words of a voice note. Raises ModelUnavailable."""
        heard = await self._ask(prompts.transcribing(sound, media_type), Transcript, person, Budget(self._first_wait))
        return str(heard.words)

    async def close(self) -> None:
        """Ends the connections to Gemini."""
        await self._client.close()

    async def _ask(
        self, messages: list[prompts.Message], schema: type[BaseModel], person: Person, budget: Budget
    ) -> Any:
        awaiting = person.session.awaiting
        answers_nudge = awaiting is not None and awaiting.kind == "checkin"

        async def before_try() -> None:
            self._breaker.admit()
            await self._allowance.take(person.id, answers_nudge=answers_nudge)
            self._breaker.begin()

        async def after_try(fault: ModelFault | None) -> None:
            self._breaker.note(fault)
            self._count("ok" if fault is None else fault.reason)
            if fault is not None:
                await self._allowance.note(fault)

        try:
            return await ask(
                lambda: self._client.fill(messages, schema), budget, before_try=before_try, after_try=after_try
            )
        except ModelFault as fault:
            if not fault.was_asked:
                self._count("held")
            raise ModelUnavailable(fault.reason, fault.sentence_for_person) from None

    def _keep(self, view: TurnView, budget: Budget) -> None:
        """What is left of the turn's tries and time is for its plan."""
        self._budgets[_turn(view)] = budget
        while len(self._budgets) > _TURNS_AT_ONCE:
            self._budgets.popitem(last=False)


def _turn(view: TurnView) -> tuple[PersonId, datetime, str]:
    return view.person.id, view.now, view.message
