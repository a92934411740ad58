"""The web server. What it serves stands in a file for each page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from aiohttp import web

from watcher.errors import WatcherError

Route: TypeAlias = web.RouteDef
"""A page: its method, its path, and who answers."""


class WebServer:
    """Listens on one address while it is started."""

    def __init__(self, host: str, port: int, routes: Iterable[Route]) -> None:
        self._host = host
        self._port = port
        app = web.Application()
        app.add_routes(routes)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self) -> None:
        """Listen. Raises `WatcherError` where the address is taken or not ours."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise WatcherError(
                f"cannot listen on {self._host}:{self._port}: {error.strerror}; change web.listen"
            ) from None

    @property
    def address(self) -> str:
        """`http://host:port` as bound."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()
