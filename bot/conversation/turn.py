"""One inbound message, tried in a fixed order: safety first, then what needs no model, then the coach."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.catalogue import speaking, t
from bot.coach.coach import CoachGraph
from bot.conversation import (
    answers,
    asking,
    caring,
    checkins,
    coaching,
    crisis,
    facts,
    following,
    inviting,
    journeys,
    kinds,
    languages,
    parking,
    preferences,
    pressing,
    profile,
    reports,
    requests,
    rooms,
)
from bot.conversation.commands import find_command, split_command
from bot.conversation.moment import Moment, Said, change_between, say
from bot.entities import Exchange, Inbound, InboundKind, Person, Reply, Screening, Verdict
from bot.logs import Log
from bot.rules.safety import screen
from bot.rules.summaries import summed_up
from bot.rules.travel import settled

log = Log(__name__)
LONGEST = 20_000  # characters handled of one message; the screen still reads all of it
REMEMBERED = 40  # lines of conversation kept in the session
Attempt = Callable[[Moment], Awaitable[Said | None]]


@dataclass(frozen=True)
class Conversation:
    """Answers one message of one person; pure but for the coach and for reading memories."""

    coach: CoachGraph
    count_screening: Callable[[str], None]

    async def handle(self, moment: Moment, inbound: Inbound) -> Said:
        """The changed person, the answer, and what to remember. Raises nothing a person could cause."""
        moment = pressing.spoken(moment)
        person = languages.settled_by(moment, inbound)
        if person.profile.language == moment.person.profile.language:
            return await self._handled(moment.given(person), inbound, is_announced=False)
        with speaking(person.profile.language):
            return await self._handled(moment.given(person), inbound, is_announced=True)

    async def _handled(self, moment: Moment, inbound: Inbound, *, is_announced: bool) -> Said:
        """The answer in the language that is spoken now, a change of it announced except in a crisis."""
        screening = screen(moment.text, now=moment.now)
        if screening.verdict is not Verdict.OK:
            self.count_screening(screening.category or "other")
        moment = moment.given(settled(moment.person, moment.now))
        said = await self._answer_kind(moment, inbound, screening)
        if is_announced and screening.verdict is not Verdict.CRISIS:
            said = languages.announced(said)
        return _remembered(kinds.before(moment, inbound), profile.introduced(said, moment), moment)

    async def _answer_kind(self, moment: Moment, inbound: Inbound, screening: Screening) -> Said:
        """Words, and what takes more than words. A crisis in any of them is answered as such."""
        if screening.verdict is Verdict.CRISIS:
            return await self._answer(moment, inbound, screening)
        match inbound.kind:
            case InboundKind.EDIT:
                earlier = kinds.before_edit(moment, inbound.corrects)
                return await self._answer(earlier, inbound, screening) if earlier else kinds.edited_too_late(moment)
            case InboundKind.LOCATION:
                return await kinds.located(moment)
            case InboundKind.MEDIA:
                said = await self._answer(moment, inbound, screening) if moment.text.strip() else None
                return kinds.unseen(said, moment)
            case InboundKind.VOICE if moment.unheard:
                return kinds.unheard(moment, moment.unheard)
            case InboundKind.VOICE:
                return kinds.heard(await self._answer(moment, inbound, screening), moment.text)
            case _:
                return await self._answer(moment, inbound, screening)

    async def _answer(self, moment: Moment, inbound: Inbound, screening: Screening) -> Said:
        """Safety, then commands, then facts, requests and answers, then the coach."""
        told = facts.learned(moment)
        moment = moment.given(told.moment.person)
        text = moment.text.strip()
        is_command = inbound.kind is InboundKind.COMMAND or (text.startswith("/") and len(text) > 1)
        if (said := await self._guarded(moment, screening, is_command=is_command)) is not None:
            return said
        if not moment.is_admitted:
            return await inviting.at_the_door(moment)
        if is_command:
            return await self._command(moment, text)
        if moment.pressed is not None and (said := await pressing.press_button(moment)) is not None:
            return said
        if not text:
            return say(moment.person, t("That message was empty. Tell me a goal, or how today went."))
        if told.is_all and screening.verdict is Verdict.OK:
            return facts.told(moment, told.note)
        said = await self._coached(moment, told.moment, screening)
        return said if not told.note else said.but(reply=said.reply.but(text=f"{told.note}\n\n{said.reply.text}"))

    async def _guarded(self, moment: Moment, screening: Screening, *, is_command: bool) -> Said | None:
        """What safety answers before anything else, commands included."""
        if (said := caring.answer(moment, screening, is_command=is_command)) is not None:
            return said
        if screening.verdict is Verdict.CRISIS:
            return crisis.answer(moment, screening)
        if crisis.is_open(moment.person) and (not is_command or split_command(moment.text)[0] in crisis.HELD):
            return await crisis.continue_crisis(moment)
        if screening.category == "eating_disorder":
            return parking.refuse(moment)
        return parking.keep_off(moment)

    async def _coached(self, moment: Moment, remaining: Moment, screening: Screening) -> Said:
        """`remaining` are the words without the facts already noted; the coach still reads all of them."""
        if screening.verdict is Verdict.UNSAFE_GOAL:
            return await coaching.refuse_unsafe(moment, screening, self.coach)
        if (refused := facts.forbidden(moment)) is not None:
            return refused
        for attempt in self._attempts():
            if (said := await attempt(remaining)) is not None:
                return said
        return await coaching.coach(moment, self.coach)

    def _attempts(self) -> tuple[Attempt, ...]:
        """What can answer without a model, first match wins."""
        return (
            pressing.press_button,
            journeys.answer_journey,
            answers.answer_checkin_time,
            asking.change_checkin,
            preferences.answer_preference,
            following.answer_no_review,
            requests.answer_first,
            asking.answer_request,
            self._answer_question,
            requests.where_i_am,
            checkins.answer_checkin,
            reports.answer_loose_amount,
            requests.answer_request,
            self._next_goal,
        )

    async def _next_goal(self, moment: Moment) -> Said | None:
        return await requests.next_goal(moment, self.coach)

    async def _answer_question(self, moment: Moment) -> Said | None:
        return await answers.answer_question(moment, self.coach)

    async def _command(self, moment: Moment, text: str) -> Said:
        name, words = split_command(text)
        command = find_command(name, moment.platform)
        if command is None:
            if not name.isalnum():
                return say(moment.person, t("That is not a command I know. `/help` lists them all."))
            unknown = t("`/{name}` is not a command I know. `/help` lists them all.", name=name[:32])
            return say(moment.person, unknown)
        if name == "goal" and words:
            return await coaching.coach(moment.spoken(words), self.coach, insists=True)
        said = await command.handle(moment, words)
        return said if name not in rooms.SAID_TO_ALL else said.but(reply=said.reply.but(is_public=True))


def _remembered(before: Person, said: Said, moment: Moment) -> Said:
    """The answer with the conversation's history and the way back added."""
    known = {entry.id for entry in before.logs}
    logs = tuple(entry if entry.id in known else entry.but(source=moment.event) for entry in said.person.logs)
    person = said.person.but(logs=logs)
    session = person.session
    undo = change_between(before, person, said.undoable) if said.undoable else session.undo
    if said.undoable and undo is not None:
        undo = undo.but(source=moment.event)
    reply = _in_language(rooms.placed(said.reply, moment, person))
    if session.awaiting is not None:
        reply = reply.but(asked_at=session.awaiting.asked_at)
    lines = (
        Exchange(who="person", text=moment.text[:LONGEST], at=moment.now),
        Exchange(who="gigi", text=reply.text, at=moment.now),
    )
    every = () if said.ending == "clear" else (*session.history, *lines)
    summary = summed_up(every[:-REMEMBERED], session.summary)
    session = session.but(
        heard_at=moment.now, history=every[-REMEMBERED:], summary=summary, undo=undo, buttons=reply.buttons,
        last_event=moment.event,
    )  # fmt: skip
    return said.but(person=person.but(session=session), reply=reply)


def _in_language(reply: Reply) -> Reply:
    """The reply with the labels of its buttons in the language of the turn; constants mark them with N_."""
    return reply.but(buttons=tuple(button.but(label=t(button.label)) for button in reply.buttons))
