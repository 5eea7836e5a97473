"""How much all goals together ask of a week, said when it is more than gets done."""

from datetime import date
from typing import Final

from bot.catalogue import t, tn
from bot.entities import Person
from bot.rules.plans import weekly_load

MOST_ACTIVE: Final = 3
MOST_ACTIONS: Final = 7  # a week over all goals: what is beyond that mostly stays undone (COACHING.md, section 0)


def say_load(person: Person, day: date) -> str:
    """ "4 goals are 9 actions a week: drop or delay one?"; empty where it is not too much."""
    active = person.active_goals
    actions = weekly_load((plan for plan in person.plans if person.goal(plan.goal_id) in active), day)
    if len(active) < 2 or (actions <= MOST_ACTIONS and len(active) <= MOST_ACTIVE):
        return ""
    goals = tn("{n} goal", "{n} goals", len(active))
    asked = tn("{goals} are {n} action a week", "{goals} are {n} actions a week", actions, goals=goals)
    return t("{load}, which is a lot: drop or delay one? Say *drop* or *delay* with a word of its name.", load=asked)
