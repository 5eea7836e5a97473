"""What Gigi says, in the language of the turn. Translators work on the .po files here (docs/translating.md).

    t("I will check in on *{goal}*: {when}.", goal=title, when=schedule)
    tn("{n} session a week", "{n} sessions a week", n)

- `speech`: `t`, `tn`, and `speaking(language)`, entered once around a turn; English without it. A constant is marked
  with `N_("...")` and said with `t(CONSTANT)`, a pair with `Nn_("...", "...")` and said with `tn(*PAIR, number)`
- `dates`: `say_date`, `say_weekday`, `say_month`, `say_time`, `say_moment`, `say_range`
- `numbers`: `say_number`, `say_percent`, `say_list`, and `say_amount` for a number with its unit
- `translations`: the .po files, read when their language is first spoken; `languages()`, `language_named`
"""

from bot.catalogue.dates import say_annual, say_date, say_moment, say_month, say_range, say_time, say_weekday
from bot.catalogue.numbers import plain_number, say_list, say_number, say_percent
from bot.catalogue.speech import N_, Nn_, speaking, spoken, t, tn
from bot.catalogue.translations import ENGLISH, Voice, language_like, language_named, languages, name_of
from bot.catalogue.units import say_amount, unit_after, unit_of

__all__ = [
    "ENGLISH",
    "N_",
    "Nn_",
    "Voice",
    "language_like",
    "language_named",
    "languages",
    "name_of",
    "plain_number",
    "say_amount",
    "say_annual",
    "say_date",
    "say_list",
    "say_moment",
    "say_month",
    "say_number",
    "say_percent",
    "say_range",
    "say_time",
    "say_weekday",
    "speaking",
    "spoken",
    "t",
    "tn",
    "unit_after",
    "unit_of",
]
