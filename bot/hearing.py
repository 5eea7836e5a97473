"""Voice notes: fetched from their platform, put into words by the model where the person allows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.entities import Inbound, Person, Platform
from bot.errors import ModelUnavailable, SendFailed
from bot.house import House
from bot.ports import Fetcher, Sender, Transcriber

LONGEST_SECONDS = 300
WhyNot = Literal["", "no_model", "no_consent", "too_long", "silent", "unavailable"]


class Heard(NamedTuple):
    """The words of a voice note, or why there are none."""

    words: str
    why_not: WhyNot = ""


@dataclass(frozen=True)
class Hearing:
    """Listens to voice notes. Without a model nothing can be heard."""

    senders: Mapping[Platform, Sender]
    transcriber: Transcriber | None
    house: House

    async def hear(self, person: Person, inbound: Inbound) -> Heard:
        """One model call at most, and none before the person agreed."""
        recording, platform = inbound.recording, self.senders.get(inbound.address.platform)
        if self.transcriber is None or recording is None or not isinstance(platform, Fetcher):
            return Heard("", "no_model")
        if not self.house.may_use_model(person):
            return Heard("", "no_consent")
        if recording.seconds > LONGEST_SECONDS:
            return Heard("", "too_long")
        try:
            sound = await platform.fetch(recording.file)
            words = (await self.transcriber.transcribe(person, sound, recording.media_type)).strip()
        except (ModelUnavailable, SendFailed):
            return Heard("", "unavailable")
        return Heard(words) if words else Heard("", "silent")
