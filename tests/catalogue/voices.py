"""A language in which every sentence of the catalogue stands between « and »: what is not said through it shows."""

from functools import cache

from babel.messages.catalog import Catalog

from bot.catalogue import Voice
from bot.catalogue.extraction import extracted
from bot.catalogue.translations import compiled


@cache
def marked() -> Voice:
    """The marking voice; dates, numbers and lists are German."""
    catalog = Catalog(locale="de")
    for message in extracted():
        if isinstance(message.id, tuple):
            catalog.add(message.id, tuple(f"«{text}»" for text in message.id))
        elif message.id:
            catalog.add(message.id, f"«{message.id}»")
    return Voice("de", compiled(catalog))
