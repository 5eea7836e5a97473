"""The nodes of the coach graph: one function each, computing what the turn should say and propose."""

from langgraph.runtime import Runtime

from bot.catalogue import t
from bot.coach import words
from bot.coach.state import AgentState, Context, Proposal
from bot.coach.talk import answer_talk
from bot.entities import Analysis, Awaiting, Goal, GoalDraft, GoalId, GoalStatus, Intent, Plan, Reply, new_id
from bot.errors import ModelUnavailable
from bot.logs import Log
from bot.ports import Coach, TurnView, Understanding
from bot.rules.goals import as_first_step, question_for
from bot.rules.limits import Asked, Blocked, Warned, check_goal
from bot.rules.pacing import CRISIS_PAUSE
from bot.rules.plans import check_plan, repair_plan
from bot.rules.safety import is_fit_to_say

log = Log(__name__)
MOST_GOALS_AT_ONCE = 3
MOST_QUESTIONS = 2
RECALLED = 6
_SAID_WITH_THE_NUMBERS = ("weight_rate",)


async def start_session(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Load the conversation so far, and what the model may need to remember."""
    session = runtime.context.person.session
    recalled = await runtime.context.recall(state["user_message"], RECALLED) if runtime.context.model else ()
    return {
        "session_token": session.token,
        "conversation_history": list(session.history),
        "memories": list(recalled),
        "analysis_complete": False,
    }


async def analyze_input(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Understand the message: intent, mood, motivation, needs, goals. A clarified goal needs no understanding."""
    if draft := state.get("clarified"):
        return {"analysis": Analysis(intent=Intent.GOAL, confidence=1, goals=(draft,)), "analysis_complete": True}
    understanding, notice = await _understand(_view(state, runtime.context), runtime.context)
    return {
        "analysis": understanding.analysis,
        "model_reply": understanding.reply,
        "notice": notice,
        "analysis_complete": True,
    }


async def identify_goals(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Turn what was understood into goals: refuse the unsafe, ask about the vague, keep the clear."""
    context, drafts = runtime.context, state["analysis"].goals[:MOST_GOALS_AT_ONCE]
    asked = state.get("asked", 0)
    questions = [question_for(draft) for draft in drafts]
    if all(questions) and asked < MOST_QUESTIONS:
        awaiting = Awaiting(kind="clarify_goal", draft=drafts[0], asked=asked + 1, asked_at=context.now)
        return {"proposals": [], "refusal": questions[0] or "", "awaiting": awaiting}
    proposals = []
    for draft in drafts:
        draft = as_first_step(draft)  # noqa: PLW2901 - the same goal with what nobody could say more exactly
        verdict = check_goal(draft, context.person.profile, context.today)
        if isinstance(verdict, Blocked):
            return _refused(verdict, context)
        proposals.append(_proposal(draft, verdict, state["user_message"], context))
    awaiting = Awaiting(
        kind="accept_plan", goal_id=proposals[0].goal.id, field=proposals[0].ask_field, asked_at=context.now
    )
    return {"proposals": proposals, "awaiting": awaiting}


async def generate_plan(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Write a plan for each goal. The model writes at most one; the rules check every one."""
    context, view = runtime.context, _view(state, runtime.context)
    planned, notice = [], state.get("notice", "")
    for index, proposal in enumerate(state["proposals"]):
        model = context.model if index == 0 and not notice else None
        plan, failed = await _plan(proposal.goal, view, context, model)
        notice = notice or failed
        planned.append(proposal.but(plan=plan))
    return {"proposals": planned, "notice": notice}


async def finalize_response(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Put analysis, goal and plan into one answer; whatever the model wrote is screened first."""
    if "response" in state:
        return {}
    context = runtime.context
    talk = state.get("model_reply", "")
    if talk and not _is_fit(talk, context):
        log.warning("model_reply_held_back", reason="screen")
        talk = "" if state["analysis"].goals else answer_talk(state["analysis"], _view(state, context))
    return {"response": words.compose(state, context, talk)}


def _is_fit(talk: str, context: Context) -> bool:
    crisis = context.person.session.crisis
    return is_fit_to_say(
        talk,
        now=context.now,
        is_off_weight=context.person.profile.is_off_weight,
        is_after_crisis=crisis is not None and (crisis.is_open or context.now - crisis.at < CRISIS_PAUSE),
    )


async def error_handling(state: AgentState, runtime: Runtime[Context]) -> AgentState:
    """Something failed on the way: say so in one sentence, keep the conversation going."""
    log.error("turn_step_failed", problems=state.get("processing_errors", []))
    return {"response": apology(), "awaiting": runtime.context.person.session.awaiting}


def apology() -> Reply:
    """What a person reads when a step failed; their message is kept."""
    return Reply(
        text=t(
            "Something went wrong on my side while I worked on that, so nothing was changed. "
            "Please send it again in a moment; if it keeps happening, /help shows what I can do meanwhile."
        )
    )


def _view(state: AgentState, context: Context) -> TurnView:
    return TurnView(
        message=state["user_message"],
        now=context.now,
        person=context.person,
        memories=tuple(state.get("memories", ())),
    )


async def _understand(view: TurnView, context: Context) -> tuple[Understanding, str]:
    """What the model made of the message; the playbook coach's reading and one honest line when it could not."""
    if context.model is None:
        return await context.playbook.understand(view), ""
    try:
        return await context.model.understand(view), ""
    except ModelUnavailable as error:
        log.warning("model_unavailable", reason=error.reason)
        return await context.playbook.understand(view), t(error.sentence_for_person)


async def _plan(goal: Goal, view: TurnView, context: Context, model: Coach | None) -> tuple[Plan, str]:
    """A plan that keeps every invariant: the model's, repaired if need be, else the playbook's."""
    notice = ""
    if model is not None:
        try:
            plan = await model.write_plan(goal, view)
            if not check_plan(plan, goal, context.person.profile):
                return plan, ""
            if repaired := repair_plan(plan, goal, context.person.profile):
                return repaired, ""
            log.warning("model_plan_refused")
        except ModelUnavailable as error:
            log.warning("model_unavailable", reason=error.reason)
            notice = t(error.sentence_for_person)
    return await context.playbook.write_plan(goal, view), notice


def _refused(verdict: Blocked, context: Context) -> AgentState:
    awaiting = None
    if verdict.safe is not None:
        awaiting = Awaiting(kind="confirm_unsafe", draft=verdict.safe, asked_at=context.now)
    return {"proposals": [], "refusal": verdict.message, "awaiting": awaiting}


def _proposal(draft: GoalDraft, verdict: object, said: str, context: Context) -> Proposal:
    goal = Goal(
        id=GoalId(new_id("g")),
        title=draft.title,
        domain=draft.domain,
        direction=draft.direction,
        amount=draft.amount,
        unit=draft.unit,
        amount_kind=draft.amount_kind,
        deadline=draft.deadline,
        frequency=draft.frequency,
        clock=draft.clock,
        sport=draft.sport,
        start=draft.start,
        current=draft.start,
        status=GoalStatus.PROPOSED,
        said=said,
        created_at=context.now,
    )
    match verdict:
        case Warned(limit=limit, message=message) if limit not in _SAID_WITH_THE_NUMBERS:
            return Proposal(goal=goal, note=message)
        case Asked(question=question, field=field):
            return Proposal(goal=goal, question=question, ask_field=field)
        case _:
            return Proposal(goal=goal)
