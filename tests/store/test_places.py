"""Where people and rooms are: private chats that are known, messages that were taken, channels one may speak in."""

from bot.entities import Address, Inbound, InboundKind, Platform
from tests.people import talking

HERE = Platform.DISCORD


def written(talk, user="ana", chat="77", event="1"):
    address = Address(platform=HERE, user=user, chat=chat)
    return Inbound(event=event, address=address, kind=InboundKind.TEXT, text="/help", sent_at=talk.clock.now())


async def test_private_chat_is_known_since_its_person_is(tmp_path):
    async with talking(tmp_path) as talk:
        began = talk.clock.at
        await talk.gigi.accept(written(talk))

        assert await talk.gigi.store.people.private_chats(HERE) == [(written(talk).address.home, began)]
        assert await talk.gigi.store.people.private_chats(Platform.TELEGRAM) == []


async def test_private_message_without_its_chat_keeps_the_chat_that_is_known(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.gigi.accept(written(talk))
        await talk.gigi.accept(written(talk, chat="", event="2"))

        (known,) = await talk.gigi.store.people.private_chats(HERE)
        assert known.address.chat == "77"


async def test_message_is_known_once_it_was_accepted(tmp_path):
    async with talking(tmp_path) as talk:
        message = written(talk)
        assert not await talk.gigi.store.inbox.knows(message, "9")

        await talk.gigi.accept(message, bot="9")

        assert await talk.gigi.store.inbox.knows(message, "9")
        assert not await talk.gigi.store.inbox.knows(message, "10")


async def test_server_without_a_rule_lets_gigi_speak_everywhere_and_with_one_only_there(tmp_path):
    async with talking(tmp_path) as talk:
        rooms = talk.gigi.store.rooms
        assert await rooms.speaks_in(HERE, "5") is None

        await rooms.let_speak(HERE, "5", {"7", "8"})
        await rooms.let_speak(HERE, "6", set())

        assert await rooms.speaks_in(HERE, "5") == {"7", "8"}
        assert await rooms.speaks_in(HERE, "6") == frozenset()
        await rooms.let_speak(HERE, "5", None)
        assert await rooms.speaks_in(HERE, "5") is None
