"""How updates reach the bot: it asks for them, or is told at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call
from tests.servers.telegram.methods.table import method
from tests.servers.telegram.refusals import conflict

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

LONGEST_POLL = 50
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def _allow(server: TelegramServer, call: Call) -> None:
    server.updates.allow(call.structure("allowed_updates", "allowed_updates"))


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(server: TelegramServer, call: Call, request: web.Request) -> Any:
    if server.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    timeout = min(max(call.integer("timeout"), 0), LONGEST_POLL)
    _allow(server, call)

    def is_gone() -> bool:
        return server.is_down or request.transport is None or request.transport.is_closing()

    return await server.updates.poll(call.integer("offset"), call.integer("limit", 100), timeout, is_gone)


@method("setWebhook", "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token")
async def set_webhook(server: TelegramServer, call: Call, request: web.Request) -> Any:
    if not call.text("url"):
        return await delete_webhook(server, call, request)
    given = call.text("url"), call.text("secret_token"), call.integer("max_connections"), call.text("ip_address")
    server.webhook.set(*given)
    server.updates.end_poll(conflict("terminated by setWebhook request"))
    _allow(server, call)
    if call.flag("drop_pending_updates"):
        server.updates.clear()
    return True


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(server: TelegramServer, call: Call, request: web.Request) -> Any:
    server.webhook.delete()
    if call.flag("drop_pending_updates"):
        server.updates.clear()
    return True


@method("getWebhookInfo")
async def get_webhook_info(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return server.webhook.info
