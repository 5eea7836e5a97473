"""Many people at once: messages are stored before any is answered, and nudges go out one at a time."""

import asyncio

from engine_samples import NOON, Listener, daily, engine_over, message, take_turn

from bot.engine import drain
from bot.engine.sweep import Sweep

PEOPLE = ("ana", "bo", "cy", "di")


class Watched:
    """How many sends run at the same time."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.now = self.most = 0
        self.seconds = seconds

    async def __call__(self, reply) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self.seconds)
        self.now -= 1


async def nudged(store, script, listener, clock):
    """Everybody's nudge sent by one engine; how many at the same time."""
    for user in PEOPLE:
        await take_turn(store, lambda person: person.with_reminder(daily(NOON)), user)
    async with engine_over(store, script, listener, clock) as engine:
        await Sweep(store.reminders, clock, engine.kick)()
        await engine.idle()
    assert len(listener.sent) == len(PEOPLE)
    return listener.before.most


async def test_nudges_that_cannot_be_sent_twice_go_out_one_at_a_time(store, script, listener, clock):
    listener.before = Watched()

    assert await nudged(store, script, listener, clock) == 1


async def test_slow_nudge_lets_the_others_pass(store, script, listener, clock, monkeypatch):
    monkeypatch.setattr(drain, "SLOW_SECONDS", 0.05)
    listener.before = Watched(seconds=0.5)

    assert await nudged(store, script, listener, clock) == len(PEOPLE)


async def test_nudges_that_may_be_sent_twice_need_not_wait(store, script, clock):
    listener = Listener(dedupes=True)
    listener.before = Watched(seconds=0.2)

    assert await nudged(store, script, listener, clock) > 1


async def test_while_a_crowd_is_stored_nothing_is_begun(store, script, listener, clock):
    async with engine_over(store, script, listener, clock) as engine:
        with engine.holding():
            for user in PEOPLE:
                accepted = await store.inbox.accept(message("hello", user))
                engine.kick(accepted.person_id)
                await asyncio.sleep(0.01)
            assert script.asked == []
        await engine.idle()

    assert len(listener.sent) == len(PEOPLE)
