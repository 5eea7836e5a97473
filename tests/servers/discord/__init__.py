"""A strict Discord on loopback: REST and gateway as documented, for a bot that takes it for the real one.

    async with discord.serve() as server:                      # from tests.servers import discord
        guild = server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
        with server.wired():                                   # discord.py of this process speaks to it
            ...start the bot with server.token; await server.gateway.connected()

        await ana.says(channel, "hello", mentions=server.bot)
        reply = await ana.hears("hello")                       # the bot's next message she sees
        answer = await ana.uses(channel, "/goal add", text="run")
        assert answer.ephemeral and "run" not in ben.transcript
        await ana.presses(answer.message, "Done")
        form = await ana.uses(channel, "/log")
        await ana.submits(form.modal, {"How much?": "5 km"})
        await ana.says(ana.dm, "in private")

A bot in another process is given `server.rest_url` and `server.gateway_url`.

- seeing: `channel.seen_by(ana)`, `ana.transcript` (every word ever on her screen), `ana.told`, `ana.hears_nothing()`
- settings of people: `ana.closes_dms()` (50007), `guild.removes(ana)` (50278), `ana.installs()`, `channel.forbids(...)`
- trouble: `server.faults.fails(503, "POST", "/channels/*/messages")`, `.fails_after` and `.loses_reply` (the call was
  carried out), `.rate_limits`, `.hangs`, `.is_slow`; `server.gateway.cut()`, `.invalidates(resumable=False)`,
  `.asks_to_reconnect()`, `.sends_unreadable()`, `.is_down`; `server.revokes_token()`; `server.passes(minutes=15)`;
  `server.limits.observed()`
- counts: `server.calls("POST", "/channels/*/messages")`, `server.codes`, `server.syncs`, `server.repeated`,
  `server.late`, and `server.problems`: what no bot should do (a test ends with `assert not server.problems`)

Privileged intents are refused (4014) unless `serve(privileged=("message_content",))`. What is not here: voice,
forums, polls, stickers, webhooks of channels, audit logs, templates; a call to them is a 404 and a problem.
"""

from .answers import Answer, Choice, Modal
from .channels import Channel, DirectChannel, TextChannel, Thread
from .guilds import Guild, Role
from .messages import Attachment, Message
from .people import Person, User
from .server import TOKEN, DiscordServer
from .serving import serve

__all__ = [
    "TOKEN",
    "Answer",
    "Attachment",
    "Channel",
    "Choice",
    "DirectChannel",
    "DiscordServer",
    "Guild",
    "Message",
    "Modal",
    "Person",
    "Role",
    "TextChannel",
    "Thread",
    "User",
    "serve",
]
