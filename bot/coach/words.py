"""How a turn's findings become one answer: analysis, goal, plan and one question, in that order."""

from bot.coach.state import AgentState, Context, Proposal
from bot.entities import Analysis, Button, Domain, Goal, GoalDraft, Reply
from bot.rules.goals import as_approach
from bot.rules.plans import explain_numbers, show_plan
from bot.rules.saying import describe_goal

_MOODS = {
    "low": "That sounds heavy, so this starts small and stays kind.",
    "stressed": "You have a lot on, so this starts small.",
    "tired": "You sound tired, so the first week is a light one.",
}


def compose(state: AgentState, context: Context, talk: str) -> Reply:
    """The whole answer of one turn; `talk` is what the model said, already screened."""
    analysis = state["analysis"]
    if refusal := state.get("refusal"):
        awaiting = state.get("awaiting")
        has_offer = awaiting is not None and awaiting.kind == "confirm_unsafe"
        buttons = (_button("Yes", "accept"), _button("No", "decline")) if has_offer else ()
        return _reply([state.get("notice", ""), _opening(analysis, talk if not has_offer else ""), refusal], buttons)
    if proposals := state.get("proposals"):
        return _proposed(proposals, state, context, talk)
    return _reply([state.get("notice", ""), talk])


def _proposed(proposals: list[Proposal], state: AgentState, context: Context, talk: str) -> Reply:
    several = len(proposals) > 1
    parts = [state.get("notice", ""), _opening(state["analysis"], talk)]
    if several:
        parts.append(f"I heard {len(proposals)} goals. Here is a draft for each.")
    for proposal in proposals:
        parts.extend(_one(proposal, context, short=several))
    parts.append(_question(proposals))
    buttons = (_button("Yes", "accept"), _button("Easier", "easier"), _button("Not now", "decline"))
    return _reply(parts, buttons)


def _one(proposal: Proposal, context: Context, *, short: bool) -> list[str]:
    goal, profile = proposal.goal, context.person.profile
    parts = [f"**{describe_goal(goal)}**"]
    if numbers := explain_numbers(goal, profile, context.today):
        parts.append(numbers)
    if proposal.note and proposal.note not in parts:
        parts.append(proposal.note)
    if approach := _approach(goal):
        parts.append(approach)
    if proposal.plan is not None:
        parts.append(show_plan(proposal.plan, goal, today=context.today, short=short))
    return parts


def _approach(goal: Goal) -> str | None:
    """A stop-goal said as what to do instead: only an offer."""
    draft = GoalDraft(title=goal.title, domain=goal.domain, direction=goal.direction, amount_kind=goal.amount_kind)
    suggestion = as_approach(draft)
    return f"What helps more than stopping is doing something instead: *{suggestion}*?" if suggestion else None


def _question(proposals: list[Proposal]) -> str:
    """The one question at the end, answerable in a word."""
    asked = next((p for p in proposals if p.question), None)
    if asked is not None:
        return f"{asked.question} Or simply say **yes** to start."
    goal = proposals[0].goal
    if goal.domain is Domain.WEIGHT and goal.start is None:
        return "What is your starting weight and height (like 84 kg, 175 cm)? Or simply say **yes** to start."
    return "Shall we start with this? Say **yes**, or tell me what to change."


def _opening(analysis: Analysis, talk: str) -> str:
    """One sentence that shows what was understood."""
    return talk or analysis.summary or _MOODS.get(analysis.mood, "")


def _reply(parts: list[str], buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(text="\n\n".join(part.strip() for part in parts if part and part.strip()), buttons=buttons)


def _button(label: str, action: str) -> Button:
    return Button(label=label, action=action)
