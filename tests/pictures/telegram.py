"""`python -m tests.pictures.telegram` writes docs/pictures/telegram.png: a month with Gigi, as it really went."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.adapters.telegram.life import Life, living
from tests.people import HandClock
from tests.pictures.phone import draw_phones
from tests.servers.telegram import Message

TARGET = Path(__file__).parents[2] / "docs" / "pictures" / "telegram.png"
LISBON = ZoneInfo("Europe/Lisbon")
READINGS = (83.6, 83.4, 82.7, 82.9, 82.2, 81.8, 81.9)


async def main() -> None:
    """The conversation, then its picture."""
    clock = HandClock(datetime(2026, 10, 5, 17, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with living(Path(folder), clock=clock, zone="") as life:
            chats = await _talk(life)
    TARGET.write_bytes(draw_phones(chats, LISBON))


async def _talk(life: Life) -> list[list[Message]]:
    ana = life.server.person(7, first_name="Ana")
    seen: list[list[Message]] = []

    async def say(text: str) -> None:
        await ana.says(text)
        await ana.hears(within=90)
        await life.gigi.engine.idle()

    def look(number: int) -> None:
        seen.append(ana.chat.messages[-number:])

    await say("I want to lose 5kg in 8 weeks")
    look(2)
    await say("84 kg, 175 cm")
    await say("Lisbon")
    await life.live(days=2, hours=16)
    look(4)
    for reading in READINGS:
        await life.live(days=3)
        await say(f"{reading} kg")
    await say("/progress")
    await say("make it easier")
    look(4)
    return seen


if __name__ == "__main__":
    asyncio.run(main())
