"""Which gateway intent an event needs, in a server and in direct messages."""

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_REACTIONS = 1 << 10
DIRECT_MESSAGES = 1 << 12
DIRECT_REACTIONS = 1 << 13
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = {"members": GUILD_MEMBERS, "presences": GUILD_PRESENCES, "message_content": MESSAGE_CONTENT}
KNOWN = (1 << 26) - 1

_PREFIXES = [  # the longest first; (in a server, in direct messages)
    ("MESSAGE_REACTION_", GUILD_REACTIONS, DIRECT_REACTIONS),
    ("MESSAGE_", GUILD_MESSAGES, DIRECT_MESSAGES),
    ("GUILD_MEMBERS_CHUNK", 0, 0),
    ("GUILD_MEMBER_", GUILD_MEMBERS, 0),
    ("GUILD_", GUILDS, 0),
    ("CHANNEL_", GUILDS, 0),
    ("THREAD_", GUILDS, 0),
]


def needed(event: str, *, in_guild: bool) -> int:
    """The intent's bit, or 0 for events that every session gets (READY, INTERACTION_CREATE)."""
    for prefix, guild, direct in _PREFIXES:
        if event.startswith(prefix):
            return guild if in_guild else direct
    return 0
