"""Messages as calls of the Bot API: posted, put in place of an older one, closed after a press, reacted with."""

from typing import TYPE_CHECKING

from adapters.rendering.telegram import Piece
from adapters.telegram.calling import Calls, Place
from adapters.telegram.composing import Outgoing, rows
from adapters.telegram.faults import is_about_the_chat, is_unchanged
from adapters.telegram.line import Line
from bot.logs import Log

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

log = Log(__name__)


class Posting:
    """Raises what `Calls.send` raises, unless a method says otherwise."""

    def __init__(self, line: Line, calls: Calls) -> None:
        self._bot, self._calls = line.bot, calls

    async def post(self, place: Place, message: Outgoing) -> None:
        """A new message; where Telegram does not like how it looks, plainer."""
        from telegram.error import BadRequest

        try:
            await self._calls.send(place, lambda there: self._post(there, message))
        except BadRequest as error:
            if message.plainer == message or is_about_the_chat(error):
                raise
            log.warning("Telegram refused how a message looks; it goes out plain.")
            await self._calls.send(place, lambda there: self._post(there, message.plainer))

    async def replace(self, place: Place, message_id: int, message: Outgoing) -> None:
        """The words and buttons of an older message become these; where it cannot be edited, a new one is posted."""
        from telegram.error import BadRequest

        async def edit(there: Place) -> None:
            await self._bot.edit_message_text(
                message.piece.text,
                there.chat,
                message_id,
                entities=_entities(message.piece),
                reply_markup=_keyboard(message),
                link_preview_options=_no_preview(),
            )

        try:
            await self._calls.send(place, edit)
        except BadRequest as error:
            if not is_unchanged(error):
                await self.close(place, message_id, None)
                await self.post(place, message)

    async def close(self, place: Place, message_id: int, words: Piece | None) -> None:
        """Takes the buttons off a message and, where `words` are given, puts them in place of its own.

        Worth one try: raises nothing.
        """
        from telegram.error import TelegramError

        try:
            if words is None:
                await self._bot.edit_message_reply_markup(place.chat, message_id)
            else:
                await self._bot.edit_message_text(
                    words.text,
                    place.chat,
                    message_id,
                    entities=_entities(words),
                    link_preview_options=_no_preview(),
                )
        except TelegramError as error:
            log.debug("A pressed message could not be closed.", error=type(error).__name__)

    async def react(self, place: Place, message_id: int, emoji: str) -> bool:
        """Whether the emoji stands at the message: Telegram knows a few dozen."""
        from telegram.error import BadRequest

        try:
            await self._calls.send(place, lambda there: self._bot.set_message_reaction(there.chat, message_id, emoji))
        except BadRequest:
            return False
        return True

    async def _post(self, place: Place, message: Outgoing) -> None:
        from telegram import ReplyParameters

        answers = ReplyParameters(place.answers, allow_sending_without_reply=True) if place.answers else None
        words, entities, keyboard = message.piece.text, _entities(message.piece), _keyboard(message)
        if message.file is None:
            await self._bot.send_message(
                place.chat,
                words,
                entities=entities,
                reply_markup=keyboard,
                message_thread_id=place.thread,
                reply_parameters=answers,
                link_preview_options=_no_preview(),
            )
            return
        send = self._bot.send_photo if message.is_picture else self._bot.send_document
        await send(
            place.chat,
            message.file.content,
            caption=words or None,
            caption_entities=entities,
            filename=message.file.name,
            reply_markup=keyboard,
            message_thread_id=place.thread,
            reply_parameters=answers,
        )


def _entities(piece: Piece) -> "list[MessageEntity] | None":
    from telegram import MessageEntity

    return [MessageEntity(e.type, e.offset, e.length, language=e.language) for e in piece.entities] or None


def _keyboard(message: Outgoing) -> "InlineKeyboardMarkup | None":
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    lines = [
        [InlineKeyboardButton(button.label, callback_data=button.ticket) for button in row]
        for row in rows(message.buttons)
    ]
    if message.link is not None:
        lines.append([InlineKeyboardButton(message.link.label, url=message.link.url)])
    return InlineKeyboardMarkup(lines) if lines else None


def _no_preview() -> "LinkPreviewOptions":
    from telegram import LinkPreviewOptions

    return LinkPreviewOptions(is_disabled=True)
