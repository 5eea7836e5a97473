"""How answers go over HTTP."""

import json
from typing import Any

from aiohttp import web

VIA = {"Via": "1.1 google"}  # a 429 without it is taken for a ban by Cloudflare


def answered(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it, without a charset."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers={**VIA, **(headers or {})})
