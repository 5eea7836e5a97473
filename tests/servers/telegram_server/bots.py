"""Bots for trying the server with, and what they send."""

import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.servers.telegram import TelegramServer


@contextmanager
def refused(error: type[TelegramError], said: str) -> Iterator[None]:
    """The block is refused in these words; the library changes the case of some letters."""
    with pytest.raises(error) as caught:
        yield
    assert said.lower() in str(caught.value).lower()


def make_bot(server: TelegramServer, token: str = "", read_timeout: float = 2.0) -> telegram.Bot:
    request = telegram.request.HTTPXRequest(read_timeout=read_timeout, connection_pool_size=8)
    return telegram.Bot(
        token or server.token, base_url=server.base_url, base_file_url=server.base_file_url, request=request
    )


async def outcome(work):
    try:
        return await work
    except telegram.error.TelegramError as error:
        return error


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"{data}{label}") for label in labels]])


def png(width: int = 40, height: int = 30) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xff" * (3 * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@asynccontextmanager
async def echo(server: TelegramServer) -> AsyncIterator[Application]:
    """A whole Application that polls: it repeats what it hears, and edits a message when its button is pressed."""

    async def repeat(update: telegram.Update, context) -> None:
        await update.message.reply_text(f"you said {update.message.text}", reply_markup=keyboard("Done", "Skip"))

    async def pressed(update: telegram.Update, context) -> None:
        await update.callback_query.answer("noted")
        await update.callback_query.edit_message_text(f"pressed {update.callback_query.data}")

    async def start(update: telegram.Update, context) -> None:
        await update.message.reply_text(f"hello {update.effective_user.first_name}, {context.args}")

    builder = Application.builder().token(server.token).base_url(server.base_url).base_file_url(server.base_file_url)
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.TEXT, repeat))
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        await application.start()
        await application.updater.start_polling(poll_interval=0, timeout=timedelta(seconds=5))
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()
