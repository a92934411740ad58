"""The web server: `/health` for whoever watches the watcher. Serves nothing that changes anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from watcher.errors import StoreError, WatcherError
from watcher.web.status import Status


class WebServer:
    """Listens on one address while it is started."""

    def __init__(self, host: str, port: int, read_status: Callable[[], Awaitable[Status]]) -> None:
        self._host = host
        self._port = port
        self._read_status = read_status
        app = web.Application()
        app.router.add_get("/health", self._health)
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

    async def _health(self, _request: web.Request) -> web.Response:
        """200 with the whole status while the store answers; a broken source does not make us unhealthy."""
        try:
            status = await self._read_status()
        except StoreError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=503)
        return web.json_response(status.as_json(), headers={"Cache-Control": "no-store"})
