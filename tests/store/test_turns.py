"""One commit point: all of a turn or nothing, only what changed, only by the holder of the fence."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from store_samples import NOON, a_goal, a_log, a_plan, a_reminder, later, message, opened, said, take_turn

from bot.entities import (
    Analysis,
    Change,
    Delivery,
    DeliveryState,
    Exchange,
    Intent,
    Memory,
    MemoryId,
    Reply,
    UserProfile,
)
from bot.errors import FenceLost
from bot.store import tables
from bot.store.opening import Store
from bot.store.turns import Turn


async def test_turn_with_everything_is_loaded_as_it_was_committed(store: Store) -> None:
    goal, other = a_goal(), a_goal("Read 12 books")
    profile = UserProfile(name="Ana", zone="Europe/Lisbon", weight_kg=84)

    def change(person):
        person = said(person, "I want to run").but(profile=profile).with_goal(goal).with_goal(other)
        person = person.with_plan(a_plan(goal)).with_reminder(a_reminder()).with_log(a_log(goal, 1))
        change.after = person.with_log(a_log(goal, 2))
        return change.after

    loaded = await take_turn(store, change)

    assert loaded == change.after


async def test_changed_entities_replace_and_missing_ones_are_removed(store: Store) -> None:
    kept, dropped = a_goal(), a_goal("Swim")
    log, reminder = a_log(kept), a_reminder()
    await take_turn(
        store, lambda p: p.with_goal(kept).with_goal(dropped).with_log(log).with_reminder(reminder)
    )  # fmt: skip

    loaded = await take_turn(
        store, lambda p: p.with_goal(kept.but(current=3.0)).but(goals=(kept.but(current=3.0),), logs=(), reminders=())
    )

    assert loaded.goals == (kept.but(current=3.0),)
    assert loaded.logs == ()
    assert loaded.reminders == ()


async def test_newest_plan_counts_and_older_versions_stay(store: Store) -> None:
    goal = a_goal()
    first, second = a_plan(goal), a_plan(goal, version=2, action="jog")
    await take_turn(store, lambda p: p.with_goal(goal).with_plan(first))

    loaded = await take_turn(store, lambda p: p.with_plan(second))

    assert loaded.plans == (second,)
    assert len((await store.exporting.export(loaded.id))["plans"]) == 2


async def test_undone_plan_version_gives_way_to_the_one_before(store: Store) -> None:
    goal = a_goal()
    first, second = a_plan(goal), a_plan(goal, version=2, action="jog")
    await take_turn(store, lambda p: p.with_goal(goal).with_plan(first))
    await take_turn(store, lambda p: p.with_plan(second))

    loaded = await take_turn(store, lambda p: p.with_plan(first))

    assert loaded.plans == (first,)


async def test_undone_goal_takes_its_plans_along(store: Store) -> None:
    goal = a_goal()
    await take_turn(store, lambda p: p.with_goal(goal).with_plan(a_plan(goal)))
    await take_turn(store, lambda p: p.with_plan(a_plan(goal, version=2)))

    loaded = await take_turn(store, lambda p: p.but(goals=(), plans=()))

    assert (loaded.goals, loaded.plans) == ((), ())
    assert (await store.exporting.export(loaded.id))["plans"] == []


async def test_turn_that_changes_a_text_leaves_the_due_instant_of_the_sweep_alone(store: Store) -> None:
    reminder = a_reminder("stretch")
    await take_turn(store, lambda p: p.with_reminder(reminder))
    row, fence, before = await opened(store)
    due = await store.reminders.due(NOON)
    await store.reminders.claim_due(due, lambda _: later(60))

    after = before.with_reminder(reminder.but(text="stretch well"))
    await store.inbox.commit_turn(row, fence, Turn(before, after, Reply(text="ok")))

    loaded = (await store.people.load(before.id)).reminders[0]
    assert (loaded.text, loaded.next_due_at) == ("stretch well", later(60))


async def test_committed_reply_is_found_again_and_not_made_again(store: Store) -> None:
    row, fence, before = await opened(store)
    await store.inbox.begin(row, fence)
    reply, analysis = Reply(text="Well done"), Analysis(intent=Intent.GOAL, summary="wants to run")
    await store.inbox.commit_turn(
        row, fence, Turn(before, before, reply, analysis=analysis, trace=[("analyze_input", 1.5)])
    )  # fmt: skip

    again = await store.inbox.next_open(before.id)

    assert again is not None
    assert (again.id, again.state, again.reply, again.analysis) == (row.id, "sending", reply, analysis)
    assert again.trace == (("analyze_input", 1.5),)
    with pytest.raises(FenceLost):
        await store.inbox.commit_turn(again, fence, Turn(before, before, Reply(text="twice")))


async def test_turn_without_reply_is_done_at_once(store: Store) -> None:
    row, fence, before = await opened(store)

    await store.inbox.commit_turn(row, fence, Turn(before, before, None))

    assert await store.inbox.next_open(before.id) is None


@pytest.mark.parametrize("write", ["begin", "commit", "finish", "bury", "fail"])
async def test_overtaken_drainer_can_write_nothing(store: Store, write: str) -> None:
    row, fence, before = await opened(store)
    newer = await store.inbox.claim(before.id)
    writes = {
        "begin": lambda f: store.inbox.begin(row, f),
        "commit": lambda f: store.inbox.commit_turn(row, f, Turn(before, said(before, "new"), Reply(text="hi"))),
        "finish": lambda f: store.inbox.finish(row, f),
        "bury": lambda f: store.inbox.bury(row, f, "TimeoutError"),
        "fail": lambda f: store.inbox.fail(row, f, "TimeoutError"),
    }

    with pytest.raises(FenceLost):
        await writes[write](fence)

    untouched = await store.inbox.next_open(before.id)
    assert untouched is not None
    assert (untouched.state, untouched.tries, untouched.error) == ("new", 0, None)
    assert await store.people.load(before.id) == before
    await writes[write](newer)


async def test_error_in_the_middle_of_a_commit_leaves_nothing(store: Store) -> None:
    row, fence, before = await opened(store)
    goal = a_goal()
    unstorable = Memory(id=MemoryId("m"), person_id=before.id, text="x", created_at=NOON.replace(tzinfo=None))

    with pytest.raises(Exception, match="offset-naive"):
        await store.inbox.commit_turn(
            row, fence, Turn(before, before.with_goal(goal), Reply(text="hi"), memories=[unstorable])
        )

    assert await store.people.load(before.id) == before
    assert (await store.inbox.next_open(before.id)).state == "new"


async def test_deliveries_and_memories_come_with_the_turn(store: Store) -> None:
    reminder = a_reminder()
    sending = Delivery(reminder_id=reminder.id, due_at=NOON, state=DeliveryState.SENDING, at=NOON)
    row, fence, before = await opened(store)
    memory = Memory(id=MemoryId("m_1"), person_id=before.id, text="my knee hurts", kind="fact", created_at=NOON)

    await store.inbox.commit_turn(
        row, fence, Turn(before, before, Reply(text="hi"), deliveries=[sending], memories=[memory])
    )
    await store.inbox.finish(row, fence, [sending.but(state=DeliveryState.SENT)])

    assert await store.deliveries.of(before.id) == [sending.but(state=DeliveryState.SENT)]
    assert await store.memories.memories_of(before.id) == [memory]


async def test_ordinary_turn_writes_three_rows_and_whole_path_is_ten_statements(store: Store) -> None:
    await take_turn(store, lambda p: p.with_goal(a_goal()))
    statements: list[str] = []

    def note(*args: str) -> None:
        if not args[2].startswith("BEGIN"):  # SQLite's own, at the start of each transaction
            statements.append(args[2].split()[0])

    event.listen(store.database.engine.sync_engine, "before_cursor_execute", note)

    row, fence, before = await opened(store)
    await store.inbox.begin(row, fence)
    committed = len(statements)
    await store.inbox.commit_turn(row, fence, Turn(before, said(before, "hello"), Reply(text="hi")))
    committed = len(statements) - committed
    await store.inbox.finish(row, fence)

    assert committed == 3
    assert len(statements) == 10


async def test_logs_older_than_400_days_are_kept_but_not_in_hand(store: Store) -> None:
    goal = a_goal()
    old, fresh = a_log(goal, 90, NOON - timedelta(days=401)), a_log(goal, 80, NOON - timedelta(days=399))

    loaded = await take_turn(store, lambda p: p.with_goal(goal).with_log(old).with_log(fresh))
    await take_turn(store, lambda p: said(p, "next"))

    assert loaded.logs == (fresh,)
    assert [log["value"] for log in (await store.exporting.export(loaded.id))["logs"]] == [90, 80]


async def test_logs_of_one_instant_keep_their_order(store: Store) -> None:
    goal = a_goal()
    values = [float(n) for n in range(20)]

    def change(person):
        for value in values:
            person = person.with_log(a_log(goal, value))
        return person

    loaded = await take_turn(store, change)

    assert [log.value for log in loaded.logs] == values


async def test_turn_cannot_write_over_the_row_of_another_person(store: Store) -> None:
    goal = a_goal("mine")
    ana = await take_turn(store, lambda p: p.with_goal(goal), user="ana")

    bob = await take_turn(store, lambda p: p.with_goal(goal.but(title="stolen")), user="bob")

    assert (await store.people.load(ana.id)).goals == (goal,)
    assert bob.goals == ()


async def test_undo_and_awaiting_survive_in_the_session(store: Store) -> None:
    goal = a_goal()
    undo = Change(what="the goal", goals=(goal,), created=(goal.id,))

    loaded = await take_turn(store, lambda p: p.but(session=p.session.but(undo=undo, focus=goal.id)))

    assert (loaded.session.undo, loaded.session.focus) == (undo, goal.id)


async def test_session_and_goal_can_be_saved_outside_a_turn(store: Store) -> None:
    person_id = (await store.inbox.accept(message())).person_id
    goal = a_goal()
    session = (await store.people.load(person_id)).session.but(history=(Exchange(who="gigi", text="hi", at=NOON),))

    await store.people.save_goal_for_user(person_id, goal)
    await store.people.save_goal_for_user(person_id, goal.but(title="Run 12 km"))
    await store.people.save_session_state(person_id, session)

    assert await store.people.load_goals_for_user(person_id) == (goal.but(title="Run 12 km"),)
    assert (await store.people.load(person_id)).session == session
    async with store.database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.goals)) == 1
