"""Fields that bend instead of breaking: one wrong value of a model costs that value, never the whole answer."""

from math import isnan
from typing import Annotated, Any, Final

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

MOST_LOOKED_AT: Final = 60  # entries of a list: three times the longest plan


def or_default(default: Any) -> WrapValidator:
    """What does not validate becomes `default`; an enum's value is read in any case and with spaces around it."""

    def read(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        try:
            return validate(value.strip().lower() if isinstance(value, str) else value)
        except ValidationError:
            return default

    return WrapValidator(read)


def _read_text(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    return validate(value if isinstance(value, str) else "")


def _read_each(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """The entries that validate, in order."""
    kept: list[Any] = []
    for entry in value[:MOST_LOOKED_AT] if isinstance(value, list) else []:
        try:
            kept.extend(validate([entry]))
        except ValidationError:
            continue
    return kept


def clamped(least: float, most: float, default: float) -> WrapValidator:
    """A number brought between `least` and `most`; no number becomes `default`."""

    def read(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        try:
            number = float(value)
            return default if isnan(number) else validate(type(default)(min(max(number, least), most)))
        except (TypeError, ValueError, OverflowError):
            return default

    return WrapValidator(read)


Each = WrapValidator(_read_each)
Text = Annotated[str, WrapValidator(_read_text)]
