"""A command written without its slash, in any language: "goals", "plan spanish", "log 40€", "meine ziele"."""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from bot.conversation import privacy, profile, reminders
from bot.conversation.commands import find_command
from bot.conversation.moment import Moment, Said
from bot.conversation.phrases import find_phrase
from bot.conversation.picking import named_goal
from bot.rules.goals import read_domain
from bot.rules.text import fold

_BY_QUESTION = ("today", "start", "help", "country", "language", "goal", "history", "log")  # may be an answer as well
_LONGEST_NAME = 4  # words
_UNTIL = re.compile(r"(?:until|till|bis|hasta|jusqu'(?:a|au)|до)\b")
_PLACE = re.compile(r"[^\d\W][\w' /_+-]{1,30}|[a-z]+/[a-z_]+")
_LOGGED = re.compile(r".*\d.*|(?:done|partly|skipped|skip|partial|missed|yes|no)\b.*")


async def answer_spoken(moment: Moment) -> Said | None:
    """What the command of these words says; None where they are no command."""
    question = moment.session.awaiting
    if question is not None and question.kind == "forget" and privacy.confirms_forgetting(moment.text):
        return None
    if (said := await _in_other_words(moment)) is not None:
        return said
    name, words = _split(moment.text)
    if question is not None and question.kind != "checkin" and name in _BY_QUESTION and not words:
        return None
    command = find_command(name, moment.platform)
    if command is None or (words and not _takes(name, words, moment)):
        return None
    return await command.handle(moment, words)


async def _in_other_words(moment: Moment) -> Said | None:
    if find_phrase("forget", moment.text):
        return await privacy.ask_forget(moment, "")
    if find_phrase("export", moment.text):
        return await privacy.export(moment, "")
    if find_phrase("reminders", moment.text):
        return await reminders.show_nudges(moment, "")
    if (found := find_phrase("zone", moment.text)) is not None:
        return await profile.set_zone(moment, found["place"])
    return None


def _split(text: str) -> tuple[str, str]:
    """The command that a message begins with, in any language, and the words after it."""
    words = text.strip(" .!?").split()
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = fold(" ".join(words[:count])).rstrip(":")
        if count == 1 or name in _names():
            return _names().get(name, name), " ".join(words[count:])
    return "", ""


@cache
def _names() -> dict[str, str]:
    """The English name of a command by what it is called in other languages."""
    table = tomllib.loads(files("bot.conversation").joinpath("data/spoken.toml").read_text(encoding="utf-8"))
    return {fold(other): name for name, others in table["commands"].items() for other in others}


def _takes(name: str, words: str, moment: Moment) -> bool:
    """Whether the words after the name are an argument of that command rather than a sentence of their own."""
    takes = _TAKES.get(name)
    return takes is not None and len(words) <= 60 and takes(fold(words), moment)


def _names_goal(words: str, moment: Moment) -> bool:
    """A goal's number or name, or one word that is nothing else."""
    goals = moment.person.goals
    if words.isdigit() or named_goal(moment.person, words, among=goals) is not None:
        return True
    return bool(goals) and len(words.split()) == 1 and read_domain(words).score < 1


_TAKES: dict[str, Callable[[str, Moment], bool]] = {
    "plan": lambda words, moment: _names_goal(words, moment) and len(words.split()) <= 3,
    "progress": lambda words, moment: _names_goal(words, moment) and len(words.split()) <= 3,
    "log": lambda words, moment: _LOGGED.fullmatch(words) is not None,
    "model": lambda words, moment: privacy.on_or_off(words) is not None,
    "private": lambda words, moment: privacy.on_or_off(words) is not None,
    "pause": lambda words, moment: _UNTIL.match(words) is not None,
    "timezone": lambda words, moment: _PLACE.fullmatch(words) is not None and len(words.split()) <= 3,
    "country": lambda words, moment: _PLACE.fullmatch(words) is not None and len(words.split()) <= 3,
    "language": lambda words, moment: _PLACE.fullmatch(words) is not None and len(words.split()) == 1,
    "memory": lambda words, moment: len(words.split()) <= 2 and "foam" not in words,
    "link": lambda words, moment: len(words.split()) == 1,
}
