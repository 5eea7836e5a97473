"""The language of somebody new: taken from their first clear words, said in one line, and theirs to change."""

from bot.catalogue import languages, name_of, t
from bot.conversation.moment import Moment, Said
from bot.entities import Inbound, InboundKind, Person
from bot.rules.goals import clear_language

_WORDS = (InboundKind.TEXT, InboundKind.VOICE)


def settled_by(moment: Moment, inbound: Inbound) -> Person:
    """The person in the language of these words, where nothing has settled it yet; else unchanged.

    Settled once, by the first clear words or by /language: a later sentence in another language changes nothing.
    """
    profile = moment.person.profile
    if profile.is_language_settled or inbound.kind not in _WORDS or moment.text.startswith("/"):
        return moment.person
    code = clear_language(moment.text)
    if code is None or code not in languages():
        return moment.person
    return moment.person.but(profile=profile.but(language=code, is_language_settled=True))


def announced(said: Said) -> Said:
    """The answer with one line on the language it is now given in, and the way back."""
    line = t(
        "_I speak {language} with you from here on; /language changes that._",
        language=name_of(said.person.profile.language),
    )
    return said.but(reply=said.reply.but(text=f"{said.reply.text}\n\n{line}"))
