"""The server on a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from .connection import upgrade
from .errors import no_such_route
from .rest import channels, commands, interactions, messages, users
from .rest.call import endpoint
from .server import DiscordServer
from .wire import answered

ROUTES = [*users.ROUTES, *channels.ROUTES, *messages.ROUTES, *commands.ROUTES, *interactions.ROUTES]


@asynccontextmanager
async def serve(port: int = 0, **options: Any) -> AsyncIterator[DiscordServer]:
    """A server on loopback until the end of the block; `options` are those of DiscordServer."""
    server = DiscordServer(**options)
    runner = web.AppRunner(_app(server), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        server.gateway.cut()
        await runner.cleanup()


def _app(server: DiscordServer) -> web.Application:
    app = web.Application(client_max_size=2**25)
    for method, path, handler in ROUTES:
        app.router.add_route(method, f"/api/v10{path}", endpoint(server, method, path, handler))

    async def gateway(request: web.Request) -> web.StreamResponse:
        return await upgrade(server, request)

    async def file(request: web.Request) -> web.Response:
        found = server.files.get(int(request.match_info["id"]))
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, content_type=found.content_type)

    async def unknown(request: web.Request) -> web.Response:
        server.problems.append(f"no route {request.method} {request.path}")
        return answered(no_such_route().body(), 404)

    app.router.add_get("/gateway", gateway)
    app.router.add_get("/gateway/", gateway)
    app.router.add_get("/attachments/{channel}/{id:\\d+}/{name}", file)
    app.router.add_route("*", "/{path:.*}", unknown)
    return app
