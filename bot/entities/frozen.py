"""The one configuration every entity shares."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes; `but()` gives a changed copy. Unknown fields are refused."""

    # defer_build: a schema is built when the first value is made, so that starting does not pay for all of them
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    def but(self, **changes: Any) -> Self:
        """A copy with these fields replaced. The values are trusted (they come from our own code)."""
        return self.model_copy(update=changes)
