"""/link and /unlink: one person on several platforms."""

from bot.catalogue import N_, t
from bot.conversation.moment import Moment, Said, say

_NOT_YET = N_("Linking comes with the Telegram and Discord release; until then everything lives in this one place.")


async def link(moment: Moment, words: str) -> Said:
    """/link, /link CODE."""
    return say(moment.person, t(_NOT_YET))


async def unlink(moment: Moment, words: str) -> Said:
    """/unlink."""
    return say(moment.person, t(_NOT_YET))
