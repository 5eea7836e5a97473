"""/safety: the published protocol in short, and the lines of the person's country."""

from bot.catalogue import t
from bot.conversation import caring
from bot.conversation.moment import Moment, Said, say
from bot.rules.safety import describe_lines


async def explain(moment: Moment, words: str) -> Said:
    """What Gigi does in a crisis, what it is not, and whom to call."""
    country = moment.person.profile.country
    text = t(
        "I am an AI coach, not a therapist, a doctor or an emergency service. Every message is checked by fixed rules "
        "before anything else. If you write that you might hurt yourself or are in danger, coaching stops, I answer at "
        "once with people you can reach, and check-ins pause for 72 hours. Going back to coaching is your choice. "
        "I count that it happened, never what you wrote."
    )
    parts = (f"**{t('Safety')}**", text, describe_lines(moment.house.lines, country), caring.described(moment))
    return say(moment.person, "\n\n".join(part for part in parts if part))
