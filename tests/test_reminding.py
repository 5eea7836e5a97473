"""One nudge decided for one person: what was put off, what a journey changes, what is never said twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from bot.entities import (
    Awaiting,
    Delivery,
    DeliveryState,
    Direction,
    Domain,
    Exchange,
    Goal,
    GoalId,
    GoalStatus,
    Log,
    LogId,
    LogStatus,
    Person,
    PersonId,
    Platform,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    Session,
    Trip,
    UserProfile,
)
from bot.house import House
from bot.reminding import Reminding
from bot.rules.safety import load_lines
from bot.rules.travel import with_trip
from tests.rules.plans.samples import plan_of

NINE_PM = datetime(2026, 11, 24, 21, tzinfo=UTC)  # a Tuesday, in the quiet hours
MORNING = NINE_PM + timedelta(hours=11)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOAL = Goal(
    id=GoalId("g1"), title="Walk", domain=Domain.FITNESS, direction=Direction.START, status=GoalStatus.ACTIVE,
    created_at=NINE_PM - 9 * DAY, started_on=date(2026, 11, 16),
)  # fmt: skip
CHECKIN = Reminder(
    id=ReminderId("r1"), kind=ReminderKind.CHECKIN, goal_id=GOAL.id, next_due_at=NINE_PM + 7 * DAY, created_at=NINE_PM,
    recurrence=Recurrence(rrules=("FREQ=WEEKLY;BYDAY=TU;BYHOUR=21;BYMINUTE=0;BYSECOND=0",),
                          starts=datetime(2026, 11, 17, 21), zone="UTC"),  # noqa: DTZ001
)  # fmt: skip


def somebody(**profile: object) -> Person:
    session = Session(token="", started_at=NINE_PM)
    plan = plan_of(GOAL)
    person = Person(id=PersonId("p"), profile=UserProfile(zone="UTC").but(**profile), session=session, goals=(GOAL,))
    return person.with_plan(plan).with_reminder(CHECKIN)


def nudge(person: Person, due: datetime, recent: tuple[Delivery, ...] = (), now: datetime | None = None):
    house = House(lines=load_lines(None))
    return Reminding(house).nudge(
        person, CHECKIN.id, due, recent, now or due, platform=Platform.TELEGRAM, is_blocked=False
    )


def done(person: Person, day: date, at: datetime) -> Person:
    log = Log(id=LogId(f"l{at}"), goal_id=GOAL.id, day=day, status=LogStatus.DONE, at=at)
    return person.with_log(log)


def test_question_of_the_evening_waits_for_the_morning():
    held = nudge(somebody(), NINE_PM)

    assert held.delivery.why == "quiet_hours"
    assert held.person.reminders[0].next_due_at == MORNING
    assert nudge(held.person, MORNING).reply is not None


def test_question_that_waited_is_not_asked_where_its_evening_was_told_about_meanwhile():
    held = nudge(somebody(), NINE_PM)

    asked = nudge(done(held.person, NINE_PM.date(), NINE_PM + HOUR), MORNING)

    assert (asked.reply, asked.delivery.why) == (None, "already_done")


def test_what_was_put_off_and_left_out_leaves_nothing_to_the_next_one():
    held = nudge(somebody(), NINE_PM)
    told = done(held.person, NINE_PM.date(), NINE_PM + HOUR)
    after = nudge(told, MORNING).person

    assert after.reminders[0].postponed_from is None
    next_week = after.but(profile=after.profile.but(quiet_hours=(MORNING.time(), MORNING.time())))
    assert nudge(next_week, NINE_PM + 7 * DAY).reply is not None


def test_question_that_waits_survives_the_departure_on_a_journey():
    trip = Trip(zone="America/New_York", starts=date(2026, 11, 24), until=date(2026, 12, 1), home="UTC")
    held = nudge(with_trip(somebody(), trip, NINE_PM - HOUR), NINE_PM)
    assert held.person.reminders[0].next_due_at == MORNING

    abroad = nudge(held.person, MORNING)  # three in the morning there

    assert abroad.person.profile.zone == "America/New_York"
    assert abroad.delivery.why == "quiet_hours"
    later = abroad.person.reminders[0].next_due_at
    assert later == MORNING + 5 * HOUR
    assert nudge(abroad.person, later).reply is not None


def test_two_questions_that_waited_are_one_in_the_morning():
    sent = Delivery(reminder_id=ReminderId("r2"), due_at=MORNING, state=DeliveryState.SENT, at=MORNING)
    held = nudge(somebody(), NINE_PM).person
    other = CHECKIN.but(id=ReminderId("r2"), goal_id=None)

    assert nudge(held.with_reminder(other), MORNING, (sent,)).delivery.why == "daily_cap"


def test_nudge_that_perhaps_arrived_counts_as_the_one_of_the_day():
    maybe = Delivery(
        reminder_id=CHECKIN.id, due_at=NINE_PM - 9 * HOUR, state=DeliveryState.UNKNOWN, at=NINE_PM - 9 * HOUR
    )
    awake = somebody(quiet_hours=(MORNING.time(), MORNING.time()))

    assert nudge(awake, NINE_PM, (maybe,)).delivery.why == "daily_cap"


def test_no_sentence_of_a_checkin_comes_twice_in_a_row_even_after_an_answer():
    person, awake = somebody(), (MORNING.time(), MORNING.time())
    person = person.but(profile=person.profile.but(quiet_hours=awake))
    texts = []
    for week in range(8):
        due = NINE_PM + 7 * week * DAY
        asked = nudge(person, due)
        assert asked.reply is not None
        texts.append(asked.reply.text)
        line = Exchange(who="person", text="done", at=due + HOUR)
        history = (*asked.person.session.history, line, Exchange(who="gigi", text="Noted.", at=due + HOUR))
        person = asked.person.but(session=asked.person.session.but(history=history))

    for one, other in pairwise(texts):
        assert not set(one.split(". ")) & set(other.split(". "))


def test_bare_reminder_does_not_push_an_open_question_aside():
    person = somebody()
    question = Awaiting(kind="accept_plan", asked_at=NINE_PM)
    person = person.but(session=person.session.but(awaiting=question))
    reminder = CHECKIN.but(kind=ReminderKind.REMINDER, goal_id=None, text="stretch")

    asked = nudge(person.with_reminder(reminder), NINE_PM)

    assert asked.reply is not None
    assert asked.person.session.awaiting.kind == "accept_plan"


def test_two_goals_at_one_hour_take_turns():
    awake = somebody(quiet_hours=(MORNING.time(), MORNING.time()))
    read = GOAL.but(id=GoalId("g2"), title="Read")
    person = awake.with_goal(read).with_plan(plan_of(read).but(goal_id=read.id))
    person = person.with_reminder(CHECKIN.but(id=ReminderId("r2"), goal_id=read.id))
    before: tuple[Delivery, ...] = ()
    asked = []
    for week in range(4):
        due = NINE_PM + 7 * week * DAY
        for reminder in ("r1", "r2"):
            house = House(lines=load_lines(None))
            found = Reminding(house).nudge(
                person, ReminderId(reminder), due, before, due, platform=Platform.TELEGRAM, is_blocked=False
            )
            state = DeliveryState.SENT if found.reply else DeliveryState.SKIPPED
            before = (found.delivery.but(state=state), *before)
            person = found.person
            asked += [reminder] if found.reply else []
        history = (*person.session.history, Exchange(who="person", text="hello", at=due + HOUR))
        person = person.but(session=person.session.but(history=history))

    assert asked == ["r1", "r2", "r1", "r2"]


def test_many_nudges_since_the_last_word_do_not_make_answered_checkins_unanswered():
    person = somebody(quiet_hours=(MORNING.time(), MORNING.time()))
    lines = tuple(Exchange(who="gigi", text="Reminder: stretch", at=NINE_PM) for _ in range(40))
    person = person.but(session=person.session.but(heard_at=NINE_PM - DAY, history=lines))
    old = tuple(
        Delivery(reminder_id=CHECKIN.id, due_at=at, state=DeliveryState.SENT, at=at)
        for at in (NINE_PM - 7 * week * DAY for week in range(1, 6))
    )

    assert nudge(person, NINE_PM, old).delivery.why == ""
