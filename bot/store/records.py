"""Entities as sealed records: each one JSON, sealed at its table and row."""

from typing import TypeVar

from pydantic import ValidationError

from bot.entities import Frozen
from bot.errors import DatabaseDamaged
from bot.logs import Log
from bot.security.vault import PersonCipher

log = Log(__name__)
Entity = TypeVar("Entity", bound=Frozen)


def seal_record(cipher: PersonCipher, table: str, row: str, entity: Frozen, *, column: str = "sealed") -> bytes:
    """The entity as JSON, sealed for this place."""
    return cipher.seal(entity.model_dump_json(), table=table, column=column, row=row)


def open_record(
    cipher: PersonCipher, table: str, row: str, kind: type[Entity], sealed: bytes, *, column: str = "sealed"
) -> Entity:
    """The entity that was sealed at this place. Raises DatabaseDamaged when it is none."""
    plain = cipher.open(sealed, table=table, column=column, row=row)
    try:
        return kind.model_validate_json(plain)
    except ValidationError:
        raise DatabaseDamaged(f"A stored {kind.__name__} does not have the shape this version knows.") from None


def report_damage(sentence: str, **where: str | int) -> None:
    """One line in the log for a record that had to be passed over."""
    log.error(sentence, **where)
