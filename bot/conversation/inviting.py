"""Where not everybody may come in: a code from somebody who is in opens the door for one more."""

from bot.catalogue import N_, t
from bot.conversation.linking import count_wrong, is_code, spaced, tried_too_often
from bot.conversation.moment import Moment, Said, say
from bot.conversation.profile import start

_NOT_ADMITTED = N_("This Gigi is private: whoever runs it has to let you in first. I keep no goals for you until then.")
_ASK_CODE = N_("This Gigi is private. If somebody gave you a code, send it to me. I keep no goals for you until then.")


async def invite(moment: Moment, words: str) -> Said:
    """/invite: a code that lets one more person in."""
    if not moment.house.has_invitations:
        return say(
            moment.person, t("Nobody needs an invitation from me here: whoever runs this Gigi decides who may come.")
        )
    code = await moment.links.make_invitation()
    text = t("Whoever sends me `{code}` within 15 minutes is let in; it is good for one person.", code=spaced(code))
    return say(moment.person, text)


async def at_the_door(moment: Moment) -> Said:
    """Said to somebody who is not let in yet, and what opens."""
    if not moment.house.has_invitations:
        return say(moment.person, t(_NOT_ADMITTED))
    code = moment.text.strip().removeprefix("/").removeprefix("start").strip()
    if not is_code(code.upper()) or tried_too_often(moment):
        return say(moment.person, t(_ASK_CODE))
    if not await moment.links.take_invitation(code):
        return say(count_wrong(moment), t("That code is wrong, too old or used already. Ask for a new one."))
    person = moment.person.but(profile=moment.person.profile.but(is_invited=True))
    return await start(moment.given(person), "")
