"""`/health`, for whoever watches the watcher."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from watcher.errors import StoreError
from watcher.web.gate import Gate
from watcher.web.status import Status

_OPEN = Gate("localhost")


def routes(read_status: Callable[[], Awaitable[Status]], gate: Gate = _OPEN) -> tuple[web.RouteDef, ...]:
    """Return its route. Whom `gate` does not let in hears only whether the store answers."""

    async def serve(request: web.Request) -> web.Response:
        """200 with the whole status while the store answers; a broken source does not make us unhealthy."""
        admitted = gate.admits(request)
        try:
            status = await read_status()
        except StoreError as error:
            told = str(error) if admitted else "the store does not answer"
            return web.json_response({"ok": False, "error": told}, status=503)
        body = status.as_json() if admitted else {"ok": status.ok}
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    return (web.get("/health", serve),)
