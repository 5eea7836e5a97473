"""Collecting what is wrong with a body, as Discord's tree of errors (50035)."""

from typing import Any

from .errors import invalid_form

Path = tuple[str | int, ...]


class Form:
    """Notes mistakes under their path; `refuse` raises them all at once."""

    def __init__(self, *prefix: str) -> None:
        self.tree: dict[str, Any] = {}
        self.prefix = prefix

    def wrong(self, path: Path, code: str, message: str) -> None:
        node = self.tree
        for step in (*self.prefix, *path):
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse(self) -> None:
        if self.tree:
            raise invalid_form(self.tree)

    def text(self, path: Path, value: Any, low: int, high: int, *, required: bool = True) -> bool:
        """Whether the value is text of this length; a length is counted in code points."""
        if value is None:
            if required:
                self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
            return not required
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
        elif not value and low > 0:
            self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif low and not low <= len(value) <= high:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        elif len(value) > high:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        else:
            return True
        return False

    def number(self, path: Path, value: Any, low: int, high: int) -> bool:
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.wrong(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            self.wrong(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
        else:
            return True
        return False

    def entries(self, path: Path, value: Any, low: int, high: int) -> bool:
        if not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif low and not low <= len(value) <= high:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        elif len(value) > high:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        else:
            return True
        return False

    def choice(self, path: Path, value: Any, allowed: set[Any]) -> bool:
        try:
            known = value in allowed and not isinstance(value, bool)
        except TypeError:
            known = False
        if not known:
            listed = ", ".join(str(one) for one in sorted(allowed))
            self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
        return known
