"""`/slack/events`: where Slack posts what people do, if it is not to come over a socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web

from watcher.errors import StoreError

PATH = "/slack/events"


class Answer(Protocol):
    """What Slack is answered."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def text(self) -> str:
        """The body."""
        ...


def routes(admit: Callable[[Mapping[str, str], bytes], Awaitable[Answer]]) -> tuple[web.RouteDef, ...]:
    """Return the route of all events; `admit` checks and takes one request."""

    async def serve(request: web.Request) -> web.Response:
        try:
            answer = await admit(request.headers, await request.read())
        except StoreError:
            return web.Response(status=503, text="not saved; please send it again")
        return web.Response(status=answer.status, text=answer.text)

    return (web.post(PATH, serve),)
