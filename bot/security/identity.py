"""A person on one platform: how they are named to us (REF), and found again without storing the name in the clear."""

from typing import NamedTuple

from bot.entities import Inbound, InboxId, Platform
from bot.security.vault import Vault


class PlatformUser(NamedTuple):
    """A user id as one platform gives it."""

    platform: Platform
    user: str


def read_ref(ref: str) -> PlatformUser | None:
    """`telegram:ID`, `discord:ID` or `console:NAME`; None for anything else, such as an internal id."""
    platform, colon, user = ref.strip().partition(":")
    if not colon or not user.strip() or platform.lower() not in set(Platform):
        return None
    return PlatformUser(Platform(platform.lower()), user.strip())


def identity_index(vault: Vault, who: PlatformUser) -> str:
    """What an identity is looked up by: the same for every bot of ours on that platform."""
    return vault.blind_index("identity", who.platform, who.user)


def inbox_key(vault: Vault, inbound: Inbound, bot: str = "") -> str:
    """What an event is known by, so that the platform may deliver it twice. `bot` is our own id on the platform."""
    return vault.blind_index("inbox", inbound.address.platform, bot, inbound.kind, inbound.event)


def press_key(vault: Vault, inbox_id: InboxId) -> str:
    """What the one press is known by that the buttons under the reply to this message are good for."""
    return vault.blind_index("press", str(inbox_id))
