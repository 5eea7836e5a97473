"""Whether a due nudge is sent now, later or not at all, and how to say why. Pure: one set of facts, one verdict."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue import N_, t
from bot.entities import Delivery, DeliveryState, ReminderKind
from bot.rules.schedule.recurrence import resolve

CRISIS_PAUSE = timedelta(hours=72)  # after a crisis nothing is sent, for all goals
QUIET_HOURS = (time(21), time(8))  # local; a start after the end runs over midnight
NUDGES_PER_DAY = 1  # check-ins a day over all goals: more of them made people leave (Wohllebe 2021)
ON_TIME = timedelta(minutes=5)  # sent within this, a nudge is not late
SILENCE = timedelta(weeks=3)  # then one "still want this?", then nothing
# Back-off on silence (HeartSteps): unanswered check-ins in a row, and the local days between two from then on.
BACK_OFF = ((4, 7), (2, 2))
# How long after its time a nudge still means something. An evening question is not asked the next morning.
WINDOWS = {ReminderKind.REMINDER: timedelta(hours=3), ReminderKind.CHECKIN: timedelta(hours=4)}


@dataclass(frozen=True, slots=True)
class NudgeFacts:
    """All that decides about one due nudge. Instants are aware; `zone` is the person's IANA zone."""

    kind: ReminderKind
    due_at: datetime
    now: datetime
    zone: str
    quiet_hours: tuple[time, time] = QUIET_HOURS
    sent_today: int = 0  # check-ins sent on this local day, over all goals
    nudges_per_day: int = NUDGES_PER_DAY  # the person's own cap on check-ins
    other_waits: bool = False  # another goal, asked about longer ago, is still to come today
    already_logged_today: bool = False
    paused_until: datetime | None = None  # also a vacation
    rests_until: datetime | None = None  # this goal alone rests, e.g. an injury heals
    crisis_at: datetime | None = None
    unanswered: int = 0  # check-ins in a row without an answer
    silent_since: datetime | None = None  # when the first of those was sent
    asked_to_go_on: bool = False  # "still want this?" was sent and not answered
    last_sent_at: datetime | None = None  # the last check-in sent, of this goal
    is_blocked: bool = False  # the platform says that the person cannot be written to
    is_snooze: bool = False  # the person put it off to this time
    is_weekly_review: bool = False  # one a week beside the daily check-in
    has_review: bool = True  # whether there is anything to look back at
    window: timedelta | None = None  # how long after due_at it still means something; None: by kind


@dataclass(frozen=True, slots=True)
class Send:
    """Send it now. `code` is "on_time", "late" or, once after long silence, "still_want_this"."""

    code: str = "on_time"


@dataclass(frozen=True, slots=True)
class Postpone:
    """Decide again at `until`, an aware UTC instant."""

    until: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Skip:
    """This one is never sent. `code` is stable; `explain` says it to the person."""

    code: str


Verdict = Send | Postpone | Skip

_SENTENCES = {
    "on_time": N_("Sent on time."),
    "late": N_("Sent late."),
    "still_want_this": N_("Sent as one last question, after three weeks without an answer."),
    "not_due": N_("Not due yet."),
    "quiet_hours": N_("Held back until your quiet hours end."),
    "blocked": N_("Not sent: I cannot write to you there at the moment."),
    "crisis": N_("Not sent: after a hard moment I stay silent for 72 hours, unless you write."),
    "paused": N_("Not sent: you paused me."),
    "resting": N_("Not sent: that goal rests."),
    "stale": N_("Not sent: its moment had passed before I could send it."),
    "already_done": N_("Not sent: you had already told me about that day."),
    "daily_cap": N_("Not sent: you had reached your number of check-ins for that day."),
    "other_goal": N_("Not sent: that day it was another goal's turn."),
    "backing_off": N_("Not sent: the last check-ins went unanswered, so I ask less often."),
    "nothing_to_review": N_("Not sent: nothing was recorded that week, so there was nothing to look back at."),
    "overtaken": N_("Not sent: the next one was due as well, and one is enough."),
    "moved": N_("Not sent: your schedule had moved with your journey by then."),
    "ended": N_("Not sent: that schedule had ended."),
    "stopped": N_("Not sent: I asked whether you still want this and heard nothing. Write to me to go on."),
}
_STATES = {
    DeliveryState.SENDING: N_("Being sent."),
    DeliveryState.SENT: N_("Sent on time."),
    DeliveryState.LATE: N_("Sent late."),
    DeliveryState.SKIPPED: N_("Not sent; why was not kept."),
    DeliveryState.FAILED: N_("Failed: it did not get through."),
    DeliveryState.UNKNOWN: N_("Perhaps sent: I was interrupted, and cannot tell whether it arrived."),
}


def explain(code: str) -> str:
    """One sentence for /nudges about the code of a verdict."""
    return t(_SENTENCES[code]) if code in _SENTENCES else t("I have no record of why.")


def explain_delivery(delivery: Delivery) -> str:
    """One sentence about what became of a nudge, and why."""
    ended_otherwise = delivery.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    if delivery.why in _SENTENCES and not ended_otherwise:
        return explain(delivery.why)
    return t(_STATES[delivery.state])


def decide(facts: NudgeFacts) -> Verdict:
    """Send, postpone or skip one due nudge.

    A reminder fires at the time the person stated, any number a day. Quiet hours bind check-ins, snoozes and late
    sends; the daily cap, a log of the day, a resting goal and back-off bind check-ins. A block, a crisis, a pause and
    staleness stop both kinds. A weekly review stands beside the cap, and is left out after a silent week.
    """
    if facts.now < facts.due_at:
        return Postpone(facts.due_at, "not_due")
    stopped = _stopped(facts)
    if stopped:
        return Skip(stopped)
    is_late = facts.now - facts.due_at > ON_TIME
    if facts.kind is ReminderKind.CHECKIN and (held_back := _held_back(facts)):
        return Skip(held_back)
    if facts.kind is ReminderKind.CHECKIN or facts.is_snooze or is_late:
        morning = _quiet_until(facts)
        if morning is not None:
            return Skip("stale") if morning > _stale_at(facts) else Postpone(morning, "quiet_hours")
    if _is_farewell(facts):
        return Send("still_want_this")
    return Send("late" if is_late else "on_time")


def _stopped(facts: NudgeFacts) -> str | None:
    """What stops both kinds."""
    if facts.is_blocked:
        return "blocked"
    if facts.crisis_at is not None and facts.now < facts.crisis_at + CRISIS_PAUSE:
        return "crisis"
    if facts.paused_until is not None and facts.now < facts.paused_until:
        return "paused"
    return "stale" if facts.now > _stale_at(facts) else None


def _held_back(facts: NudgeFacts) -> str | None:
    """What stops a check-in only. A snooze was asked for, so silence and the cap do not count against it."""
    if facts.rests_until is not None and facts.now < facts.rests_until:
        return "resting"
    if facts.is_weekly_review:
        return None if facts.has_review else "nothing_to_review"
    if facts.already_logged_today:
        return "already_done"
    if facts.is_snooze:
        return None
    if facts.asked_to_go_on and facts.unanswered > 0:
        return "stopped"
    if _is_too_soon(facts):
        return "backing_off"
    if facts.sent_today >= facts.nudges_per_day:
        return "daily_cap"
    if facts.other_waits and facts.sent_today + 1 >= facts.nudges_per_day:
        return "other_goal"
    return None


def _is_too_soon(facts: NudgeFacts) -> bool:
    """Whether silence asks for a longer gap since the last one; gaps are counted in local days."""
    if facts.last_sent_at is None:
        return False
    zone = ZoneInfo(facts.zone)
    gap = (facts.now.astimezone(zone).date() - facts.last_sent_at.astimezone(zone).date()).days
    needed = next((days for unanswered, days in BACK_OFF if facts.unanswered >= unanswered), 0)
    return gap < needed


def _is_farewell(facts: NudgeFacts) -> bool:
    if facts.kind is not ReminderKind.CHECKIN or facts.unanswered < BACK_OFF[0][0] or facts.silent_since is None:
        return False
    return facts.now - facts.silent_since >= SILENCE


def _stale_at(facts: NudgeFacts) -> datetime:
    """When the nudge stops meaning anything. One that is due in quiet hours waits, so its window opens after them."""
    window = facts.window if facts.window is not None else WINDOWS[facts.kind]
    opens = facts.due_at
    if facts.kind is ReminderKind.CHECKIN or facts.is_snooze:
        opens = _end_of_quiet(facts.due_at, facts) or opens
    return opens + window


def _quiet_until(facts: NudgeFacts) -> datetime | None:
    """The end of the quiet hours that hold now. A snooze to the very start of them still counts as before."""
    if facts.is_snooze and _end_of_quiet(facts.now - ON_TIME, facts) is None:
        return None
    return _end_of_quiet(facts.now, facts)


def _end_of_quiet(at: datetime, facts: NudgeFacts) -> datetime | None:
    start, end = facts.quiet_hours
    zone = ZoneInfo(facts.zone)
    local = at.astimezone(zone).replace(tzinfo=None, fold=0)
    if not is_quiet(local.time(), facts.quiet_hours):
        return None
    is_before_midnight = start > end and local.time() >= start
    return resolve(datetime.combine(local.date() + timedelta(days=is_before_midnight), end), zone)


def is_quiet(local: time, quiet_hours: tuple[time, time]) -> bool:
    """Whether a local time lies in the quiet hours, their start included; equal ends mean none."""
    start, end = quiet_hours
    return start <= local < end if start <= end else local >= start or local < end
