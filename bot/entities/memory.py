"""A memory: a fact or an exchange that can be recalled; its text is stored only encrypted."""

from datetime import datetime
from typing import Literal

from bot.entities.frozen import Frozen
from bot.entities.ids import MemoryId, PersonId

MemoryKind = Literal["fact", "exchange", "correction"]


class Memory(Frozen):
    """Something one person said. A correction outranks what it corrects."""

    id: MemoryId
    person_id: PersonId
    text: str
    kind: MemoryKind = "exchange"
    created_at: datetime
    embedded_with: str | None = None  # the name of the embedder whose vector stands in the vector store
