"""The crisis path: answered at once, without a model; it stays open until the person chooses to go back."""

from bot.conversation.moment import Moment, Said, say
from bot.entities import Crisis, Person, Screening, Verdict
from bot.rules.safety import crisis_reply, read_crisis_answer

_BACK = "I am glad you are here. Coaching is back whenever you want it; nudges stay off for 72 hours, or until /resume."
_CLOSED = (
    "Thank you for telling me. I asked because it matters, and you can always say it plainly here. "
    "/safety has the numbers. What would you like to do now?"
)


def answer(moment: Moment, screening: Screening) -> Said:
    """The first reply to a crisis, or the next one while it goes on."""
    known = moment.session.crisis
    is_same = known is not None and known.is_open and known.category == screening.category
    turns = known.turns + 1 if is_same and known is not None else 0
    level = max(screening.level or 1, known.level if is_same and known is not None else 1)
    crisis = Crisis(category=screening.category or "suicide", level=level, at=moment.now, turns=turns)
    return _reply(moment, crisis)


async def continue_crisis(moment: Moment) -> Said | None:
    """While a crisis is open nothing else is talked about; None when there is none."""
    crisis = moment.session.crisis
    if crisis is None or not crisis.is_open:
        return None
    match read_crisis_answer(moment.text):
        case "back_to_coaching":
            return say(_with(moment.person, crisis.but(is_open=False)), _BACK)
        case "denied" if crisis.level <= 2:
            return say(_with(moment.person, crisis.but(is_open=False)), _CLOSED)
        case _:
            return _reply(moment, crisis.but(turns=crisis.turns + 1))


def _reply(moment: Moment, crisis: Crisis) -> Said:
    profile = moment.person.profile
    text = crisis_reply(
        Screening(verdict=Verdict.CRISIS, category=crisis.category, level=crisis.level),
        country=profile.country,
        language=profile.language,
        turns=crisis.turns,
        lines=moment.house.lines,
    )
    return say(_with(moment.person, crisis), text)


def _with(person: Person, crisis: Crisis) -> Person:
    return person.but(session=person.session.but(crisis=crisis, awaiting=None))
