"""The crisis path: answered at once, without a model; it stays open until the person chooses to go back.

Sentences around the fixed replies: `crisis.toml`.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files

from bot.catalogue import t
from bot.conversation import caring, parking
from bot.conversation.moment import Moment, Said, say
from bot.conversation.phrases import find_phrase
from bot.entities import Button, Crisis, Intent, Person, Screening, Verdict
from bot.rules.agreement import read_agreement
from bot.rules.body import body_facts
from bot.rules.countries import name_of_country
from bot.rules.goals import read_goals
from bot.rules.residence import read_residence
from bot.rules.safety import crisis_reply, describe_lines, read_crisis_answer
from bot.rules.safety.answers import CrisisAnswer
from bot.rules.text import fold

HIGH = 3  # from this level the danger is treated as active
ADULT = 18
SETTLED_AFTER = timedelta(hours=24)  # without a sign of danger; then a goal or a log leads to the way back
AFRESH_AFTER = timedelta(hours=12)  # a sign after so long opens again with the numbers
PLANNED = frozenset({"suicide", "self_harm"})  # where a safety plan is offered, at this step, if none is written
PLAN_OFFERED = 3
DENIALS = 2  # it takes to be offered the way back where the danger was active
# Commands of coaching: while a crisis is open they wait. All others (country, safety, privacy, forget ...) work.
HELD = frozenset({"start", "goal", "goals", "plan", "today", "log", "undo", "progress", "remind", "nudges"})
_COACHING = (Intent.GOAL, Intent.CHECKIN, Intent.REMINDER, Intent.PLAN, Intent.QUESTION, Intent.MEMORY)
_PHRASES = ("progress", "goals", "plan", "step", "undo")
_YES_NO = (Button(label="Yes", action="yes"), Button(label="No", action="no"))
_ASKED = re.compile(r"\*\*([^*]*\?)\*\*")  # the one question of a crisis reply stands in bold
# A "no" denies danger only where the question was whether there is any. To "are you safe?" it is the opposite, and to
# "who could be with you?" it is neither.
_ASKS_WHETHER_SAFE = re.compile(
    r"\b(?:safe|with you|been able|anyone there|away from|a salvo|contigo|has podido|lejos|in sicherheit|sicher|"
    r"bei dir|konntest|weg von|en securite|avec toi|as-tu pu|loin de|в безопасности|с вами|рядом|удалось|далеко)\b"
)
_ASKS_OPENLY = re.compile(
    r"\b(?:who|whom|which|what|how|where|could|would|help to|somewhere|one person|quien|cual|que|como|donde|podrias|"
    r"wer|wen|wem|welche\w*|was|wie|wo|wohin|konnte\w*|qui|quel\w*|que|comment|ou|pourrais|"
    r"кто|кого|кому|как\w*|что|где|куда|мог\w*)\b"
)


def is_open(person: Person) -> bool:
    """Whether a crisis goes on."""
    crisis = person.session.crisis
    return crisis is not None and crisis.is_open


def answer(moment: Moment, screening: Screening) -> Said:
    """The reply to a sign of crisis: the first one, or the next one while it goes on."""
    moment, elsewhere, is_told = _located(moment)
    known, category = _open(moment), screening.category or "suicide"
    level = screening.level or 1
    if known is None:
        return _reply(moment, Crisis(category=category, level=level, at=moment.now, country=elsewhere))
    rises = level >= HIGH > known.level
    is_stale = moment.now - known.at > AFRESH_AFTER
    is_new = category != known.category or rises or is_stale
    crisis = known.but(
        category=category,
        level=max(level, known.level),
        at=moment.now,
        turns=0 if is_new else known.turns + 1,
        denials=0,
        country=elsewhere or known.country,
    )
    return _reply(moment, crisis, with_lines=is_told or level > known.level)


async def continue_crisis(moment: Moment) -> Said | None:
    """While a crisis is open nothing else is talked about; None when there is none."""
    if _open(moment) is None:
        return None
    moment, elsewhere, is_told = _located(moment)
    crisis = _open(moment)
    if crisis is None:
        return None
    crisis = crisis.but(country=elsewhere or crisis.country)
    if (said := _on_offer(moment, crisis)) is not None:
        return said
    if (body_facts(moment.text).age or ADULT) < ADULT and crisis.category not in ("minor", "medical_emergency"):
        return _reply(moment, crisis.but(category="minor", turns=0, at=moment.now))
    if find_phrase("resume", moment.text):
        return resume(moment)
    return _go_on(moment, crisis, is_told=is_told)


def _go_on(moment: Moment, crisis: Crisis, *, is_told: bool) -> Said:
    match _read(moment):
        case "back_to_coaching":
            return _closed(moment, crisis, "back")
        case "denied" if crisis.level < HIGH:
            return _closed(moment, crisis, "closed")
        case "denied" if crisis.denials + 1 >= DENIALS:
            return _offer(moment, crisis.but(denials=crisis.denials + 1), "denied")
        case "denied":
            return _next(moment, crisis.but(denials=crisis.denials + 1), with_lines=is_told)
        case "safe_now":
            return _offer(moment, crisis, "safe_now")
        case "still":
            return _next(moment, crisis.but(at=moment.now, denials=0), with_lines=is_told)
        case _ if not is_told and _is_ready(moment, crisis):
            return _offer(moment, crisis, "later")
        case _:
            return _next(moment, crisis, with_lines=is_told)


def locate(moment: Moment, code: str) -> Said:
    """The lines of the country just named, and the next step; for an open crisis."""
    crisis = moment.session.crisis
    if crisis is None:
        raise ValueError("no crisis is open")
    person = moment.person.but(profile=moment.person.profile.but(country=code))
    return _next(moment.given(person), crisis.but(country=None), with_lines=True)


def resume(moment: Moment) -> Said:
    """The person ends the pause, and with it the crisis."""
    person = moment.person.but(profile=moment.person.profile.but(paused_until=None))
    person = person.but(session=person.session.but(crisis=None, awaiting=None))
    return say(person, _words(_language(moment))["resumed"])


def _open(moment: Moment) -> Crisis | None:
    crisis = moment.session.crisis
    return crisis if crisis is not None and crisis.is_open else None


def _located(moment: Moment) -> tuple[Moment, str | None, bool]:
    """The person with their country where they named it; another's country; and whether one was named at all."""
    residence = read_residence(moment.text, is_asked="country" in _last_said(moment))
    if residence is None:
        return moment, None, False
    if not residence.is_own:
        return moment, residence.country, True
    person = moment.person.but(profile=moment.person.profile.but(country=residence.country))
    return moment.given(person), None, True


def _last_said(moment: Moment) -> str:
    return next((line.text for line in reversed(moment.session.history) if line.who == "gigi"), "")


def _read(moment: Moment) -> CrisisAnswer:
    """How the words answer the last question; a bare no means what the question makes of it."""
    reading = read_crisis_answer(moment.text)
    asked = _ASKED.findall(_last_said(moment))
    if reading != "denied" or not asked or read_agreement(moment.text) is not False:
        return reading
    question = fold(asked[-1])
    if _ASKS_WHETHER_SAFE.search(question):
        return "still"
    return "unclear" if _ASKS_OPENLY.search(question) else "denied"


def _is_ready(moment: Moment, crisis: Crisis) -> bool:
    """Whether the person plainly wants coaching, and no sign of danger stands in the way."""
    is_calm = moment.now - crisis.at >= SETTLED_AFTER or (crisis.level < HIGH and crisis.turns > 0)
    if not is_calm:
        return False
    if moment.text.startswith("/") or any(find_phrase(name, moment.text) for name in _PHRASES):
        return True
    return read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent in _COACHING


def _on_offer(moment: Moment, crisis: Crisis) -> Said | None:
    """The answer to "shall we go back to coaching?"."""
    if not crisis.is_back_offered:
        return None
    agreed = read_agreement(moment.text)
    if agreed is None:
        return None
    if agreed:
        return _closed(moment, crisis, "back")
    said = _next(moment, crisis.but(denials=0))
    return said.but(reply=said.reply.but(text=f"{_words(_language(moment))['stay']}\n\n{said.reply.text}"))


def _closed(moment: Moment, crisis: Crisis, words: str) -> Said:
    """Coaching again, as the person chose; and the question whether Gigi may ask once how they are."""
    person = _with(moment.person, crisis.but(is_open=False, is_back_offered=False))
    return caring.followup_offered(say(person, _words(_language(moment))[words]), moment, crisis.category)


def _offer(moment: Moment, crisis: Crisis, why: str) -> Said:
    words = _words(_language(moment))
    lines = describe_lines(moment.house.lines, crisis.country or moment.person.profile.country)
    person = _with(moment.person, crisis.but(is_back_offered=True))
    return say(person, f"{words[why]}\n\n{lines}\n\n{words['offer']}", *_YES_NO)


def _next(moment: Moment, crisis: Crisis, *, with_lines: bool = False) -> Said:
    crisis = crisis.but(turns=crisis.turns + 1)
    if crisis.turns == PLAN_OFFERED and crisis.category in PLANNED:
        care, offer = caring.plan_offered(moment)
        if care is not None:
            words = _words(_language(moment))
            person = _with(moment.person, crisis.but(is_back_offered=False))
            person = person.but(session=person.session.but(care=care))
            lines = describe_lines(moment.house.lines, crisis.country or person.profile.country)
            return say(person, f"{offer}\n\n{lines}\n\n{words['return']}", *_YES_NO)
    return _reply(moment, crisis, with_lines=with_lines)


def _reply(moment: Moment, crisis: Crisis, *, with_lines: bool = False) -> Said:
    """The words of this step; after the first with the way back under them."""
    crisis = crisis.but(is_back_offered=False)
    country = crisis.country or moment.person.profile.country
    text, language = _step(moment, crisis, country)
    words, person = _words(language), moment.person
    if crisis.category == "eating_disorder":
        person, has_parked = parking.off_weight(person)
        text = f"{text}\n\n{t(parking.PARKED)}" if has_parked else text
    if crisis.turns > 0:
        shown = f"{_lines(moment, country, words)}\n\n" if with_lines and country else ""
        text = f"{shown}{text}\n\n{words['return']}"
    elif (young := _young_lines(moment, crisis, country)) is not None:
        text = f"{text}\n\n{words['young']}\n{young}"
    return say(_with(person, crisis), text)


def _step(moment: Moment, crisis: Crisis, country: str | None) -> tuple[str, str]:
    """The fixed reply, and the language it is in."""
    screening = Screening(verdict=Verdict.CRISIS, category=crisis.category, level=crisis.level)

    def said(language: str) -> str:
        return crisis_reply(screening, country=country, language=language, turns=crisis.turns, lines=moment.house.lines)

    text, english = said(moment.person.profile.language), said("en")
    return text, moment.person.profile.language if text != english else "en"


def _lines(moment: Moment, country: str, words: Mapping[str, str]) -> str:
    name = name_of_country(country)
    if moment.house.lines.for_country(country) is None:
        return words["no_lines"].replace("{country}", name)
    return f"{words['located'].replace('{country}', name)}\n{describe_lines(moment.house.lines, country)}"


def _young_lines(moment: Moment, crisis: Crisis, country: str | None) -> str | None:
    """The country's lines for young people, where the person is one and the reply does not show them anyway."""
    known = moment.house.lines.for_country(country)
    is_young = (moment.person.profile.age or ADULT) < ADULT
    if known is None or not is_young or crisis.category in ("minor", "third_party"):
        return None
    young = [f"- **{line.name}**: {line.channel} {line.number} ({line.hours})" for line in known.serving("young")]
    return "\n".join(young) or None


def _with(person: Person, crisis: Crisis) -> Person:
    return person.but(session=person.session.but(crisis=crisis, awaiting=None, care=None))


def _language(moment: Moment) -> str:
    return moment.person.profile.language.lower()[:2]


def _words(language: str) -> Mapping[str, str]:
    table = _sentences()
    return {**table["en"], **table.get(language, {})}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.conversation").joinpath("crisis.toml").read_text(encoding="utf-8"))
