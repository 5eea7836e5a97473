"""Goals put away: after signs of an eating disorder everything about weight and food, and no numbers of it."""

import re

from bot.catalogue import N_, t
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Domain, Goal, GoalDraft, GoalStatus, Person, ReminderStatus
from bot.rules.body import body_facts
from bot.rules.goals import read_goals
from bot.rules.quantities import find_quantities
from bot.rules.safety import unsafe_reply
from bot.rules.text import fold

PARKED = N_(
    "I have put your goals about weight and food away for now: no numbers, no check-ins on them. Nothing is lost."
)
SHORT = 3  # words: "80.2 kg today" is a report
_MASS = ("kg", "lb", "stone")
_ENERGY = ("kcal", "calorie", "kj", "cal")
_FOOD_NUMBERS = re.compile(
    r"\b(?:calories?|kcal|fast(?:ing)?|diet\w*|weigh\w*|bmi|slim\w*|thin(?:ner)?|body ?fat|макрос\w*|macros?)\b"
)
_LOSS = re.compile(r"\b(?:los[et]|losing|lost|gain\w*|weigh\w*|down|scale|scales|under)\b")
_CLINICIAN = re.compile(
    r"\bmy (?:doctor|gp|dietitian|dietician|nutritionist|therapist|psychologist|nurse|care team) "
    r"(?:agrees?|agreed|is fine with|said (?:it'?s|it is|that'?s) (?:ok|okay|fine)|approves?|approved|supports? it)"
)
_KEPT_OFF = N_(
    "I am leaving weight and calories out of our talks, whichever way the numbers go. How you feel, sleep, eat with "
    "others and spend your days is what I would like to hear. (If a doctor or dietitian is in on a weight goal, write "
    "*my doctor agrees*.)"
)
_LIFTED = N_("Thank you. Weight goals are possible again; stay in touch with them about it.")


def is_about_weight(goal: Goal | GoalDraft) -> bool:
    """Whether a goal is about body weight, calories, fasting or body shape."""
    if goal.domain is Domain.WEIGHT or goal.unit in _ENERGY:
        return True
    return goal.domain in (Domain.NUTRITION, Domain.OTHER) and bool(_FOOD_NUMBERS.search(fold(goal.title)))


def parked(person: Person, goal: Goal) -> Person:
    """The person with the goal put off and its check-ins ended; a mere draft is gone."""
    status = GoalStatus.DROPPED if goal.status is GoalStatus.PROPOSED else GoalStatus.LATER
    person = person.with_goal(goal.but(status=status))
    for reminder in person.active_reminders:
        if reminder.goal_id == goal.id:
            person = person.with_reminder(reminder.but(status=ReminderStatus.ENDED, next_due_at=None))
    return person


def off_weight(person: Person) -> tuple[Person, bool]:
    """The person kept off weight and calories from now on; and whether an active goal was put away for that."""
    person = person.but(profile=person.profile.but(is_off_weight=True))
    going = [g for g in person.goals if g.status in (GoalStatus.ACTIVE, GoalStatus.PROPOSED) and is_about_weight(g)]
    for goal in going:
        person = parked(person, goal)
    return person, any(goal.status is GoalStatus.ACTIVE for goal in going)


def keep_off(moment: Moment) -> Said | None:
    """Instead of praise or a plan: words about weight from somebody whom the numbers harm. None for other words."""
    if not moment.person.profile.is_off_weight:
        return None
    folded = fold(moment.text[:2000])
    if _CLINICIAN.search(folded):
        return say(moment.person.but(profile=moment.person.profile.but(is_off_weight=False)), t(_LIFTED))
    goals = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).goals
    is_long = len(folded.split()) > SHORT
    if is_long and any(is_about_weight(draft) for draft in goals):
        text = unsafe_reply("eating_disorder", moment.person.profile.country, moment.house.lines)
        return say(awaiting(moment.person, None), text)
    return say(awaiting(moment.person, None), t(_KEPT_OFF)) if _is_weight_number(moment, folded) else None


def _is_weight_number(moment: Moment, folded: str) -> bool:
    quantities = find_quantities(folded)
    if any(quantity.unit in _ENERGY for quantity in quantities):
        return True
    if not any(quantity.unit in _MASS for quantity in quantities):
        return False
    return body_facts(moment.text).weight_kg is not None or bool(_LOSS.search(folded)) or len(folded.split()) <= SHORT


def refuse(moment: Moment) -> Said:
    """The answer to a wish that sounds like an eating disorder: no numbers, help lines, such goals put away."""
    person, has_parked = off_weight(moment.person)
    text = unsafe_reply("eating_disorder", person.profile.country, moment.house.lines)
    if has_parked:
        text = f"{t(PARKED)}\n\n{text}"
    return say(awaiting(person, None), text)
