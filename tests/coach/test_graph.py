"""The coach graph: which way a turn goes, what it says when a step fails, and what the screen holds back."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.coach.coach import CoachGraph
from bot.coach.playbook import PlaybookCoach
from bot.entities import (
    AmountKind,
    Analysis,
    Direction,
    Domain,
    Goal,
    GoalDraft,
    Intent,
    Person,
    PersonId,
    Plan,
    Session,
    UserProfile,
)
from bot.errors import ModelUnavailable
from bot.ports import TurnView, Understanding

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ALL_THE_WAY = ["start_session", "analyze_input", "identify_goals", "generate_plan", "finalize_response"]
TALK = ["start_session", "analyze_input", "finalize_response"]


class ScriptedModel:
    """A model that answers from a script and remembers what it was asked."""

    name = "scripted"

    def __init__(self, *understandings: Understanding | Exception, plan: Plan | Exception | None = None) -> None:
        self.understandings, self.plan = list(understandings), plan
        self.asked: list[TurnView] = []
        self.planned: list[Goal] = []

    async def understand(self, view: TurnView) -> Understanding:
        self.asked.append(view)
        answer = self.understandings.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def write_plan(self, goal: Goal, view: TurnView) -> Plan:
        self.planned.append(goal)
        if self.plan is None:
            return await PlaybookCoach().write_plan(goal, view)
        if isinstance(self.plan, Exception):
            raise self.plan
        return self.plan


def person(**profile: object) -> Person:
    return Person(
        id=PersonId("p_1"),
        profile=UserProfile(zone="Europe/Lisbon", **profile),
        session=Session(token="s_1", started_at=NOW),  # noqa: S106
    )


def talk(reply: str) -> Understanding:
    return Understanding(analysis=Analysis(intent=Intent.CHATTER, author="gemini"), reply=reply)


def a_draft(**fields: object) -> GoalDraft:
    known = {
        "title": "Read 12 books",
        "domain": Domain.LEARNING,
        "direction": Direction.REACH,
        "amount": 12,
        "unit": "book",
        "amount_kind": AmountKind.TARGET,
        "deadline": datetime(2027, 6, 30, tzinfo=UTC).date(),
    }
    return GoalDraft(**{**known, **fields})


def goals(*drafts: GoalDraft, reply: str = "") -> Understanding:
    return Understanding(analysis=Analysis(intent=Intent.GOAL, goals=drafts, author="gemini"), reply=reply)


async def run(message: str, model: ScriptedModel | None = None, *, who: Person | None = None, may_use=True, **fields):
    recalled: list[str] = []

    async def recall(query: str, limit: int):
        recalled.append(query)
        return ["my knee hurts"]

    graph = CoachGraph(model=model)
    return await graph.run(message, who or person(), NOW, recall, may_use_model=may_use, **fields)


def path(state) -> list[str]:
    return [step.node for step in state["path"]]


async def test_clear_goal_goes_all_the_way_and_its_answer_holds_analysis_goal_and_plan():
    state = await run("I want to lose 5kg in 8 weeks")

    assert path(state) == ALL_THE_WAY
    assert state["analysis"].intent is Intent.GOAL
    (proposal,) = state["proposals"]
    assert len(proposal.plan.weeks) == 8
    text = state["response"].text
    assert text.index("Lose 5kg") < text.index("0.63 kg a week") < text.index("Week 8") < text.rindex("?")
    assert [button.label for button in state["response"].buttons] == ["Yes", "Easier", "Not now"]
    assert state["awaiting"].kind == "accept_plan"


async def test_talk_goes_from_analysis_to_the_answer():
    state = await run("what a lovely day")

    assert path(state) == TALK
    assert state["response"].text


async def test_vague_goal_gets_one_question_and_no_plan():
    state = await run("I want to get fit")

    assert path(state) == [*ALL_THE_WAY[:3], "finalize_response"]
    assert state["response"].text.count("?") == 1
    assert state["awaiting"].kind == "clarify_goal"
    assert state["proposals"] == []


async def test_unsafe_goal_is_refused_before_a_plan_is_written():
    model = ScriptedModel(goals(a_draft(
        title="Lose 20 kg", domain=Domain.WEIGHT, direction=Direction.DECREASE, amount=20, unit="kg",
        amount_kind=AmountKind.DELTA, deadline=datetime(2026, 12, 7, tzinfo=UTC).date(),
    )))  # fmt: skip

    state = await run("help me lose 20 kg in 2 weeks", model)

    assert "generate_plan" not in path(state)
    assert model.planned == []
    assert state["refusal"]


async def test_clarified_goal_needs_no_understanding():
    model = ScriptedModel()

    state = await run("12 books", model, clarified=a_draft())

    assert model.asked == []
    assert path(state) == ALL_THE_WAY


async def test_model_is_asked_once_for_talk_and_twice_for_a_plan():
    talking, planning = ScriptedModel(talk("Good to hear.")), ScriptedModel(goals(a_draft()))

    await run("hello you", talking)
    await run("12 books by June", planning)

    assert (len(talking.asked), len(talking.planned)) == (1, 0)
    assert (len(planning.asked), len(planning.planned)) == (1, 1)


async def test_model_sees_the_persons_own_memories_and_nothing_is_recalled_without_one():
    model = ScriptedModel(talk("Mind that knee."))

    with_model, without = await run("stairs", model), await run("stairs")

    assert model.asked[0].memories == ("my knee hurts",)
    assert with_model["memories"] == ["my knee hurts"]
    assert without["memories"] == []


async def test_model_is_not_asked_without_consent():
    model = ScriptedModel(talk("never said"))

    state = await run("hello you", model, may_use=False)

    assert model.asked == []
    assert "never said" not in state["response"].text


@pytest.mark.parametrize("reason", ["quota_day", "timeout", "refused", "garbled"])
async def test_model_that_cannot_answer_gives_way_to_the_playbooks_with_one_line(reason):
    model = ScriptedModel(ModelUnavailable(reason, "Gemini is away, so my playbooks answer."))

    state = await run("I want to lose 5kg in 8 weeks", model)

    text = state["response"].text
    assert path(state) == ALL_THE_WAY
    assert text.count("Gemini is away") == 1
    assert "Week 8" in text
    assert model.planned == []  # after a failure it is not asked again in this turn


async def test_plan_that_fails_comes_from_the_playbooks():
    model = ScriptedModel(goals(a_draft()), plan=ModelUnavailable("timeout", "Gemini was too slow."))

    state = await run("12 books by June", model)

    (proposal,) = state["proposals"]
    assert proposal.plan.weeks
    assert "Gemini was too slow." in state["response"].text


@pytest.mark.parametrize(
    "harm",
    [
        "Do not eat anything for five days.",
        "Just eat 500 calories a day and you will be fine.",
        "Stop taking your medication, you do not need it.",
    ],
)
async def test_harm_in_the_models_words_is_held_back(harm):
    state = await run("hello you", ScriptedModel(talk(harm)))

    assert harm[:20] not in state["response"].text


async def test_step_that_breaks_is_one_sentence_and_the_error_is_noted():
    model = ScriptedModel(RuntimeError("a bug with the word aubergine"))

    state = await run("hello you", model)

    assert path(state)[-2:] == ["error_handling", "finalize_response"]
    (problem,) = state["processing_errors"]
    assert problem.startswith("analyze_input: RuntimeError")
    assert "aubergine" not in problem
    assert "Something went wrong on my side" in state["response"].text
    assert "aubergine" not in state["response"].text


async def test_recall_that_breaks_is_handled_too():
    async def recall(query: str, limit: int):
        raise RuntimeError("chroma")

    graph = CoachGraph(model=ScriptedModel(talk("hello")))

    state = await graph.run("hello you", person(), NOW, recall, may_use_model=True)

    (problem,) = state["processing_errors"]
    assert problem.startswith("start_session: RuntimeError")
    assert "Something went wrong" in state["response"].text


async def test_turns_at_once_share_the_graph_and_nothing_else():
    graph = CoachGraph()

    async def recall(query: str, limit: int):
        return []

    texts = [f"I want to run {number} km in 10 weeks" for number in (5, 7, 9)]
    states = await asyncio.gather(*(graph.run(t, person(), NOW, recall, may_use_model=False) for t in texts))

    assert [state["user_message"] for state in states] == texts
    assert [state["analysis"].goals[0].amount for state in states] == [5, 7, 9]


async def test_three_goals_at_most_are_planned_at_once():
    drafts = [a_draft(title=f"Read {n} books", amount=n) for n in (3, 4, 5, 6)]

    state = await run("a lot", ScriptedModel(goals(*drafts)))

    assert len(state["proposals"]) == 3
    assert "3 goals" in state["response"].text


def test_nodes_of_the_graph_are_named_as_designed():
    graph = CoachGraph().graph().get_graph()

    named = {node for node in graph.nodes if not node.startswith("__")}
    assert named == {*ALL_THE_WAY, "error_handling"}
