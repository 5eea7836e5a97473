"""Interactions: acknowledged within three seconds and before any work, then accepted like a message."""

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord.webhook.async_ import async_context

from adapters.discord.composing import PREFIX, Part
from adapters.discord.menu import ADMINISTER, LOG_THIS, LONGEST_WORDS, SUGGESTING, form, form_named, has_form
from adapters.discord.menu import MESSAGE as MESSAGE_MENU
from adapters.discord.posting import Posting, read_token
from adapters.discord.reception import Reception
from adapters.discord.sender import DiscordSender, Pressed
from adapters.discord.translation import Asked, asked, filled, typed
from bot.catalogue import N_, speaking, t
from bot.entities import Goal, InboundKind, Platform
from bot.errors import SomebodyElsesButton, StorageError, TooManyMessages, UnknownPerson
from bot.logs import Log

if TYPE_CHECKING:
    from bot.app import Gigi

log = Log(__name__)
Interaction = discord.Interaction[discord.Client]
MODAL = 9
_ACKNOWLEDGED, _TOLD_TWICE = 40060, "told twice"
MOST_CHOICES, LONGEST_CHOICE = 25, 100
STORE_TRIES, STORE_WAIT = 5, 1.0
_NOTED = N_("That is noted already.")
_NOT_YOURS = N_("I log only what you wrote yourself. Use /log for your own progress.")
_NOTHING = N_("There are no words in that message that I could log.")
_NOT_STORED = N_("I could not note that down just now. Please try it again in a minute.")
_ONLY_MANAGERS = N_("Only those who may manage this server can say where I speak.")
_EVERYWHERE = N_("I may speak in every channel of this server.")
_SOMEWHERE = N_("I may speak in {n} channel(s) of this server: {channels}. Elsewhere I answer in private only.")
_NOWHERE = N_("I may speak in no channel of this server. I answer in private only.")


class Responding:
    """Answers interactions, each for the eyes of its person alone where others read along."""

    def __init__(self, gigi: "Gigi", sender: DiscordSender, posting: Posting, reception: Reception) -> None:
        self._gigi, self._sender, self._posting, self._reception = gigi, sender, posting, reception

    async def take(self, interaction: Interaction) -> None:
        """Raises what the network raised; the person then sees that we did not respond."""
        with speaking(str(interaction.locale).partition("-")[0].lower()):
            match interaction.type:
                case discord.InteractionType.autocomplete:
                    await self._suggest(interaction)
                case discord.InteractionType.application_command:
                    await self._command(interaction)
                case discord.InteractionType.component:
                    await self._press(interaction)
                case discord.InteractionType.modal_submit:
                    await self._form(interaction)

    async def _command(self, interaction: Interaction) -> None:
        data: Any = interaction.data
        name, said = str(data["name"]), typed(data)
        if data.get("type") == MESSAGE_MENU:
            await self._log_this(interaction, data)
        elif has_form(name) and not said:
            await self._open_form(interaction, name)
        elif name == ADMINISTER:
            await self._administer(interaction, said)
        else:
            await self._defer(interaction)
            await self._accept(interaction, str(interaction.id), f"{name} {said}".strip())

    async def _form(self, interaction: Interaction) -> None:
        await self._defer(interaction)
        data: Any = interaction.data
        name = form_named(str(data["custom_id"])) or ""
        words = " ".join(filter(None, filled(data)))[:LONGEST_WORDS]
        await self._accept(interaction, str(interaction.id), f"{name} {words}".strip())

    async def _log_this(self, interaction: Interaction, data: Any) -> None:
        """The words of one's own message as a log, once."""
        await self._defer(interaction)
        target = str(data.get("target_id"))
        message = data.get("resolved", {}).get("messages", {}).get(target, {})
        words = " ".join(str(message.get("content", "")).split())
        if str(message.get("author", {}).get("id")) != str(interaction.user.id):
            await self._say(interaction, t(_NOT_YOURS))
        elif not words:
            await self._say(interaction, t(_NOTHING))
        else:
            await self._accept(interaction, f"{LOG_THIS}:{target}", f"log {words[:LONGEST_WORDS]}")

    async def _press(self, interaction: Interaction) -> None:
        await self._defer(interaction)
        data: Any = interaction.data
        ticket, message = str(data["custom_id"]).removeprefix(PREFIX), interaction.message
        content = message.content if message is not None else ""
        label = _label(message, str(data["custom_id"])) if message is not None else ""
        await self._accept(
            interaction, str(interaction.id), ticket, kind=InboundKind.BUTTON, pressed=Pressed(content, label)
        )

    async def _accept(
        self,
        interaction: Interaction,
        event: str,
        text: str,
        *,
        kind: InboundKind = InboundKind.COMMAND,
        pressed: Pressed | None = None,
    ) -> None:
        """On disk when this returns; the answer comes through the sender. What is refused is said at once."""
        for number in range(STORE_TRIES):
            try:
                inbound = (await self._asked(interaction)).inbound(event, kind, text, interaction.created_at)
                accepted = await self._reception.accept(inbound)
                break
            except (SomebodyElsesButton, TooManyMessages) as error:
                self._reception.count("refused")
                await self._say(interaction, t(error.sentence_for_person))
                return
            except StorageError as error:
                log.warning("An interaction could not be stored.", error=type(error).__name__)
                if number == STORE_TRIES - 1:
                    await self._say(interaction, t(_NOT_STORED))
                    return
                await asyncio.sleep(STORE_WAIT)
        if not accepted.is_new:
            if not interaction.extras.get(_TOLD_TWICE):  # then its answer is there, or comes
                await self._say(interaction, t(_NOTED))
        elif pressed is not None:
            self._sender.expect(f"g{accepted.inbox_id}", pressed)

    async def _asked(self, interaction: Interaction) -> Asked:
        found = asked(interaction)
        if found.is_alone:
            return found
        may = await self._reception.may_speak(interaction.guild_id, found.address.chat, found.address.thread)
        return found if may else asked(interaction, may_speak=False)

    async def _defer(self, interaction: Interaction) -> None:
        """Within three seconds and before any work. Hidden from others for good, where others read along."""
        is_press = interaction.type is discord.InteractionType.component
        try:
            if is_press:
                await interaction.response.defer()
            else:
                await interaction.response.defer(ephemeral=not asked(interaction).is_alone, thinking=True)
        except discord.HTTPException as error:  # too late, or told twice: the answer finds another way
            interaction.extras[_TOLD_TWICE] = error.code == _ACKNOWLEDGED
            log.warning("Discord did not take the acknowledgement of an interaction.", code=error.code)

    async def _say(self, interaction: Interaction, sentence: str) -> None:
        """A word to this person alone, in place of an answer."""
        token = read_token(asked(interaction).address.interaction)
        if token is None:
            return
        try:
            if token.is_press:
                await self._posting.follow(token._replace(is_hidden=True), Part(sentence))
            else:
                await self._posting.answer(token, Part(sentence))
        except discord.HTTPException as error:
            log.debug("discord_courtesy_failed", error=type(error).__name__)

    async def _open_form(self, interaction: Interaction, name: str) -> None:
        """A form opens only as the first response."""
        answer: Any = {"payload": {"type": MODAL, "data": form(name)}, "multipart": None, "files": None}
        params = discord.http.MultipartParameters(**answer)
        await async_context.get().create_interaction_response(
            interaction.id, interaction.token, session=interaction._session, params=params
        )

    async def _suggest(self, interaction: Interaction) -> None:
        """The person's own goals, and nobody else's, while they type."""
        data: Any = interaction.data
        name, said = str(data["name"]), typed(data)
        goals = await self._goals(str(interaction.user.id)) if name in SUGGESTING else ()
        offered = [_completed(name, said, goal.title) for goal in goals]
        choices = [discord.app_commands.Choice(name=one, value=one) for one in dict.fromkeys(filter(None, offered))]
        await interaction.response.autocomplete(choices[:MOST_CHOICES])

    async def _goals(self, user: str) -> tuple[Goal, ...]:
        try:
            person_id = await self._gigi.find(Platform.DISCORD, user)
            return await self._gigi.store.people.load_goals_for_user(person_id) if person_id else ()
        except (StorageError, UnknownPerson):
            return ()

    async def _administer(self, interaction: Interaction, choice: str) -> None:
        """/channels: where we may speak in a server. What Discord says of the person's permissions counts."""
        await self._defer(interaction)
        granted, server = interaction.permissions, interaction.guild_id
        if server is None or not (granted.manage_guild or granted.administrator):
            await self._say(interaction, t(_ONLY_MANAGERS))
            return
        rooms, here = self._gigi.store.rooms, str(interaction.channel_id)
        try:
            allowed = await rooms.speaks_in(Platform.DISCORD, str(server))
            match choice:
                case "here":
                    allowed = (allowed or frozenset()) | {here}
                case "not here":
                    allowed = (_every(interaction) if allowed is None else allowed) - {here}
                case "everywhere":
                    allowed = None
            if choice:
                await rooms.let_speak(Platform.DISCORD, str(server), allowed)
        except StorageError:
            await self._say(interaction, t(_NOT_STORED))
            return
        await self._say(interaction, _where(allowed))


def _every(interaction: Interaction) -> frozenset[str]:
    """All channels of a server, as far as we see them."""
    channels = interaction.guild.text_channels if interaction.guild is not None else ()
    return frozenset(str(channel.id) for channel in channels)


def _where(allowed: frozenset[str] | None) -> str:
    if allowed is None:
        return t(_EVERYWHERE)
    if not allowed:
        return t(_NOWHERE)
    return t(_SOMEWHERE, n=len(allowed), channels=" ".join(f"<#{channel}>" for channel in sorted(allowed)))


def _completed(name: str, said: str, title: str) -> str:
    """What a goal makes of the words typed so far; "" where it does not fit them."""
    if name != "log":
        return title[:LONGEST_CHOICE] if said.casefold() in title.casefold() else ""
    value = said.split(maxsplit=1)[0] if said else t("done")
    return f"{value} {title}"[:LONGEST_CHOICE]


def _label(message: discord.Message, custom_id: str) -> str:
    for row in message.components:
        for part in getattr(row, "children", ()):
            if getattr(part, "custom_id", None) == custom_id:
                return str(part.label or "")
    return ""
