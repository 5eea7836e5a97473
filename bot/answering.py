"""One inbox row in, one turn out: what the engine asks, answered by the conversation or by the reminding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from bot.boards import posted_board, weekly_board
from bot.catalogue import language_like, speaking
from bot.conversation.moment import Moment, Note, Press, Said
from bot.conversation.turn import Conversation
from bot.entities import (
    Attachment,
    Button,
    DeliveryState,
    Inbound,
    InboundKind,
    Memory,
    MemoryId,
    Person,
    PersonId,
    Reminder,
    new_id,
)
from bot.errors import DatabaseDamaged, PersonUnreachable, UnknownPerson
from bot.hearing import Heard, Hearing
from bot.house import House
from bot.memory.recall import Recall
from bot.picturing import pictures_of
from bot.ports import Clock
from bot.reminding import Reminding
from bot.rules.ics import calendar_file
from bot.security.identity import PlatformUser
from bot.security.tickets import ticket_place
from bot.store.accounts import Board, Links
from bot.store.messages import InboxRow
from bot.store.opening import Store
from bot.store.turns import Turn

MOST_FAILURES = 3


@dataclass
class Answering:
    """Loads the person, has the message or the nudge handled, and says what belongs into the commit."""

    store: Store
    conversation: Conversation
    reminding: Reminding
    recall: Recall
    house: House
    clock: Clock
    hearing: Hearing
    kick: Callable[[PersonId], None] = lambda person_id: None

    async def answer(self, row: InboxRow) -> Turn:
        """The turn for this row, not yet written. Raises what a platform or the database raised."""
        person = await self.store.people.load(row.person_id)
        person = _welcomed(person, row.inbound)
        with speaking(person.profile.language):
            if row.inbound.kind is InboundKind.NUDGE:
                return await self._nudge(row, person)
            said = await self.conversation.handle(await self._moment(person, row.inbound), row.inbound)
            return await self._turn(person, said)

    async def forget(self, row: InboxRow) -> None:
        """What a farewell comes to, once it was said: forgotten, joined with another account, or parted from it."""
        session = (await self.store.people.load(row.person_id)).session
        address = row.inbound.address
        if session.joins is not None:
            joined = await self.store.linking.join(row.person_id, session.joins, row.id)
            self.kick(row.person_id if joined is None else joined.person_id)
        elif session.parts:
            await self.store.linking.part(row.person_id, PlatformUser(address.platform, address.user), row.id)
            self.kick(row.person_id)
        else:
            await self._forget(row)

    async def _forget(self, row: InboxRow) -> None:
        """Destroys the person's key and rows, and their vectors; what they wrote meanwhile comes from a stranger."""
        forgotten = await self.store.forgetting.forget(row.person_id, row.id)
        await self.recall.forget(forgotten.memory_ids)
        for accepted in forgotten.accepted_anew:
            self.kick(accepted.person_id)

    async def unreachable(self, person_id: PersonId, error: PersonUnreachable) -> None:
        """Nothing is sent to somebody who blocked Gigi, or after the third nudge in a row that did not get through."""
        tried = [d for d in await self.store.deliveries.of(person_id) if d.state is not DeliveryState.SKIPPED]
        failures = [delivery for delivery in tried[:MOST_FAILURES] if delivery.state is DeliveryState.FAILED]
        if error.is_for_good or len(failures) == MOST_FAILURES:
            await self.store.people.set_blocked(person_id, is_blocked=True)

    async def _moment(self, person: Person, inbound: Inbound) -> Moment:
        press = await self._press(person, inbound)
        heard = await self._heard(person, inbound)

        async def recalled(query: str, limit: int) -> Sequence[str]:
            return await self.recall.recall(person.id, query, limit)

        async def found(query: str, limit: int) -> Sequence[Memory]:
            return await self.recall.find(person.id, query, limit)

        return Moment(
            person=person,
            text=press.button.label if press else heard.words,
            now=self.clock.now(),
            platform=inbound.address.platform,
            house=self.house,
            recall=recalled,
            memories=found,
            deliveries=lambda: self.store.deliveries.of(person.id),
            links=Links(self.store, person.id),
            board=Board(self.store, inbound.address, person.id, self._weekly_board),
            is_admitted=person.profile.is_invited
            or self.house.admits(f"{inbound.address.platform}:{inbound.address.user}", person.id),
            is_private=inbound.address.is_private,
            pressed=press,
            event=inbound.corrects or inbound.event,
            unheard=heard.why_not,
        )

    async def _heard(self, person: Person, inbound: Inbound) -> Heard:
        """The words of the message; those of a voice note as they were understood."""
        if inbound.kind is not InboundKind.VOICE:
            return Heard(inbound.text)
        return await self.hearing.hear(person, inbound)

    async def _press(self, person: Person, inbound: Inbound) -> Press | None:
        """The button whose ticket came back. One of a message that is not kept any more means nothing."""
        if inbound.kind is not InboundKind.BUTTON:
            return None
        inbox_id, place = ticket_place(inbound.text)
        reply = await self.store.inbox.reply_to(person.id, inbox_id)
        if reply is None or place >= len(reply.buttons):
            return Press(Button(label="", action="gone"))
        return Press(reply.buttons[place], reply.asked_at)

    async def _turn(self, before: Person, said: Said) -> Turn:
        reply = said.reply.but(language=said.person.profile.language)
        if said.ending == "export":
            reply = reply.but(files=await self._files(before))
        if said.pictures:
            today = said.person.profile.day_of(self.clock.now())
            reply = reply.but(files=await pictures_of(said.person, said.pictures, today))
        if said.forgotten:  # before the commit: a vector without its memory would stay for good
            await self.recall.forget(said.forgotten)
        return Turn(
            before=before,
            after=said.person,
            reply=reply,
            analysis=said.analysis,
            memories=tuple(_memory(note, before.id, self.clock) for note in said.notes),
            forgotten=said.forgotten,
            trace=[(step.node, step.ms) for step in said.path],
            is_farewell=said.ending in ("forget", "link", "unlink"),
        )

    def _weekly_board(self, zone: str | None) -> Reminder:
        return weekly_board(self.clock.now(), zone)

    async def _post_board(self, row: InboxRow, room: Person) -> Turn:
        """The board of the week that ended; nothing where nobody shares anything."""
        now, due_at = self.clock.now(), row.inbound.sent_at
        members = (
            [await self._member(person_id) for person_id in room.profile.room.members] if room.profile.room else []
        )
        posted = posted_board(room, [member for member in members if member is not None], due_at, now)
        return Turn(before=room, after=room, reply=posted.reply, deliveries=(posted.delivery,))

    async def _member(self, person_id: PersonId) -> Person | None:
        try:
            return await self.store.people.load(person_id)
        except UnknownPerson:
            return None

    async def _nudge(self, row: InboxRow, person: Person) -> Turn:
        if row.reminder_id is None:
            raise DatabaseDamaged("A nudge without its reminder.")
        if person.profile.room is not None:
            return await self._post_board(row, person)
        nudged = self.reminding.nudge(
            person,
            row.reminder_id,
            row.inbound.sent_at,
            await self.store.deliveries.lately(person.id, [r.id for r in person.reminders if r.goal_id is not None]),
            self.clock.now(),
            platform=row.inbound.address.platform,
            is_blocked=await self.store.people.is_blocked(person.id),
        )
        return Turn(before=person, after=nudged.person, reply=nudged.reply, deliveries=(nudged.delivery,))

    async def _files(self, person: Person) -> tuple[Attachment, ...]:
        data = await self.store.exporting.export(person.id)
        content = orjson.dumps(data, option=orjson.OPT_INDENT_2)
        files = [Attachment(name="gigi-export.json", media_type="application/json", content=content)]
        if person.active_reminders:
            calendar = calendar_file(person, self.clock.now())
            files.append(Attachment(name="gigi-schedule.ics", media_type="text/calendar", content=calendar.encode()))
        return tuple(files)


def _welcomed(person: Person, inbound: Inbound) -> Person:
    """Somebody new is spoken to in the language of their client, where Gigi speaks it."""
    language = language_like(inbound.language)
    if person.profile.introduced_at is not None or language is None:
        return person
    return person.but(profile=person.profile.but(language=language))


def _memory(note: Note, person_id: PersonId, clock: Clock) -> Memory:
    return Memory(id=MemoryId(new_id("m")), person_id=person_id, text=note.text, kind=note.kind, created_at=clock.now())
