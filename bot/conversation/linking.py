"""/link and /unlink: one person on several platforms, with one set of goals, memories and quiet hours."""

from datetime import timedelta

from bot.catalogue import N_, say_list, t, tn
from bot.conversation import profile
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Awaiting, Button, Person, PersonId, Platform, Reply
from bot.rules.agreement import read_agreement

CODE_LETTERS = 10
MOST_WRONG = 5  # codes an hour
_HOUR = timedelta(hours=1)
_YES_NO = (Button(label=N_("Yes"), action="yes"), Button(label=N_("No"), action="no"))
_NAMES = {Platform.CONSOLE: N_("the terminal"), Platform.TELEGRAM: "Telegram", Platform.DISCORD: "Discord"}


async def start(moment: Moment, words: str) -> Said:
    """/start, and /start CODE as a link on another platform opens it."""
    return await link(moment, words) if is_code(words) else await profile.start(moment, words)


async def link(moment: Moment, words: str) -> Said:
    """/link gives a code; /link CODE, written on another platform, asks whether to join the two."""
    if words:
        return await _with_code(moment, words)
    code = await moment.links.make_code()
    text = t(
        "Write `/link {code}` to me on the other platform. The code is good once, for 15 minutes. "
        "Whoever uses it sees your goals, so give it to nobody.",
        code=spaced(code),
    )
    return say(moment.person, text)


async def _with_code(moment: Moment, code: str) -> Said:
    if tried_too_often(moment):
        return say(moment.person, t("That were too many wrong codes. Please try again in an hour."))
    into = await moment.links.take_code(code[:64])
    if into is None:
        return say(count_wrong(moment), t("That code is wrong, too old or used already. /link there makes a new one."))
    question = moment.ask("link", text=into)
    text = t(
        "This joins two accounts for good: {here} from here and {there} from there become one list, with one memory "
        "and one schedule of nudges; settings of the other account count. Join them?",
        here=_goals(len(moment.person.goals)),
        there=_goals(await moment.links.goals_of(into)),
    )
    return say(awaiting(moment.person, question), text, *_YES_NO)


def is_code(words: str) -> bool:
    """Whether the words have the shape of a code."""
    letters = words.strip().replace("-", "")
    return len(letters) == CODE_LETTERS and letters.isascii() and letters.isalnum() and letters.upper() == letters


def spaced(code: str) -> str:
    """A code as it is shown; it is read with or without the dash."""
    return f"{code[:5]}-{code[5:]}"


def tried_too_often(moment: Moment) -> bool:
    """Whether somebody guesses codes."""
    return sum(moment.now - at < _HOUR for at in moment.session.wrong_codes) >= MOST_WRONG


def count_wrong(moment: Moment) -> Person:
    """The person with one more wrong code to remember."""
    wrong = tuple(at for at in moment.session.wrong_codes if moment.now - at < _HOUR)
    return moment.person.but(session=moment.session.but(wrong_codes=(*wrong, moment.now)))


def _goals(count: int) -> str:
    return tn("{n} goal", "{n} goals", count)


def answer_link(moment: Moment, question: Awaiting) -> Said | None:
    """Yes joins the accounts once this was said; no keeps them apart."""
    agreed = read_agreement(moment.text)
    if agreed is None:
        return None
    person = awaiting(moment.person, None)
    if not agreed:
        return say(person, t("They stay apart."))
    person = person.but(session=person.session.but(joins=PersonId(question.text)))
    text = t("Joined: from now on it is the same goals here and there. /goals shows them, /unlink parts us again.")
    return Said(person=person, reply=Reply(text=text), ending="link")


async def choose_platform(moment: Moment, words: str) -> Said:
    """/nudges PLATFORM: nudges go there from now on, wherever the person writes."""
    platform = next((platform for platform in Platform if platform == words.strip().lower()), None)
    if platform is None:
        return say(moment.person, t("Say `/nudges telegram` or `/nudges discord`: where my nudges should go."))
    if not await moment.links.choose(platform):
        return say(moment.person, t("You do not use me there yet. `/link` gives a code that joins the two."))
    return say(moment.person, t("My nudges go to {platform} from now on.", platform=t(_NAMES[platform])))


async def unlink(moment: Moment, words: str) -> Said:
    """/unlink asks first."""
    others = [platform for platform in await moment.links.platforms() if platform is not moment.platform]
    if len(await moment.links.platforms()) < 2:
        return say(moment.person, t("This account is linked to no other. `/link` gives a code that does it."))
    where = say_list([t(_NAMES[platform]) for platform in dict.fromkeys(others)]) or t("your other account")
    text = t(
        "Your goals, plans and memories stay with {where}; here I would know nothing about you any more. Part them?",
        where=where,
    )
    return say(awaiting(moment.person, moment.ask("unlink")), text, *_YES_NO)


def answer_unlink(moment: Moment) -> Said | None:
    """Yes parts this account from the others once this was said."""
    agreed = read_agreement(moment.text)
    if agreed is None:
        return None
    person = awaiting(moment.person, None)
    if not agreed:
        return say(person, t("They stay together."))
    person = person.but(session=person.session.but(parts=True))
    reply = Reply(text=t("Parted. Everything is where you used me besides; here we begin anew."))
    return Said(person=person, reply=reply, ending="unlink")
