"""Servers on loopback: one that speaks HTTP well, and one that sends any bytes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from notifiers.guard import Guard, IPAddress

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
Talk: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Site:
    """Answers each path by its handler, and keeps what it was asked."""

    def __init__(self, handlers: dict[str, Handler]) -> None:
        self._handlers = handlers
        self.asked: list[web.Request] = []
        self.url = ""

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler = self._handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


@asynccontextmanager
async def site(handlers: dict[str, Handler], host: str = "127.0.0.1") -> AsyncIterator[Site]:
    """Serve `handlers` by path; the rest, robots.txt too, is 404."""
    served = Site(handlers)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, 0).start()
        served.url = f"http://{host}:{runner.addresses[0][1]}"
        yield served
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_site(talk: Talk) -> AsyncIterator[str]:
    """Serve whatever `talk` writes, once the request's head has come; yields the address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await talk(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


def saying(head: str, body: bytes = b"") -> Talk:
    """Write one answer and hang up."""

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)

    return talk


def page(text: str = "<html>news", *, status: int = 200, **headers: str) -> Handler:
    """Answer with `text`; header names are written with `_` for `-`."""

    async def handler(_: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(text=text, status=status, content_type="text/html", headers=named)

    return handler


def redirect(to: str, status: int = 302) -> Handler:
    """Send the reader on."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": to})

    return handler


class Names(AbstractResolver):
    """A name service of its own: any port, these names, no others."""

    def __init__(self, names: dict[str, tuple[str, ...]]) -> None:
        self._names = names
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        if host not in self._names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=socket.AF_INET, proto=0, flags=0)
            for ip in self._names[host]
        ]

    async def close(self) -> None:
        """Nothing is held."""


class OnlyThisIsPublic(Guard):
    """A world in which one loopback address is the internet, and everything else is private."""

    def __init__(self, public: str) -> None:
        super().__init__(allow_private=False)
        self._public = public

    def allows(self, ip: IPAddress) -> bool:
        return str(ip) == self._public
