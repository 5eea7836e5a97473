"""A strict Telegram Bot API server on loopback, and people who live in it. A bot library speaks to it unmodified.

    from tests.servers.telegram import faults, serve

    async with serve() as server:
        bot = telegram.Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
        ana = server.person(7, first_name="Ana", language_code="en")
        await ana.starts("PAYLOAD")                  # a deep link; `await ana.says("hello")` is plain text
        reply = await ana.hears("Hello", within=5)   # a text or a predicate of the message; what came before is skipped
        plan = await ana.asks("I want to read more") # says it and hears; `hears_all` waits until the bot is quiet
        press = await ana.presses(reply, "Done")     # by the button's label, on anybody's message
        await press.answered(within=2)               # what answerCallbackQuery said: text, show_alert
        await reply.becomes(lambda message: not message.buttons)
        print(ana.chat.transcript())

A person also `edits`, `replies`, `shares_location`, `sends_voice`, `sends_photo`, `sends_document`, `sends` (any other
medium), `reacts`, `blocks_bot`, `unblocks_bot`, `deletes_account`, `follows` (a button whose link opens the bot).

    group = server.group(1, forum=True)              # or kind="group", the small kind, which `migrates`
    await group.adds_bot(by=ana)
    topic = await group.opens_topic("Running", by=ana)
    await group.says(ana, "how am I doing?", mentions_bot=True, topic=topic)    # reply_to=message
    await group.hears()

`promotes_bot`, `removes_bot`, `adds`, `other_bot_says`, `closes_topic`, `deletes_topic`. Privacy mode is on: the bot
gets commands, mentions, replies to it and service messages (`server.privacy = False` turns it off).

What happened: `chat.messages` (text, entities, keyboard, edits, reactions, attachment bytes), `chat.actions` (typing),
`chat.drafts`, `server.calls` (each with instants, values, outcome, fault), `server.count("sendMessage", ana)`,
`server.unanswered()` (presses that nobody answered), `server.profile` and `ana.commands`, and `server.problems`: what
Telegram lets pass and a careful bot would not do (unknown parameters, more than 100 entities). A test may assert that
it is empty.

Faults, for the next calls of a method, or for those of it in one chat:

    server.will("sendMessage", faults.too_many_requests(3), times=2, chat=ana)
    server.will("sendMessage", faults.loses_reply())  # it was delivered, and the bot never learns
    server.will("getUpdates", faults.bad_gateway())   # internal_error, refuses, hangs, cut, truncates, breaks_off, slow
    await server.sends_unparsable_update()
    server.goes_down(), server.comes_back(), server.revokes_token()
    server.flood.on = True                            # 30/s in all, 1/s per private chat, 20/min per group

A webhook's https address is taken as in production and delivered to `server.webhook.behind = "http://127.0.0.1:PORT"`,
as a proxy would; `server.webhook.patience` scales the waits between tries. `serve(now=...)` dates the messages.

Wordings are those of Bot API 10.0, from the public source of tdlib/telegram-bot-api and tdlib/td. Where Telegram reads
a wrong type as zero, this server refuses it. Texts are counted in UTF-16 units. Not here: inline mode, payments,
sticker sets, business connections, albums, Rich Messages.
"""

from tests.servers.telegram import faults
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.groups import Group, Topic
from tests.servers.telegram.messages import Message
from tests.servers.telegram.people import Person, Press
from tests.servers.telegram.server import TelegramServer, serve

__all__ = ["Chat", "Group", "Message", "Person", "Press", "TelegramServer", "Topic", "faults", "serve"]
