"""`python -m tests.pictures.discord` writes docs/pictures/discord.png: a week with Gigi, as it really went."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from adapters.rendering.telegram import pieces
from tests.adapters.discord_chat.discord_life import Life, living
from tests.people import HandClock
from tests.pictures.phone import draw_phones
from tests.servers.discord import Message

TARGET = Path(__file__).parents[2] / "docs" / "pictures" / "discord.png"


@dataclass
class Shown:
    """A message of Discord as the picture wants it: its Markdown as styled words, its buttons in rows."""

    message: Message

    @property
    def _piece(self) -> Any:
        embeds = [f"**{embed.get('title', '')}**\n{embed.get('description', '')}" for embed in self.message.embeds]
        return pieces("\n\n".join(filter(None, (self.message.content, *embeds))), 20_000)[0]

    @property
    def text(self) -> str:
        return str(self._piece.text)

    @property
    def entities(self) -> list[dict[str, Any]]:
        return [{"type": one.type, "offset": one.offset, "length": one.length} for one in self._piece.entities]

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        return [[{"text": part["label"]} for part in row["components"]] for row in self.message.components]

    @property
    def from_bot(self) -> bool:
        return self.message.author.is_bot

    @property
    def date(self) -> datetime:
        return datetime.fromisoformat(self.message.sent_at)

    @property
    def media(self) -> dict[str, Any]:
        return {"photo": True} if self.message.attachments else {}

    @property
    def attachment(self) -> Any:
        return SimpleNamespace(content=self.message.attachments[0].data) if self.message.attachments else None


async def main() -> None:
    """The conversations, then their picture: a plan, a nudge, the channel with its board."""
    clock = HandClock(datetime(2026, 10, 5, 17, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with living(Path(folder), clock=clock) as life:
            chats = await _talk(life)
    TARGET.write_bytes(draw_phones(chats, ZoneInfo("Europe/Lisbon")))  # type: ignore[arg-type]


async def _talk(life: Life) -> list[list[Shown]]:
    guild = life.server.guild("friends")
    channel = guild.text_channel("general")
    ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))

    async def say(who: Any, text: str) -> None:
        await who.says(who.dm, text)
        await who.hears(within=60)
        await life.gigi.engine.idle()

    await say(ana, "I want to lose 5kg in 8 weeks")
    plan = list(ana.dm.messages.values())
    for text in ("84 kg, 175 cm", "yes", "yes"):
        await say(ana, text)
    for text in ("I want to run 3 times a week", "yes", "yes"):
        await say(ben, text)
    for who, level, name in ((ana, "done", "on Ana"), (ben, "full", "on Ben")):
        await (await who.uses(channel, "/share", goal=level, within=60)).until("room", 60)
        await who.uses(channel, "/board", name=name, within=60)
    for day in range(7):
        await life.live(hours=22)
        await say(ben, "done" if day % 2 else "skipped, rain")
        await say(ana, f"{83.9 - day / 10:.1f}")
        await life.live(hours=2)
    await life.live(hours=20)
    await ben.says(channel, "nice, a run more than last week")
    nudges = [message for message in ana.dm.messages.values() if not message.deleted][-7:]
    board = [message for message in channel.seen_by(ben) if not message.ephemeral]
    return [[Shown(message) for message in chat if message.text] for chat in (plan, nudges, board)]


if __name__ == "__main__":
    asyncio.run(main())
