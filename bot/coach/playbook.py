"""The coach without a model: understanding by rules, plans from playbooks, talk from a readable file."""

from bot.catalogue import t
from bot.coach.talk import answer_talk
from bot.entities import Analysis, Goal, GoalReading, Intent, Plan, PlanId, new_id
from bot.ports import TurnView, Understanding
from bot.rules.goals import language_of, read_goals, read_mood
from bot.rules.plans import write_plan


class PlaybookCoach:
    """Serves everyone when there is no key, no consent, no quota, a refusal or an outage."""

    name = "playbook"

    async def understand(self, view: TurnView) -> Understanding:
        reading = read_goals(view.message, now=view.now, zone=view.person.profile.zone)
        mood, motivation = read_mood(view.message)
        analysis = Analysis(
            intent=reading.intent,
            mood=mood,
            motivation=motivation,
            needs=_needs(reading),
            language=language_of(view.message),
            confidence=0.9 if reading.is_goal and not reading.question else 0.6,
            summary=_summary(reading),
            goals=reading.goals,
        )
        return Understanding(analysis=analysis, reply="" if reading.goals else answer_talk(analysis, view))

    async def write_plan(self, goal: Goal, view: TurnView) -> Plan:
        profile = view.person.profile
        return write_plan(goal, profile, today=view.today, plan_id=PlanId(new_id("p")), now=view.now)


def _needs(reading: GoalReading) -> tuple[str, ...]:
    """What the first goal still lacks."""
    if not reading.goals:
        return ("to be heard",) if reading.intent is Intent.FEELING else ()
    goal = reading.goals[0]
    lacks = {"a measure": goal.amount is None and goal.frequency is None, "a deadline": goal.deadline is None}
    return tuple(need for need, is_lacking in lacks.items() if is_lacking)


def _summary(reading: GoalReading) -> str:
    """One sentence on what was understood of a goal, said back to the person."""
    if not reading.goals or reading.question:
        return ""
    goal = reading.goals[0]
    if goal.amount is not None and goal.deadline is not None:
        return t("That is clear: a number and a date, which makes it easy to plan.")
    if goal.amount is not None or goal.frequency is not None:
        return t("That is something we can measure.")
    return ""
