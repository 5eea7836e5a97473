"""What a person sees of the bot's answer to a command, a button or a modal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .kinds import FIELDS
from .messages import Message, walk

if TYPE_CHECKING:
    from .interactions import Interaction


@dataclass(frozen=True)
class Choice:
    """One line of an autocomplete menu."""

    name: str
    value: Any


@dataclass(frozen=True)
class Modal:
    """A form the bot opened for one person."""

    interaction: "Interaction"
    body: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The inputs by their labels, in order."""
        found: dict[str, dict[str, Any]] = {}
        for part in self.body["components"]:
            inner = part.get("component") or (part.get("components") or [{}])[0]
            if inner.get("type") in FIELDS:
                found[str(part.get("label") or inner.get("label"))] = inner
        return found

    @property
    def text(self) -> str:
        """Each word of the form, with what is filled in already."""
        shown = [self.title]
        for part in walk(self.body["components"]):
            shown += [
                str(part[key]) for key in ("label", "description", "placeholder", "value", "content") if part.get(key)
            ]
            shown += [str(one["label"]) for one in part.get("options", [])]
        return "\n".join(shown)


class Answer:
    """One interaction as its person sees it; it goes on living while follow-ups arrive."""

    def __init__(self, interaction: "Interaction") -> None:
        self.interaction = interaction
        self.server = interaction.server

    @property
    def messages(self) -> list[Message]:
        """The response and its follow-ups that are shown to this person and complete."""
        return [one for one in self.interaction.produced if not one.deleted and not one.loading]

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def message(self) -> Message:
        """The first message of the answer."""
        assert self.messages, f"nothing was answered: {self.interaction.state}"
        return self.messages[0]

    @property
    def modal(self) -> Modal | None:
        return Modal(self.interaction, self.interaction.modal) if self.interaction.modal else None

    @property
    def ephemeral(self) -> bool:
        """Whether every message of the answer is for this person's eyes only."""
        return all(message.ephemeral for message in self.messages)

    @property
    def failed(self) -> bool:
        """Discord shows "The application did not respond"."""
        return self.interaction.response is None

    @property
    def thinking(self) -> bool:
        """Discord shows "is thinking..."."""
        original = self.interaction.original
        return original is not None and original.loading and not original.deleted

    async def until(self, words: str | Callable[["Answer"], bool], within: float = 5) -> "Answer":
        """Waits until the answer holds these words, follow-ups included."""
        look = (lambda: words in self.text) if isinstance(words, str) else (lambda: words(self))
        assert await self.server.bell.until(look, within), f"not answered so: {self.text!r} ({self.interaction.state})"
        return self
