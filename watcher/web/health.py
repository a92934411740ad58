"""`/health`, for whoever watches the watcher."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from watcher.errors import StoreError
from watcher.web.status import Status


def routes(read_status: Callable[[], Awaitable[Status]]) -> tuple[web.RouteDef, ...]:
    """Return its route."""

    async def serve(_request: web.Request) -> web.Response:
        """200 with the whole status while the store answers; a broken source does not make us unhealthy."""
        try:
            status = await read_status()
        except StoreError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=503)
        return web.json_response(status.as_json(), headers={"Cache-Control": "no-store"})

    return (web.get("/health", serve),)
