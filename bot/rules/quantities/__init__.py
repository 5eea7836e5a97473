"""Amounts as people write them: numbers in digits and words, with their units, in five languages."""

from bot.rules.quantities.quantity import Quantity
from bot.rules.quantities.scan import find_quantities
from bot.rules.quantities.units import convert, dimension_of, singular, unit_of

__all__ = ["Quantity", "convert", "dimension_of", "find_quantities", "singular", "unit_of"]
