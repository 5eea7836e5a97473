"""A person and everything a turn needs to know about them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.entities.frozen import Frozen
from bot.entities.goal import Goal, GoalDraft, GoalStatus, Log
from bot.entities.ids import GoalId, MemoryId, PersonId, ReminderId
from bot.entities.plan import Plan
from bot.entities.room import Membership, Room
from bot.entities.schedule import Reminder, ReminderStatus
from bot.entities.talk import Button


class Trip(Frozen):
    """A journey to another zone, and the zone to come back to."""

    zone: str  # IANA
    starts: date
    until: date | None = None  # the day of the way back
    home: str  # IANA


class ZoneMove(Frozen):
    """A zone the person left, and when: past times are shown in the zone of that time."""

    zone: str  # IANA
    until: datetime


class SafetyPlan(Frozen):
    """What a person wrote down for bad moments, in their own words; a part not answered yet is empty."""

    signs: str = ""  # what tells them that it is getting bad
    coping: str = ""  # what helps them for a while, alone
    people: str = ""  # whom they can be with
    places: str = ""  # where they can go
    professionals: str = ""  # whom they call for help
    distance: str = ""  # how what could hurt them is kept away

    @property
    def is_empty(self) -> bool:
        return not any(self.model_dump().values())


class UserProfile(Frozen):
    """What a person told about themselves; every field is optional, given freely, and validated."""

    name: str = ""
    language: str = "en"
    is_language_settled: bool = False  # by the first clear words, or by /language
    zone: str | None = None  # IANA
    zone_provisional: bool = False
    zone_moves: tuple[ZoneMove, ...] = ()  # the last zones left, oldest first
    trip: Trip | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    consent: bool | None = None  # may the model read my messages? None: not asked yet
    consent_asked_at: datetime | None = None
    is_private: bool = False  # nothing to the model, no memories, until switched off
    introduced_at: datetime | None = None
    is_invited: bool = False  # a code let them in, where not everybody may come
    paused_from: datetime | None = None  # a pause that is still to begin
    paused_until: datetime | None = None
    day_ends: time = time(0)  # local: until then the evening belongs to the day before
    week_starts: int = Field(default=0, ge=0, le=6)  # 0 is Monday
    quiet_hours: tuple[time, time] | None = None  # local; None: those of the house
    nudges_per_day: int | None = Field(default=None, ge=0, le=9)  # check-ins a day over all goals; None: the house's
    picture_theme: Literal["light", "dark"] = "light"
    calorie_target: int | None = Field(default=None, ge=1200, le=4000)
    weight_kg: float | None = Field(default=None, ge=20, le=400)
    height_cm: float | None = Field(default=None, ge=90, le=260)
    age: int | None = Field(default=None, ge=5, le=120)
    sex: Literal["female", "male"] | None = None
    is_pregnant: bool | None = None
    is_off_weight: bool = False  # after signs of an eating disorder: no weight, calorie or fasting goals, no numbers
    safety_plan: SafetyPlan = SafetyPlan()
    boards: tuple[Membership, ...] = ()  # the rooms on whose weekly board the person stands
    room: Room | None = None  # only in the record of a room
    weekly_km: float | None = Field(default=None, ge=0, le=400)  # current running volume
    monthly_income: float | None = Field(default=None, ge=0)

    def day_of(self, at: datetime) -> date:
        """The local day an instant counts to; for somebody whose days end at 3 am, 1 am is still the evening before."""
        return local_day(at, self.zone, self.day_ends)

    def pause_at(self, now: datetime) -> datetime | None:
        """Until when everything is paused, as of `now`; None before a pause begins, and without one."""
        has_begun = self.paused_from is None or self.paused_from <= now
        return self.paused_until if has_begun else None


class Exchange(Frozen):
    """One line of the conversation."""

    who: Literal["person", "gigi"]
    text: str
    at: datetime


AwaitingKind = Literal[
    "accept_plan",  # shall we start with this plan?
    "accept_checkin",  # may I check in at this time?
    "clarify_goal",  # the one thing a vague goal lacks, named by `field`
    "confirm_unsafe",  # the nearest safe goal instead?
    "zone",  # where are you, or what time is it?
    "consent",  # may Gemini read your messages?
    "country",
    "checkin",  # a nudge that waits for its answer
    "schedule",  # the words of a reminder that lack something
    "forget",  # say "forget me"
    "goal_choice",  # which of your goals?
    "accept_change",  # shall the goal and plan become `goal` and `plan`?
    "link",  # shall this account and the one named in `text` be one?
    "unlink",  # shall this account part from the others?
    "rest",  # pause, an easier week, or (after "I give up") drop it?
    "debrief",  # what made the difference, about a goal just reached
    "keep_up",  # shall what was reached be kept up with the small `goal` and `plan`?
]


class Awaiting(Frozen):
    """The question Gigi asked last, so that a short answer is understood."""

    kind: AwaitingKind
    goal_id: GoalId | None = None
    reminder_id: ReminderId | None = None
    due_at: datetime | None = None  # of the nudge that asks
    draft: GoalDraft | None = None
    goal: Goal | None = None  # the changed goal that waits for a yes, and its changed plan
    plan: Plan | None = None
    field: str = ""  # what is asked: "amount", "frequency", "area" ...
    text: str = ""  # the words the answer completes, e.g. the reminder without a zone
    asked: int = 1
    asked_at: datetime


class Crisis(Frozen):
    """A crisis flag: it survives a restart and pauses nudges until the person chooses to go back."""

    category: str
    level: int = Field(ge=1, le=4)
    at: datetime
    turns: int = 0
    denials: int = 0  # times the person said it is not so; one alone ends nothing where the danger was active
    is_back_offered: bool = False  # Gigi asked whether to go back to coaching: a yes ends it
    country: str | None = None  # where the one in danger is, when that is somebody else than the person
    is_open: bool = True  # until the person chooses to go back to coaching


class Care(Frozen):
    """What Gigi asked after a crisis: a part of the safety plan, "plan" (shall we write one) or "followup"."""

    asked: str
    at: datetime  # of the reply that asked; an answer comes next or not at all


class Change(Frozen):
    """What the last change replaced, so that /undo can put it back. Ids in `created` are removed again."""

    what: str  # how to say it: "the log of 79.4 kg"
    source: str = ""  # the event of the message that made the change
    goals: tuple[Goal, ...] = ()
    plans: tuple[Plan, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    logs: tuple[Log, ...] = ()
    created: tuple[str, ...] = ()
    profile: UserProfile | None = None  # before it, where the change paused or resumed everything


class Session(Frozen):
    """One conversation: what was said lately and what is open."""

    token: str
    started_at: datetime
    heard_at: datetime | None = None  # when the person last wrote or pressed something
    history: tuple[Exchange, ...] = ()
    summary: str = ""
    awaiting: Awaiting | None = None
    crisis: Crisis | None = None
    care: Care | None = None
    buttons: tuple[Button, ...] = ()  # under the last reply: typing a label presses it
    undo: Change | None = None
    last_event: str = ""  # of the last message, so that an edit of it is known
    shown_memories: tuple[MemoryId, ...] = ()  # the last list of them, so that "forget 2" is understood
    focus: GoalId | None = None  # the goal talked about last
    heard: tuple[GoalDraft, ...] = ()  # goals the person named beside the one talked about; taken one by one
    reminded_is_ai_at: datetime | None = None
    wrong_codes: tuple[datetime, ...] = ()  # when a wrong code was given in the last hour
    joins: PersonId | None = None  # agreed: this account becomes that one's, once this was said
    parts: bool = False  # agreed: this identity leaves the person, once this was said


class Person(Frozen):
    """The whole of one person as a turn sees it; a turn returns the changed whole, the store writes the difference."""

    id: PersonId
    profile: UserProfile
    session: Session
    goals: tuple[Goal, ...] = ()
    plans: tuple[Plan, ...] = ()  # the newest version for each goal
    reminders: tuple[Reminder, ...] = ()
    logs: tuple[Log, ...] = ()  # oldest first, the last 400 days

    @property
    def active_goals(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if goal.status is GoalStatus.ACTIVE)

    @property
    def active_reminders(self) -> tuple[Reminder, ...]:
        return tuple(r for r in self.reminders if r.status is ReminderStatus.ACTIVE)

    def goal(self, goal_id: GoalId | None) -> Goal | None:
        return next((goal for goal in self.goals if goal.id == goal_id), None)

    def plan_for(self, goal_id: GoalId) -> Plan | None:
        return next((plan for plan in self.plans if plan.goal_id == goal_id), None)

    def logs_of(self, goal_id: GoalId, since: date | None = None) -> tuple[Log, ...]:
        return tuple(log for log in self.logs if log.goal_id == goal_id and (since is None or log.day >= since))

    def with_goal(self, goal: Goal) -> "Person":
        """This person with the goal replaced, or added."""
        return self.but(goals=_placed(self.goals, goal, lambda g: g.id == goal.id))

    def with_plan(self, plan: Plan) -> "Person":
        """This person with `plan` as the newest version for its goal."""
        return self.but(plans=_placed(self.plans, plan, lambda p: p.goal_id == plan.goal_id))

    def with_reminder(self, reminder: Reminder) -> "Person":
        """This person with the reminder replaced, or added."""
        return self.but(reminders=_placed(self.reminders, reminder, lambda r: r.id == reminder.id))

    def with_log(self, log: Log) -> "Person":
        return self.but(logs=(*self.logs, log))


T = TypeVar("T")


def _placed(values: tuple[T, ...], value: T, is_same: Callable[[T], bool]) -> tuple[T, ...]:
    if any(is_same(v) for v in values):
        return tuple(value if is_same(v) else v for v in values)
    return (*values, value)


def local_day(now: datetime, zone: str | None, ends: time = time(0)) -> date:
    """The local day of an instant, the calendar's unless days end later; UTC's where no zone is known yet."""
    local = now.astimezone(ZoneInfo(zone or "UTC")).replace(tzinfo=None)
    return (local - timedelta(hours=ends.hour, minutes=ends.minute)).date()
