"""Servers (guilds), their roles and their members."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .channels import TEXT, TextChannel, Thread
from .permissions import ALL, BITS, ORDINARY, Overwrite, bits, in_channel

if TYPE_CHECKING:
    from .people import Person, User
    from .server import DiscordServer


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    managed: bool = False

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def payload(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Member:
    user: "User"
    joined_at: str
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    def payload(self, *, with_user: bool = True) -> dict[str, Any]:
        user = {"user": self.user.payload()} if with_user else {}
        return {
            "nick": self.nick,
            "avatar": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": self.joined_at,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": None,
            **user,
        }


@dataclass(eq=False)
class Guild:
    """A server. Whatever is done to it here is told to the bot, if the bot is in it."""

    server: "DiscordServer"
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: list[TextChannel] = field(default_factory=list)

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]

    @property
    def threads(self) -> list[Thread]:
        return [thread for channel in self.channels for thread in channel.threads]

    def role(self, name: str, permissions: str = "", *, managed: bool = False) -> Role:
        """A new role."""
        role = Role(self.server.snowflake(), name, bits(permissions), len(self.roles), managed)
        self.roles[role.id] = role
        self.server.tell("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.payload()}, self)
        return role

    def text_channel(self, name: str, *, private: bool = False, topic: str | None = None) -> TextChannel:
        """A new channel; a private one is seen only by those for whom `channel.allows(who, "view_channel")`."""
        channel = TextChannel(self.server, self.server.snowflake(), TEXT, name, self, topic=topic)
        if private:
            channel.overwrites[self.id] = Overwrite(self.id, 0, deny=BITS["view_channel"])
        self.channels.append(channel)
        self.server.channels[channel.id] = channel
        self.server.tell("CHANNEL_CREATE", channel.payload(), self)
        return channel

    def deletes(self, channel: TextChannel) -> None:
        """The channel is gone, with its threads."""
        told = channel.payload()
        self.channels.remove(channel)
        for gone in [channel, *channel.threads]:
            del self.server.channels[gone.id]
        self.server.tell("CHANNEL_DELETE", told, self)

    def add(self, person: "Person", *roles: Role, permissions: str = "", nick: str | None = None) -> "Person":
        """`person` joins, with these roles and, in a role of their own, these permissions. Returns the person."""
        own = [self.role(f"{person.name}'s", permissions)] if permissions else []
        member = Member(person, self.server.stamp(), [*roles, *own], nick)
        self.members[person.id] = member
        self.server.tell("GUILD_MEMBER_ADD", {"guild_id": str(self.id), **member.payload()}, self)
        return person

    def removes(self, user: "User") -> None:
        """`user` leaves or is put out; the bot too."""
        if user is self.server.bot:
            self.server.tell("GUILD_DELETE", {"id": str(self.id)}, self)
            del self.members[user.id]
            return
        del self.members[user.id]
        for thread in self.threads:
            thread.members.pop(user.id, None)
        self.server.tell("GUILD_MEMBER_REMOVE", {"guild_id": str(self.id), "user": user.payload()}, self)

    def renames(self, person: "Person", nick: str) -> None:
        """`person` is called `nick` here from now on."""
        member = self.members[person.id]
        member.nick = nick
        self.server.tell("GUILD_MEMBER_UPDATE", {"guild_id": str(self.id), **member.payload()}, self)

    def permissions_of(self, user: "User") -> int:
        if user.id not in self.members:
            return 0
        if user.id == self.owner_id:
            return ALL
        granted = self.everyone.permissions
        for role in self.members[user.id].roles:
            granted |= role.permissions
        return ALL if granted & BITS["administrator"] else granted

    def permissions_in(self, channel: TextChannel, user: "User") -> int:
        base = self.permissions_of(user)
        if not base or user.id == self.owner_id:
            return base
        roles = {role.id for role in self.members[user.id].roles}
        return in_channel(base, self.id, user.id, roles, channel.overwrites)

    def payload(self) -> dict[str, Any]:
        """The guild object of GET /guilds."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "description": None,
            "owner_id": str(self.owner_id),
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "mfa_level": 0,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "safety_alerts_channel_id": None,
            "vanity_url_code": None,
            "premium_tier": 0,
            "preferred_locale": "en-US",
            "nsfw_level": 0,
            "premium_progress_bar_enabled": False,
            "incidents_data": None,
        }

    def arrival(self, *, is_new: bool = False) -> dict[str, Any]:
        """GUILD_CREATE, with the bot itself as the only member; "unavailable" is said of servers known from READY."""
        bot = self.server.bot
        shown = [thread for thread in self.threads if not thread.archived and thread.visible_to(bot)]
        return {
            **self.payload(),
            "joined_at": self.members[bot.id].joined_at,
            "large": False,
            **({} if is_new else {"unavailable": False}),
            "member_count": len(self.members),
            "members": [self.members[bot.id].payload()],
            "channels": [channel.payload() for channel in self.channels],
            "threads": [thread.payload_for(bot) for thread in shown],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


def found(server: "DiscordServer", name: str, id: int, bot_permissions: str, owner: int) -> Guild:
    """A new guild with @everyone and the bot in it."""
    guild = Guild(server, id, name, owner)
    guild.roles[id] = Role(id, "@everyone", bits(ORDINARY))
    own = Role(server.snowflake(), server.bot.name, bits(bot_permissions), 1, managed=True)
    guild.roles[own.id] = own
    guild.members[server.bot.id] = Member(server.bot, server.stamp(), [own])
    return guild
