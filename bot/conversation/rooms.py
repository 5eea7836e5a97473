"""Rooms: a group or channel where others read along. What is personal goes to the person alone."""

from bot.catalogue import t
from bot.conversation.moment import Moment
from bot.entities import Reply

PUBLIC_COMMANDS = frozenset({"start", "help", "privacy", "safety"})


def placed(reply: Reply, moment: Moment) -> Reply:
    """The reply as it may be given where the message was written."""
    if moment.is_private or reply.is_public or reply.aside:
        return reply
    return reply.but(aside=t("I answered you in private."))
