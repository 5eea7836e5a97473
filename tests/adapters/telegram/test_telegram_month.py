"""A whole person's month on Telegram in one test: nothing replaced but the clock, which the test moves."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.adapters.telegram.life import living
from tests.people import HandClock

LISBON = ZoneInfo("Europe/Lisbon")  # leaves summer time on Sunday, 25 October 2026


class Phone:
    """One person and what they hear."""

    def __init__(self, life, person):
        self.life, self.person, self.chat = life, person, person.chat

    async def say(self, text, hears=""):
        """The answer to one message that holds these words."""
        await self.person.says(text)
        found = await self.person.hears(hears, within=10)
        await self.life.gigi.engine.idle()
        return found

    async def tap(self, message, label):
        """A button, answered at once."""
        press = await self.person.presses(message, label)
        await press.answered(within=2)
        await self.life.gigi.engine.idle()

    def checkins(self):
        """When check-ins came, by the person's own clock."""
        return [
            message.date.astimezone(LISBON)
            for message in self.chat.from_bot
            if "Done" in [button["text"] for button in _first_buttons(message)]
        ]


def _first_buttons(message):
    """The buttons it came with, whatever became of them."""
    return [button for row in (message.shown[0].markup or {}).get("inline_keyboard", []) for button in row]


async def test_a_month_with_gigi(tmp_path):
    clock = HandClock(datetime(2026, 10, 5, 17, tzinfo=UTC))
    async with living(tmp_path, clock=clock, zone="") as life:
        ana = Phone(life, life.server.person(7, first_name="Ana"))

        await ana.say("/start", "I am Gigi")
        plan = await ana.say("I want to lose 5kg in 8 weeks", "Week 8")
        assert "Lose 5kg by 30 Nov 2026" in plan.text
        await ana.say("84 kg, 175 cm", "Started")
        await ana.say("Lisbon", "Europe/Lisbon")

        while clock.at < datetime(2026, 11, 2, 17, tzinfo=UTC):
            heard = len(ana.checkins())
            await life.live(days=1)
            if len(ana.checkins()) > heard:
                await ana.tap(ana.chat.last, "Done")

        came = ana.checkins()
        assert {at.weekday() for at in came} == {0, 3}
        assert {at.time() for at in came} == {time(8)}  # before and after the clocks went back
        assert [at.date() for at in came][:2] == [date(2026, 10, 8), date(2026, 10, 12)]
        assert len(came) == 8
        logs = (await life.person(7)).logs
        assert [log.day for log in logs] == [at.date() for at in came]

        await ana.say("82.1", "82.1 kg")
        chart = await ana.say("/progress", "82.1")
        assert chart.attachment.content.startswith(b"\x89PNG")
        change = await ana.say("make it easier", "?")
        await ana.tap(change, "Yes")
        assert len([plan for plan in (await life.person(7)).plans if plan.version > 1]) >= 1
        assert "08:00" in (await ana.say("/nudges", "Next")).text

        await ana.person.says("/export")
        export = await ana.person.hears(lambda message: message.attachment and b"82.1" in message.attachment.content)
        assert export.attachment.name == "gigi-export.json"
        await ana.person.hears(lambda message: message.attachment and b"BEGIN:VCALENDAR" in message.attachment.content)

        await ana.say("/forget", "forget me")
        await ana.say("forget me", "destroyed")
        before = len(ana.chat.from_bot)
        await life.live(days=14)
        assert len(ana.chat.from_bot) == before
        await ana.say("/goals", "No goals yet")

        assert life.server.problems == []
        assert life.server.unanswered() == []
        assert set(await life.gigi.store.inbox.counts()) == {"done"}
