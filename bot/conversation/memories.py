"""What Gigi remembers of a person, and the conversation so far."""

import secrets

from bot.conversation.moment import Moment, Said, awaiting, say

SHOWN = 5
SHOWN_ALL = 12


async def show(moment: Moment, words: str) -> Said:
    """/memory WORDS: the person's own words about something, by meaning, words and recency."""
    found = await moment.recall(words, SHOWN if words else SHOWN_ALL)
    if not found:
        about = " about that" if words else ""
        return say(moment.person, f"I remember nothing{about} yet.")
    lead = "You told me:" if words else "What I remember, in your words:"
    return say(moment.person, lead + "\n\n" + "\n".join(f"- {_quoted(memory)}" for memory in found))


def _quoted(memory: str) -> str:
    return '"' + " ".join(memory.split())[:240] + '"'


async def history(moment: Moment, words: str) -> Said:
    """history in the terminal: the last lines of the conversation."""
    lines = moment.session.history
    if not lines:
        return say(moment.person, "We have not talked yet.")
    names = {"person": "You", "gigi": "Gigi"}
    shown = [f"- {line.at:%Y-%m-%d %H:%M} **{names[line.who]}:** {_short(line.text)}" for line in lines]
    return say(moment.person, "\n".join(shown))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else flat[:157] + "..."


async def clear(moment: Moment, words: str) -> Said:
    """clear in the terminal: a new session; goals, plans and logs stay."""
    session = moment.session.but(token=secrets.token_urlsafe(24), started_at=moment.now, summary="", undo=None)
    person = awaiting(moment.person.but(session=session), None)
    said = say(person, "Our conversation is cleared. Your goals, plans, logs and memories are still here.")
    return said.but(ending="clear")
