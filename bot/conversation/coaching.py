"""What goes through the coach: its findings become goals, plans and an open question of the person."""

from bot.catalogue import say_list, t, tn
from bot.coach.coach import CoachGraph
from bot.coach.state import AgentState
from bot.conversation import profile
from bot.conversation.moment import Moment, Note, Said, awaiting, say, words_to_remember
from bot.entities import Goal, GoalDraft, GoalStatus, Intent, Person, Reply, Screening
from bot.rules.agreement import read_agreement
from bot.rules.goals import question_for, read_goals
from bot.rules.limits import Blocked, check_goal
from bot.rules.safety import unsafe_reply
from bot.rules.saying import describe_goal
from bot.rules.text import fold

_FEW = 4  # words that may be a failed answer
_REPEATED = "repeated"


async def coach(
    moment: Moment, graph: CoachGraph, *, clarified: GoalDraft | None = None, asked: int = 0, insists: bool = False
) -> Said:
    """One turn of the coach graph. With `insists` even words that read like talk are taken as a goal."""
    if insists and clarified is None:
        clarified = _insisted(moment)
    state = await graph.run(
        moment.text,
        moment.person,
        moment.now,
        moment.recall,
        may_use_model=profile.may_use_model(moment),
        clarified=clarified,
        asked=asked,
    )
    said = _said(state, moment)
    if (again := _asked_again(said, moment)) is not None:
        return again
    return profile.asking_consent(said, moment)


def _asked_again(said: Said, moment: Moment) -> Said | None:
    """The question that is still open, once more, where a few words were no answer to it and nothing else either."""
    question = moment.session.awaiting
    if question is None or question.draft is None or question.kind != "clarify_goal":
        return None
    is_unread = said.analysis is not None and said.analysis.intent is Intent.CHATTER and not said.analysis.goals
    is_short = len(moment.text.split()) <= _FEW and "?" not in moment.text
    was_repeated = question.field == _REPEATED
    asked = question_for(question.draft)
    if not (is_unread and is_short) or was_repeated or asked is None or read_agreement(moment.text) is not None:
        return None
    person = awaiting(moment.person, question.but(field=_REPEATED))
    return say(person, t("I could not read that as an answer. {question}", question=asked))


async def refuse_unsafe(moment: Moment, screening: Screening, graph: CoachGraph) -> Said:
    """Say why not, and offer the nearest safe goal where there is one."""
    reading = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone)
    for draft in reading.goals:
        if isinstance(check_goal(draft, moment.person.profile, moment.today), Blocked):
            return await coach(moment, graph, clarified=draft)
    text = unsafe_reply(screening.category or "other", moment.person.profile.country, moment.house.lines)
    return say(awaiting(moment.person, None), text)


def _insisted(moment: Moment) -> GoalDraft:
    reading = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone)
    return reading.goals[0] if reading.goals else GoalDraft(title=moment.text.strip()[:120])


def _said(state: AgentState, moment: Moment) -> Said:
    analysis = state.get("analysis")
    person = moment.person
    if (known := _known(state, person)) is not None:
        return say(
            person,
            t(
                "*{goal}* is already under way. /plan shows it; tell me what to change about it.",
                goal=describe_goal(known),
            ),
        )
    for proposal in state.get("proposals", []):
        person = _with_proposed(person, proposal.goal)
        if proposal.plan is not None:
            person = person.with_plan(proposal.plan)
    if analysis is not None and (analysis.goals or state.get("awaiting")):
        person = awaiting(person, state.get("awaiting"))
    person, reply = _with_heard(person, state)
    return Said(
        person=person,
        reply=reply,
        undoable=t("the goal I just drafted") if state.get("proposals") else "",
        notes=_notes(state, moment),
        analysis=analysis,
        path=tuple(state.get("path", ())),
    )


def _with_heard(person: Person, state: AgentState) -> tuple[Person, Reply]:
    """Goals named beside those answered now are kept, and said back so that nobody thinks them lost."""
    analysis, reply = state.get("analysis"), state["response"]
    question = state.get("awaiting")
    if analysis is None or question is None or question.kind not in ("clarify_goal", "accept_plan"):
        return person, reply
    taken = 1 if question.kind == "clarify_goal" else len(state.get("proposals", []))
    heard = analysis.goals[taken:]
    if not heard:
        return person, reply
    person = person.but(session=person.session.but(heard=heard))
    names = say_list(f"*{draft.title}*" for draft in heard)
    if question.kind == "clarify_goal":
        text = tn(
            "I heard {n} goal; one at a time. First *{goal}*, then {goals}.",
            "I heard {n} goals; one at a time. First *{goal}*, then {goals}.",
            len(analysis.goals),
            goal=analysis.goals[0].title,
            goals=names,
        )
        return person, reply.but(text=f"{text}\n\n{reply.text}")
    also = t("I also heard {goals}: say **next** when you want to take it.", goals=names)
    return person, reply.but(text=f"{reply.text}\n\n{also}")


def _known(state: AgentState, person: Person) -> Goal | None:
    """The active goal that the only proposal repeats."""
    proposals = state.get("proposals", [])
    if len(proposals) != 1:
        return None
    title = fold(proposals[0].goal.title)
    return next((goal for goal in person.active_goals if fold(goal.title) == title), None)


def _with_proposed(person: Person, goal: Goal) -> Person:
    """The person with the goal drafted; an older draft that was never accepted makes room for it."""
    kept = [g for g in person.goals if g.status is not GoalStatus.PROPOSED or g.created_at == goal.created_at]
    gone = {g.id for g in person.goals} - {g.id for g in kept}
    plans = tuple(plan for plan in person.plans if plan.goal_id not in gone)
    return person.but(goals=(*kept, goal), plans=plans)


def _notes(state: AgentState, moment: Moment) -> tuple[Note, ...]:
    """What this turn leaves to be remembered: the person's own words, and facts the coach noticed."""
    if moment.person.profile.is_private:
        return ()
    analysis = state.get("analysis")
    is_question = analysis is not None and analysis.intent in (Intent.QUESTION, Intent.MEMORY)
    facts = tuple(Note(text=fact, kind="fact") for fact in (analysis.facts if analysis else ()))
    return facts if is_question else (*facts, *words_to_remember(moment))
