"""What goes wrong between Gigi and Telegram: nothing is lost, nobody else waits, and the log says so."""

import asyncio
import time
from contextlib import suppress

import pytest

from adapters.telegram import listen, open_sender
from adapters.telegram.pacing import Pacing
from bot.app import open_gigi
from bot.entities import Platform
from bot.errors import DatabaseUnavailable, PlatformFailed
from tests.adapters.telegram.life import Life, living, settings_for, soon
from tests.people import HandClock
from tests.servers.telegram import faults, serve
from tests.servers.telegram.refusals import Refusal

REMINDER = "remind me every day at 10am to stretch"


@pytest.mark.parametrize(
    "fault", [faults.internal_error(), faults.bad_gateway(), faults.too_many_requests(1)], ids=["500", "502", "429"]
)
async def test_refused_answer_comes_once_when_telegram_is_well_again(tmp_path, fault):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.will("sendMessage", fault, times=2)

        await ana.says("/help")
        await ana.hears("/goal", within=10)

        await ana.hears_nothing()


@pytest.mark.parametrize("fault", [faults.cut(), faults.truncates(), faults.breaks_off()], ids=["cut", "html", "half"])
async def test_answer_whose_receipt_was_lost_comes_at_least_once(tmp_path, fault):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.will("sendMessage", fault)

        await ana.says("/help")

        await ana.hears("/goal", within=10)
        await soon(lambda: _is_done(life))


async def _is_done(life):
    return set(await life.gigi.store.inbox.counts()) == {"done"}


@pytest.mark.parametrize(
    "fault", [faults.internal_error(), faults.bad_gateway(), faults.too_many_requests(1)], ids=["500", "502", "429"]
)
async def test_nudge_that_telegram_refused_for_the_moment_comes_exactly_once(tmp_path, fault):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(REMINDER)
        await ana.hears("10")
        life.server.will("sendMessage", fault, times=2)

        await life.live(hours=2)

        assert [message.text for message in ana.chat.from_bot if "Reminder" in message.text] == ["Reminder: stretch"]
        assert await _deliveries(life) == ["sent"]


async def test_nudge_whose_receipt_was_lost_is_not_sent_twice_and_says_that_it_is_unknown(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(REMINDER)
        await ana.hears("10")
        life.server.will("sendMessage", faults.loses_reply())

        await life.live(hours=2)

        assert len([message for message in ana.chat.from_bot if "Reminder" in message.text]) == 1
        assert await _deliveries(life) == ["unknown"]


async def _deliveries(life):
    return [delivery.state for delivery in await life.gigi.store.deliveries.of(await life.id_of(7))]


async def test_chat_that_telegram_holds_back_delays_nobody_else(tmp_path):
    async with living(tmp_path, pace=Pacing()) as life:
        ana, bo = life.server.person(7), life.server.person(8)
        life.server.will("sendMessage", faults.too_many_requests(3), chat=ana)

        await ana.says("/help")
        await soon(lambda: life.server.count("sendMessage", ana))
        started = time.monotonic()
        await bo.says("/help")
        await bo.hears("/goal", within=2)
        assert time.monotonic() - started < 2

        await ana.hears("/goal", within=8)
        first, again = life.server.calls_of("sendMessage", ana)
        assert again.at - first.at >= 3


async def test_call_that_hangs_holds_up_its_own_chat_only(tmp_path, monkeypatch):
    monkeypatch.setattr("adapters.telegram.line.READ_SECONDS", 4.0)
    async with living(tmp_path) as life:
        ana, bo = life.server.person(7), life.server.person(8)
        life.server.will("sendMessage", faults.hangs(), chat=ana)

        await ana.says("/help")
        await bo.says("/help")

        await bo.hears("/goal", within=3)
        await ana.hears("/goal", within=15)


async def test_update_that_cannot_be_read_is_set_aside_and_the_next_is_answered(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)

        await life.server.sends_unparsable_update()
        await ana.says("/help")

        await ana.hears("/goal")
        exposition, _ = life.gigi.metrics.exposition()
        assert b'gigi_updates_total{outcome="set_aside"} 1.0' in exposition
        await soon(lambda: not life.server.updates.pending)


async def test_update_is_confirmed_only_after_it_was_stored(tmp_path, monkeypatch):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        accept, failures = life.gigi.store.inbox.accept, iter(range(2))

        async def failing(inbound, bot=""):
            if next(failures, None) is not None:
                raise DatabaseUnavailable("The disk is away.")
            return await accept(inbound, bot)

        monkeypatch.setattr(life.gigi.store.inbox, "accept", failing)
        await ana.says("/help")
        await ana.hears("/goal", within=10)

        assert False in life.readiness
        assert life.readiness[-1]


async def test_token_revoked_while_listening_ends_it_with_a_sentence(tmp_path):
    async with serve() as server, _gigi_on(server, tmp_path) as (gigi, sender):
        readiness = []
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(_failure_of(listen(gigi, sender, ready=readiness.append)))
            await soon(lambda: readiness)
            server.revokes_token()
            server.updates.end_poll(Refusal(401, "Unauthorized"))

            failure = await asyncio.wait_for(listening, 10)

        assert isinstance(failure, PlatformFailed)
        assert "telegram.token" in str(failure)
        assert server.token not in str(failure)


@pytest.mark.parametrize("token", ["123:never-given-out", "nonsense", "with a space"])
async def test_wrong_token_is_refused_at_the_start(tmp_path, token):
    async with serve() as server:
        failure = None
        try:
            async with _gigi_on(server, tmp_path, telegram={"token": token}) as (gigi, sender):
                await asyncio.wait_for(listen(gigi, sender, ready=lambda ready: None), 10)
        except PlatformFailed as error:
            failure = error

        assert failure is not None
        assert token not in str(failure)


async def _failure_of(work):
    try:
        await work
    except PlatformFailed as error:
        return error


class _gigi_on:
    """Gigi and its sender, not listening yet."""

    def __init__(self, server, folder, **sections):
        self._settings = settings_for(server, folder, **sections)

    async def __aenter__(self):
        from contextlib import AsyncExitStack

        self._stack = AsyncExitStack()
        sender = await self._stack.enter_async_context(open_sender(self._settings))
        gigi = await self._stack.enter_async_context(open_gigi(self._settings, {Platform.TELEGRAM: sender}))
        return gigi, sender

    async def __aexit__(self, *error):
        await self._stack.__aexit__(*error)


async def test_second_poller_is_outlived(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.will("getUpdates", faults.refuses(409, "Conflict: terminated by other getUpdates request"), times=2)
        life.server.updates.end_poll(Refusal(409, "Conflict: terminated by other getUpdates request"))

        await soon(lambda: False in life.readiness)
        await ana.says("/help")
        await ana.hears("/goal", within=15)


async def test_telegram_away_for_a_while_is_outlived_and_readiness_tells(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.goes_down()
        await soon(lambda: False in life.readiness)

        life.server.comes_back()
        await ana.says("/help")

        await ana.hears("/goal", within=15)
        assert life.readiness[-1]


async def test_start_while_telegram_is_away_waits_for_it(tmp_path):
    async with serve() as server, _gigi_on(server, tmp_path) as (gigi, sender):
        readiness = []
        server.goes_down()
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(listen(gigi, sender, ready=readiness.append))
            await soon(lambda: False in readiness)
            server.comes_back()
            await soon(lambda: True in readiness, within=10)
            listening.cancel()


async def test_end_comes_at_once_and_confirms_what_was_accepted(tmp_path):
    async with serve() as server, _gigi_on(server, tmp_path) as (gigi, sender):
        ana = server.person(7)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(listen(gigi, sender, ready=lambda ready: None))
            await server.hears_from_bot()
            await ana.says("/help")
            await ana.hears("/goal")
            started = time.monotonic()
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

        assert time.monotonic() - started < 3
        assert server.updates.pending == []


async def test_updates_that_come_again_after_a_restart_are_not_answered_again(tmp_path):
    clock = HandClock()
    async with serve(now=clock.now) as server:
        ana = server.person(7)
        async with living(tmp_path, clock=clock, server=server):
            said = await ana.says("/help")
            await ana.hears("/goal")
        said.chat.told("message", said)

        async with living(tmp_path, clock=clock, server=server) as life:
            await soon(lambda: not server.updates.pending)
            await ana.says("/goals")
            await ana.hears()

        assert (
            len([message for message in ana.chat.from_bot if "/goal" in message.text and "/plan" in message.text]) == 1
        )
        assert isinstance(life, Life)


async def test_styles_that_telegram_refuses_are_left_away(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.will("sendMessage", faults.refuses(400, "Bad Request: can't parse entities: whatever"))

        await ana.starts()

        shown = await ana.hears("I am Gigi")
        assert {entity["type"] for entity in shown.entities} <= {"bot_command"}


async def test_parts_that_were_sent_are_not_sent_again(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says("I want to read more")
        await ana.hears()
        life.server.will("sendDocument", faults.cut(), times=1)

        await ana.says("/export")
        await ana.hears(lambda message: message.attachment, within=10)

        texts = [message.text for message in ana.chat.from_bot if not message.attachment]
        assert len(texts) == len(set(texts))
