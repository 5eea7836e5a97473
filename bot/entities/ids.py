"""Internal ids: random, unguessable, meaningless outside this database."""

import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
GoalId = NewType("GoalId", str)
PlanId = NewType("PlanId", str)
LogId = NewType("LogId", str)
ReminderId = NewType("ReminderId", str)
MemoryId = NewType("MemoryId", str)
InboxId = NewType("InboxId", int)


def new_id(prefix: str) -> str:
    """A random id such as `g_k3…`: 96 bits, so that nobody can enumerate another person's rows."""
    return f"{prefix}_{secrets.token_hex(12)}"
