"""Goals that the tests of this folder ask about."""

from datetime import date, time

from bot.entities import AnswerReading, GoalKind
from bot.rules.answers import CheckedGoal, read_answer

TODAY = date(2026, 11, 18)  # a Wednesday
GYM = CheckedGoal("Gym 4x a week", "session", GoalKind.HABIT, 0, 4)
RUN = CheckedGoal("Run 100 km by June", "km", GoalKind.TOTAL, 0, 100)
PAGES = CheckedGoal("Read 15 pages a day", "page", GoalKind.DAILY, 0, 15)
MEDITATE = CheckedGoal("Meditate 15 min a day", "min", GoalKind.DAILY, 0, 15)
WEIGHT = CheckedGoal("Lose 6 kg", "kg", GoalKind.LEVEL, 84, 78)
SAVE = CheckedGoal("Save €1500 by July", "EUR", GoalKind.TOTAL, 0, 1500)
FEWER = CheckedGoal("Max 3 cigarettes a day", "cigarette", GoalKind.CAP, 20, 3)
QUIT = CheckedGoal("quit smoking", None, GoalKind.HABIT, avoids=True)
ASLEEP = CheckedGoal("asleep by 12", "night", GoalKind.HABIT, clock=time(0))
IN_BED = CheckedGoal("In bed by 23:00", "night", GoalKind.HABIT, clock=time(23))
GET_UP = CheckedGoal("wake up at 6am", None, GoalKind.HABIT, clock=time(6))
SLEEP = CheckedGoal("Sleep 8 hours a night", "hour", GoalKind.DAILY, 0, 8)
WATER = CheckedGoal("Drink 2 litres of water a day", "litre", GoalKind.DAILY, 0, 2)
CALORIES = CheckedGoal("Eat 1800 calories a day", "calorie", GoalKind.CAP, 0, 1800)
EVERY_KIND = (GYM, RUN, PAGES, MEDITATE, WEIGHT, SAVE)


def read(text: str, goal: CheckedGoal = GYM, at: time | None = None) -> AnswerReading:
    return read_answer(text, today=TODAY, goal=goal, at=at)


def days_of(reading: AnswerReading) -> list[int]:
    return [reading.day_offset, *(also.day_offset for also in reading.also)]
