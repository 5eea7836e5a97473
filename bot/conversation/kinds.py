"""Messages that are not plain words: an edited one, a shared place, a voice note, a picture."""

from bot.catalogue import t
from bot.conversation import answers, profile
from bot.conversation.moment import Moment, Said, awaiting, say, undone
from bot.entities import Change, Inbound, InboundKind, Person


def before_edit(moment: Moment, corrects: str) -> Moment | None:
    """The moment with what the message did before it was edited taken back; None where that was too long ago."""
    session = moment.session
    logged = tuple(log.id for log in moment.person.logs if log.source == corrects)
    if session.undo is not None and session.undo.source == corrects:
        return moment.given(_asked_again(moment, undone(moment.person, session.undo)))
    if logged:
        return moment.given(_asked_again(moment, undone(moment.person, Change(what="", created=logged))))
    return moment if session.last_event == corrects else None


def before(moment: Moment, inbound: Inbound) -> Person:
    """The person that an undo of this turn gives back; after an edit, as they were before the message was written."""
    earlier = before_edit(moment, inbound.corrects) if inbound.kind is InboundKind.EDIT else None
    return moment.person if earlier is None else earlier.person


def _asked_again(moment: Moment, person: Person) -> Person:
    """The person with the check-in open that the edited message answered."""
    logged = next((log for log in reversed(moment.person.logs) if log not in person.logs), None)
    if logged is None or logged.goal_id is None:
        return person
    return awaiting(person, moment.ask("checkin", goal_id=logged.goal_id))


def edited_too_late(moment: Moment) -> Said:
    """Said to the edit of a message that is long answered and recorded nothing."""
    return say(moment.person, t("I saw that you edited an earlier message. Please send it again if it matters."))


async def located(moment: Moment) -> Said:
    """A shared place: only its time zone was kept."""
    question = moment.session.awaiting
    said = answers.answer(moment, question) if question is not None and question.kind == "zone" else None
    return said or await profile.set_zone(moment, moment.text)


def unheard(moment: Moment, why: str) -> Said:
    """Said to a voice note that could not be put into words."""
    match why:
        case "no_model":
            text = t("I cannot listen to voice notes here: that needs Gemini, and it is not set up. Please type it.")
        case "no_consent":
            text = t("To listen to a voice note I have to send it to Gemini. /model on allows that; or just type it.")
        case "too_long":
            text = t("That voice note is too long for me; up to five minutes works. Or just type it.")
        case "silent":
            text = t("I could not make out any words in that voice note. Please try again, or type it.")
        case _:
            text = t("I cannot listen to voice notes right now. Please type it, or try again later.")
    return say(moment.person, text)


def unseen(said: Said | None, moment: Moment) -> Said:
    """The answer to a picture or file: to its caption, where it has one, and that the rest was not looked at."""
    note = t("I cannot look at pictures, files or stickers; tell me in words.")
    if said is None:
        return say(moment.person, note)
    return said.but(reply=said.reply.but(text=f"{said.reply.text}\n\n_{note}_"))


def heard(said: Said, transcript: str) -> Said:
    """The answer to a voice note, under the words that were understood."""
    quoted = t('I heard: "{words}"', words=transcript)
    return said.but(reply=said.reply.but(text=f"_{quoted}_\n\n{said.reply.text}"))
