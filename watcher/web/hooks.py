"""Addresses that a provider posts to."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from watcher.errors import StoreError

log = logging.getLogger(__name__)

Accept = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes the headers and the body of a request; returns the HTTP status to answer."""


def routes(path: str, accept: Accept) -> tuple[web.RouteDef, ...]:
    """Return the route of one such address."""

    async def serve(request: web.Request) -> web.Response:
        try:
            status = await accept(request.headers, await request.read())
        except StoreError as error:
            log.error("%s: what was posted could not be kept: %s", path, error)  # noqa: TRY400 - one line
            status = 503
        return web.Response(status=status)

    return (web.post(path, serve),)
