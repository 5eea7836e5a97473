"""A week of two people in one channel, one of them on Telegram too; and nothing of one is seen by the other."""

from contextlib import asynccontextmanager

from adapters import discord as discord_adapter
from adapters import telegram as telegram_adapter
from adapters.discord.tasks import own_tasks
from adapters.telegram.pacing import Unpaced
from bot.app import open_gigi
from bot.config import Settings
from bot.entities import Platform
from tests.adapters.discord_chat.discord_life import Life, keep_time, soon
from tests.people import HandClock
from tests.servers import discord, telegram

ANA_ONLY = ("weight", "84 kg", "83.", "5kg", "drink")
BEN_ONLY = ("spanish", "vocabulary")


@asynccontextmanager
async def both(folder):
    """Gigi on Discord and on Telegram at once, and the clock of all."""
    clock = HandClock()
    async with discord.serve() as server, telegram.serve(now=clock.now) as other:
        keep_time(server, clock)
        settings = Settings(
            storage={"data_dir": folder},
            coach={"zone": "Europe/Lisbon"},
            discord={"token": server.token, "api_base_url": server.rest_url},
            telegram={"token": other.token, "base_url": other.url},
        )
        async with (
            discord_adapter.open_sender(settings) as here,
            telegram_adapter.open_sender(settings, Unpaced()) as there,
            open_gigi(settings, {Platform.DISCORD: here, Platform.TELEGRAM: there}, clock=clock) as gigi,
            own_tasks() as tasks,
        ):
            life = Life(server, gigi, here, clock)
            server.response_seconds = 10.0
            listeners = [
                tasks.create_task(discord_adapter.listen(gigi, here, ready=life.readiness.append)),
                tasks.create_task(telegram_adapter.listen(gigi, there, ready=lambda ready: None)),
            ]
            await soon(lambda: life.readiness and life.readiness[-1] and server.syncs, 30)
            await soon(lambda: other.calls_of("getUpdates"), 20)
            yield life, other
            for listener in listeners:
                listener.cancel()


async def test_week_of_two_people_in_one_channel_one_of_them_on_telegram_too(tmp_path):
    async with both(tmp_path) as (life, other):
        guild = life.server.guild("friends")
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))
        phone = other.person(7, first_name="Ana")

        async def private(person, words):
            await person.says(person.dm, words)
            answer = await person.hears(where=person.dm, within=30)
            await life.gigi.engine.idle()
            return answer

        for words in ("I want to lose 5kg in 8 weeks", "84 kg, 175 cm", "yes", "remind me every day at 12:00 to drink"):
            await private(ana, words)
        for words in ("I want to learn Spanish vocabulary 20 minutes every day", "yes", "yes"):
            await private(ben, words)
        code = (await private(ana, "/link")).text.split("/link ")[1][:11]
        for words in (f"/link {code}", "yes"):
            await phone.says(words)
            await phone.hears(within=30)
            await life.gigi.engine.idle()
        await private(ana, "/nudges telegram")
        await (await ana.uses(channel, "/share", goal="done", within=30)).until("This room", 30)
        await (await ben.uses(channel, "/share", goal="full", within=30)).until("This room", 30)
        await ana.uses(channel, "/board", name="on Ana", within=30)
        await ben.uses(channel, "/board", name="on Ben", within=30)

        before = len(phone.chat.from_bot)
        for day in range(7):
            await life.live(hours=12)
            await private(ben, "done")
            await phone.says(f"{83.9 - day / 10:.1f}")
            await phone.hears(within=30)
            await life.gigi.engine.idle()
            await life.live(hours=12)
        await life.live(hours=6)

        reminders = [message for message in phone.chat.from_bot[before:] if "drink" in message.text]
        assert len(reminders) == 8  # the second Monday too
        assert not [message for message in ana.dm.by_bot if message.text.startswith("Reminder")]
        assert len((await life.person(ana)).logs) >= 7
        assert len(_boards(channel)) == 1
        assert "Ana" in _boards(channel)[0].text
        assert "anish" in _boards(channel)[0].text
        assert not [word for word in ANA_ONLY if word in ben.transcript.lower().replace("week", "")]
        assert not [word for word in BEN_ONLY if word in "\n".join(_private_words(ana)).lower()]
        assert life.server.problems == []
        assert other.problems == []


def _boards(channel):
    return [message for message in channel.by_bot if not message.ephemeral]


def _private_words(person):
    return [message.text for message in person.dm.by_bot]
