"""What should have been sent, worked out from the policy's words alone: no code of Gigi's is used here.

The policy: a reminder comes at its time. A check-in comes at its time unless it was told about already that day, one
was sent that day, another goal's turn is later that day, silence asks for a longer gap, or it is 21 to 8 o'clock: then
it waits for the morning. Nothing
comes in a pause, for 72 hours after a crisis, or hours too late. After three weeks without a word one last question.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from tests.soak.lives import ANSWERS_AFTER, ENDS, OUTAGE, STARTS, Deed, Life, Plan, is_out, local_day
from tests.soak.walk import Walk, at_midnight, days_between, walk_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Fate = tuple[str, str]  # state and why
KILLED = {"before": False, "after": True}  # whether it had arrived


@dataclass
class _Now:
    """What the model knows of one person at one moment."""

    heard_at: datetime | None = None
    paused_until: datetime | None = None
    crisis_at: datetime | None = None
    trip: Deed | None = None
    logged: set[tuple[str, date]] = field(default_factory=set)
    sent: list[tuple[str, datetime, bool, bool]] = field(default_factory=list)  # plan, at, is_farewell, is_certain
    waiting: dict[str, datetime] = field(default_factory=dict)  # plan -> the due time that moved to the morning


class Model:
    """One person's year."""

    def __init__(
        self, life: Life, kills: Mapping[tuple[str, datetime], str], starts: datetime = STARTS, ends: datetime = ENDS
    ) -> None:
        self._life, self._kills = life, kills
        self._span = (starts, ends)
        self._now = _Now()
        self._order = count()
        self._queue: list[tuple[datetime, int, int, object]] = []
        self._known: dict[str, list[datetime]] = {}
        self.fates: dict[tuple[str, datetime], Fate] = {}

    def run(self) -> dict[tuple[str, datetime], Fate]:
        """What becomes of each due nudge."""
        for deed in self._life.deeds:
            self._push(deed.at, 0, deed)
        missed: dict[str, int] = {}
        for plan in self._life.plans:
            for due in self._all(plan):
                is_missed = is_out(due)
                missed[plan.name] = missed.get(plan.name, 0) + is_missed
                # what was missed is swept round by round, everybody's first, then everybody's second
                place = 1_000_000 * missed[plan.name] if is_missed else 0
                self._push(OUTAGE[1] if is_missed else due, 1 + place, (plan, due))
        while self._queue:
            at, _, _, what = heapq.heappop(self._queue)
            self._handle(at, what)
        return self.fates

    def _push(self, at: datetime, rank: int, what: object) -> None:
        heapq.heappush(self._queue, (at, rank, next(self._order), what))

    def _handle(self, at: datetime, what: object) -> None:
        if isinstance(what, Deed):
            self._do(at, what)
        elif isinstance(what, str):
            self._tell(at, what)
        elif isinstance(what, tuple):
            plan, due = what
            self.fates[plan.name, due] = fate = self._decide(plan, due, at)
            if fate[0] != "skipped":
                self._arrive(plan, due, at, fate)

    def _do(self, at: datetime, deed: Deed) -> None:
        now = self._now
        if deed.what == "log":
            now.logged.add(("a", local_day(at, self._zone(at))))
        elif deed.what == "pause":
            now.paused_until = deed.until
        elif deed.what == "crisis":
            now.crisis_at = at
        elif deed.what == "trip":
            now.trip = deed
        now.heard_at = at

    def _tell(self, at: datetime, goal: str) -> None:
        """An answer to a nudge."""
        self._now.heard_at = at
        if goal:
            self._now.logged.add((goal, local_day(at, self._zone(at))))

    def _arrive(self, plan: Plan, due: datetime, at: datetime, fate: Fate) -> None:
        kill = self._kills.get((plan.name, due))
        if kill:
            self.fates[plan.name, due] = ("unknown", "")
        if plan.is_checkin:
            self._now.sent.append((plan.name, at, fate[1] == "still_want_this" and not kill, not kill))
        answered_at = at + ANSWERS_AFTER
        if (not kill or KILLED[kill]) and not is_out(answered_at) and self._life.answers(plan.name, due):
            self._push(answered_at, 0, plan.goal)

    def _decide(self, plan: Plan, due: datetime, at: datetime) -> Fate:
        """One due nudge, decided at `at`."""
        now, zone = self._now, self._zone(at)
        held_from = now.waiting.pop(plan.name, None)
        following = self._next(plan, due)
        if following is not None and following <= at:
            return "skipped", "overtaken"
        if now.crisis_at is not None and at < now.crisis_at + 72 * HOUR:
            return "skipped", "crisis"
        if now.paused_until is not None and at < now.paused_until:
            return "skipped", "paused"
        is_late = at - due > timedelta(minutes=5)
        morning = morning_after(due, zone)
        fresh_until = (morning or due) + 4 * HOUR if plan.is_checkin else due + 3 * HOUR
        if at > fresh_until:
            return "skipped", "stale"
        if plan.is_checkin and (why := self._held_back(plan, held_from or due, at, zone)):
            return "skipped", why
        if (plan.is_checkin or is_late) and (morning := morning_after(at, zone)) is not None:
            if morning > fresh_until:
                return "skipped", "stale"
            regular = self._next(plan, at)
            if regular is None or morning < regular:
                now.waiting[plan.name] = held_from or due
                self._push(OUTAGE[1] if is_out(morning) else morning, 1, (plan, morning))
            return "skipped", "quiet_hours"
        if plan.is_checkin and self._is_farewell(at):
            return "sent", "still_want_this"
        return ("late", "late") if is_late else ("sent", "")

    def _held_back(self, plan: Plan, asked: datetime, at: datetime, zone: str) -> str:
        now, today = self._now, local_day(at, zone)
        if (plan.goal, today) in now.logged or (plan.goal, local_day(asked, zone)) in now.logged:
            return "already_done"
        silent = self._silent()
        if any(is_farewell for _, _, is_farewell, _ in silent):
            return "stopped"
        mine = [sent_at for name, sent_at, _, is_certain in now.sent if name == plan.name and is_certain]
        if mine:
            gap = (today - local_day(mine[-1], zone)).days
            if (len(silent) >= 4 and gap < 7) or (len(silent) >= 2 and gap < 2):
                return "backing_off"
        if any(local_day(sent_at, zone) == today for _, sent_at, _, _ in now.sent):
            return "daily_cap"
        return "other_goal" if mine and self._other_waits(plan, asked, at, today, mine[-1]) else ""

    def _other_waits(self, plan: Plan, asked: datetime, at: datetime, today: date, mine: datetime) -> bool:
        """Whether the other goal, asked about longer ago, has its hour later this day."""
        zone = self._zone(at)
        for other in self._life.plans:
            if not other.is_checkin or other.name == plan.name:
                continue
            coming = next((due for due in self._all(other) if due >= at), None)
            if coming is None or local_day(coming, zone) != today or morning_after(coming, zone) is not None:
                continue
            theirs = [sent_at for name, sent_at, _, is_certain in self._now.sent if name == other.name and is_certain]
            if (other.goal, today) not in self._now.logged and (not theirs or theirs[-1] < mine):
                return True
        return False

    def _silent(self) -> list[tuple[str, datetime, bool, bool]]:
        """The check-ins sent since the person last wrote."""
        heard = self._now.heard_at
        return [sent for sent in self._now.sent if sent[3] and (heard is None or sent[1] > heard)]

    def _is_farewell(self, at: datetime) -> bool:
        silent = self._silent()
        return len(silent) >= 4 and at - silent[0][1] >= timedelta(weeks=3)

    def _zone(self, at: datetime) -> str:
        trip = self._now.trip
        return self._life.zone if trip is None else _zone_on(trip, self._life.zone, at)

    def _walk(self, zone: str) -> Walk:
        return walk_of(zone, *self._span, tuple(sorted(_ALL_TIMES)))

    def _dues(self, plan: Plan) -> Iterator[datetime]:
        """Every instant at which this schedule is due, where the person is then."""
        trip = self._life.trip
        for day in days_between(*self._span):
            if day < plan.times.starts or not plan.times.falls_on(day):
                continue
            for zone in {self._life.zone, trip.zone} if trip else {self._life.zone}:
                due = self._walk(zone).first(day, plan.times.at)
                if due is None or not self._span[0] < due < self._span[1]:
                    continue
                if (_zone_on(trip, self._life.zone, due) if trip and trip.at <= due else self._life.zone) == zone:
                    yield due

    def _next(self, plan: Plan, after: datetime) -> datetime | None:
        return next((due for due in self._all(plan) if due > after), None)

    def _all(self, plan: Plan) -> list[datetime]:
        if plan.name not in self._known:
            self._known[plan.name] = sorted(self._dues(plan))
        return self._known[plan.name]


_ALL_TIMES = {time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)}


def _zone_on(trip: Deed, home: str, at: datetime) -> str:
    """The days of travel themselves are lived at home."""
    assert trip.days is not None
    out = at_midnight(trip.days[0] + DAY, trip.zone)
    back = at_midnight(trip.days[1] + DAY, home)
    return trip.zone if out <= at < back else home


def morning_after(at: datetime, zone: str) -> datetime | None:
    """Eight o'clock after an instant between 21 and 8 o'clock; None in the day."""
    local = at.astimezone(ZoneInfo(zone))
    if 8 <= local.hour < 21:
        return None
    day = local.date() + (DAY if local.hour >= 21 else timedelta())
    return datetime.combine(day, time(8), tzinfo=ZoneInfo(zone)).astimezone(at.tzinfo)
