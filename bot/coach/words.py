"""How a turn's findings become one answer: analysis, goal, plan and one question, in that order."""

from bot.catalogue import N_, t, tn
from bot.coach.state import AgentState, Context, Proposal
from bot.entities import Analysis, Button, Domain, Reply
from bot.rules.goals import approach_of
from bot.rules.plans import explain_numbers, show_plan
from bot.rules.saying import describe_goal

_MOODS = {
    "low": N_("That sounds heavy, so this starts small and stays kind."),
    "stressed": N_("You have a lot on, so this starts small."),
    "tired": N_("You sound tired, so the first week is a light one."),
}


def compose(state: AgentState, context: Context, talk: str) -> Reply:
    """The whole answer of one turn; `talk` is what the model said, already screened."""
    analysis = state["analysis"]
    if refusal := state.get("refusal"):
        awaiting = state.get("awaiting")
        has_offer = awaiting is not None and awaiting.kind == "confirm_unsafe"
        buttons = (_button(t("Yes"), "accept"), _button(t("No"), "decline")) if has_offer else ()
        return _reply([state.get("notice", ""), _opening(analysis, talk if not has_offer else ""), refusal], buttons)
    if proposals := state.get("proposals"):
        return _proposed(proposals, state, context, talk)
    return _reply([state.get("notice", ""), talk])


def _proposed(proposals: list[Proposal], state: AgentState, context: Context, talk: str) -> Reply:
    several = len(proposals) > 1
    parts = [state.get("notice", ""), _opening(state["analysis"], talk)]
    if several:
        heard = tn("I heard {n} goal. Here is a draft.", "I heard {n} goals. Here is a draft for each.", len(proposals))
        parts.append(heard)
    for proposal in proposals:
        parts.extend(_one(proposal, context, short=several))
    parts.append(_question(proposals))
    buttons = [_button(t("Yes"), "accept"), _button(t("Easier"), "easier"), _button(t("Not now"), "decline")]
    if not several and approach_of(proposals[0].goal):
        buttons.insert(1, _button(t("Instead"), "say:instead"))
    return _reply(parts, tuple(buttons))


def _one(proposal: Proposal, context: Context, *, short: bool) -> list[str]:
    goal, profile = proposal.goal, context.person.profile
    parts = [f"**{describe_goal(goal)}**"]
    if numbers := explain_numbers(goal, profile, context.today):
        parts.append(numbers)
    if proposal.note and proposal.note not in parts:
        parts.append(proposal.note)
    if not short and (approach := approach_of(goal)):
        parts.append(_offered(approach))
    if proposal.plan is not None:
        parts.append(show_plan(proposal.plan, goal, today=context.today, short=short))
    return parts


def _offered(approach: str) -> str:
    """A stop-goal said as what to do instead: only an offer, taken by a word."""
    return t(
        "Goals that say what to do are kept more often than goals to stop. Say **instead** to call it *{instead}*.",
        instead=t(approach),
    )


def _question(proposals: list[Proposal]) -> str:
    """The one question at the end, answerable in a word."""
    asked = next((p for p in proposals if p.question), None)
    if asked is not None:
        return t("{question} Or simply say **yes** to start.", question=asked.question)
    goal = proposals[0].goal
    if goal.domain is Domain.WEIGHT and goal.start is None:
        return t("What is your starting weight and height (like 84 kg, 175 cm)? Or simply say **yes** to start.")
    return t("Shall we start with this? Say **yes**, or tell me what to change.")


def _opening(analysis: Analysis, talk: str) -> str:
    """One sentence that shows what was understood."""
    return talk or analysis.summary or t(_MOODS.get(analysis.mood, ""))


def _reply(parts: list[str], buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(text="\n\n".join(part.strip() for part in parts if part and part.strip()), buttons=buttons)


def _button(label: str, action: str) -> Button:
    return Button(label=label, action=action)
