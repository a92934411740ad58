"""`/feeds/…`: for feed readers, who come again and again, and mostly hear that nothing changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from aiohttp import web

from watcher.errors import StoreError
from watcher.feeds.feed import Absent, Feed


def routes(read: Callable[[str], Awaitable[Feed | Absent]]) -> tuple[web.RouteDef, ...]:
    """Return the route of all feeds; `read` gives that of a token."""

    async def serve(request: web.Request) -> web.Response:
        try:
            feed = await read(request.match_info["token"])
        except StoreError:
            return web.Response(status=503, text="The store does not answer now.")
        match feed:
            case Absent.UNKNOWN:
                return web.Response(status=404, text="There is no such feed.")
            case Absent.GONE:
                return web.Response(status=410, text="This watch was stopped.")
        return _answer(request, feed)

    return (web.get("/feeds/{token}.atom", serve),)


def _answer(request: web.Request, feed: Feed) -> web.Response:
    tag = sha256(feed.body).hexdigest()[:32]
    headers = {
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(feed.changed_at.astimezone(UTC), usegmt=True),
        "Cache-Control": "private, max-age=60",
        "X-Robots-Tag": "noindex",
    }
    if _is_known(request, tag, feed.changed_at):
        return web.Response(status=304, headers=headers)
    return web.Response(body=feed.body, headers=headers, content_type="application/atom+xml", charset="utf-8")


def _is_known(request: web.Request, tag: str, changed_at: datetime) -> bool:
    """Tell whether the reader has it already; a tag counts before a date (RFC 9110, section 13.2.2)."""
    if request.if_none_match is not None:
        return any(known.value in (tag, "*") for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and changed_at.replace(microsecond=0) <= since
