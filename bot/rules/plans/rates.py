"""How an amount is said a day, a week, a month: whole phrases for the catalogue, by the period."""

from typing import Final

from bot.catalogue import N_

EACH: Final = {
    "day": N_("{amount} a day"),
    "week": N_("{amount} a week"),
    "month": N_("{amount} a month"),
    "year": N_("{amount} a year"),
}
EACH_TIME: Final = N_("{amount} each time")
AT_MOST: Final = {
    "day": N_("at most {amount} a day"),
    "week": N_("at most {amount} a week"),
    "month": N_("at most {amount} a month"),
    "year": N_("at most {amount} a year"),
}
