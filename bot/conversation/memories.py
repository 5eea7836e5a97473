"""What Gigi remembers of a person, numbered, each entry to be forgotten or put right; and the conversation so far."""

import secrets
from collections.abc import Sequence

from bot.catalogue import t, tn
from bot.conversation.moment import Moment, Note, Said, awaiting, say
from bot.entities import Button, Memory, MemoryId, Person
from bot.rules.corrections import corrected, held_now, read_correction, read_forgetting
from bot.rules.summaries import without

SHOWN = 5
SHOWN_ALL = 12
_BUTTONS = 5
_LONGEST = 240  # characters of an entry


async def show(moment: Moment, words: str) -> Said:
    """/memory, /memory WORDS: the person's own words, facts first or by meaning, words and recency, each with a number.

    "/memory forget 2" and "/memory 2 is wrong: I am vegan" work as well.
    """
    if words and (said := await answer_about(moment.spoken(words))) is not None:
        return said
    found = await moment.memories(words, SHOWN if words else SHOWN_ALL)
    if not found:
        none = t("I remember nothing about that yet.") if words else t("I remember nothing yet.")
        return say(_showing(moment.person, ()), none)
    return _listed(moment.person, found, t("You told me:") if words else t("What I remember, in your words:"))


def _listed(person: Person, found: Sequence[Memory], lead: str) -> Said:
    lines = [f"{n}. {_quoted(memory)}" for n, memory in enumerate(found, 1)]
    how = t("Say *forget {n}*, or *{n} is wrong: …* with what holds instead.", n=min(2, len(found)))
    text = f"{lead}\n\n" + "\n".join(lines) + f"\n\n{how}"
    buttons = [
        Button(label=t("Forget {n}", n=n), action=f"say:forget {n}") for n in range(1, min(len(found), _BUTTONS) + 1)
    ]
    return say(_showing(person, tuple(memory.id for memory in found)), text, *buttons)


def _showing(person: Person, ids: tuple[MemoryId, ...]) -> Person:
    return person.but(session=person.session.but(shown_memories=ids))


def _quoted(memory: Memory) -> str:
    words = " ".join(held_now(memory.text).split())[:_LONGEST]
    return t("“{words}” (put right)", words=words) if memory.kind == "correction" else t("“{words}”", words=words)


async def answer_about(moment: Moment) -> Said | None:
    """ "forget 2", "2 is wrong: I am vegan", said about the last list; None for other words, and without a list."""
    shown = moment.session.shown_memories
    if not shown:
        return None
    if numbers := read_forgetting(moment.text):
        return await _forgotten(moment, numbers)
    correction = read_correction(moment.text)
    if correction is None:
        return None
    if not 1 <= correction.number <= len(shown):
        return _no_such(moment)
    if not correction.words:
        text = t("What holds instead? Write it like *{n} is wrong: I am vegan*.", n=correction.number)
        return say(moment.person, text)
    return await _put_right(moment, correction.number, correction.words)


async def _forgotten(moment: Moment, numbers: Sequence[int]) -> Said:
    shown = moment.session.shown_memories
    if not all(1 <= number <= len(shown) for number in numbers):
        return _no_such(moment)
    gone = tuple(dict.fromkeys(shown[number - 1] for number in numbers))
    known = await _shown(moment)
    person = _without_lines(moment.person, [memory.text for memory in known if memory.id in gone])
    lead = tn("Forgotten, for good.", "{n} entries forgotten, for good.", len(gone))
    left = [memory for memory in known if memory.id not in gone]
    said = (
        _listed(person, left, f"{lead} {t('What is left of the list:')}") if left else say(_showing(person, ()), lead)
    )
    return said.but(forgotten=gone)


async def _put_right(moment: Moment, number: int, words: str) -> Said:
    wrong = moment.session.shown_memories[number - 1]
    before = next((memory.text for memory in await _shown(moment) if memory.id == wrong), "")
    if not before:
        return _no_such(moment)
    if moment.person.profile.is_private:
        return say(moment.person, t("Nothing new is kept while /private is on. Say *forget {n}* to drop it.", n=number))
    note = Note(text=corrected(words, before), kind="correction")
    person = _without_lines(_showing(moment.person, ()), [before])
    text = t("Put right: “{words}”. That counts from now on; what it replaces is forgotten.", words=words)
    return say(person, text, notes=(note,)).but(forgotten=(wrong,))


async def _shown(moment: Moment) -> list[Memory]:
    """The entries of the last list that still exist, in its order."""
    every = {memory.id: memory for memory in await moment.memories("", 10_000)}
    return [every[memory_id] for memory_id in moment.session.shown_memories if memory_id in every]


def _without_lines(person: Person, texts: Sequence[str]) -> Person:
    """The person whose conversation no longer holds these lines, so that what is forgotten is not read there again."""
    texts = [held_now(text).strip() for text in texts]
    history = tuple(line for line in person.session.history if line.text.strip() not in texts)
    summary = without(person.session.summary, texts)
    return person.but(session=person.session.but(history=history, summary=summary))


def _no_such(moment: Moment) -> Said:
    return say(moment.person, t("There is no such number in the list; /memory shows it anew."))


async def history(moment: Moment, words: str) -> Said:
    """history in the terminal: the last lines of the conversation."""
    lines = moment.session.history
    if not lines:
        return say(moment.person, t("We have not talked yet."))
    names = {"person": t("You"), "gigi": "Gigi"}
    shown = [f"- {line.at:%Y-%m-%d %H:%M} **{names[line.who]}:** {_short(line.text)}" for line in lines]
    return say(moment.person, "\n".join(shown))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else flat[:157] + "..."


async def clear(moment: Moment, words: str) -> Said:
    """clear in the terminal: a new session; goals, plans and logs stay."""
    session = moment.session.but(token=secrets.token_urlsafe(24), started_at=moment.now, summary="", undo=None)
    person = awaiting(moment.person.but(session=session), None)
    said = say(person, t("Our conversation is cleared. Your goals, plans, logs and memories are still here."))
    return said.but(ending="clear")
