"""One request, one answer: no redirects, no robots, no pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDictProxy
from yarl import URL

from notifiers.guard import Guard, GuardedResolver
from watcher.errors import TooLarge
from watcher.fetch.failure import told
from watcher.fetch.guard import refusal
from watcher.fetch.settings import FetchSettings

_MAX_HEADER = 65_536
"""Bytes of one header line; sites do send policies past aiohttp's own 8 KiB."""
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said. `body` is decoded of its content encoding, and empty unless the status is 2xx."""

    url: URL
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    content_type: str = ""
    """Lower case, without parameters; empty where the header is absent."""
    charset: str | None = None
    cookies: SimpleCookie | None = None
    """What a redirect set."""


class Client:
    """A connection pool that asks only where the guard lets it. Make it inside a running loop."""

    def __init__(self, settings: FetchSettings, guard: Guard, resolver: AbstractResolver) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=GuardedResolver(resolver, guard, refusal)),
            # A jar of its own for every visit stands in `redirects`; nothing is kept from visit to visit.
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "User-Agent": settings.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(total=None, connect=settings.connect_timeout),
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
        )

    async def get(self, url: URL, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """Ask once. Raises `FetchError`, `TooLarge` as soon as more than `max_bytes` came out."""
        with told(url.host or ""):
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                return await _answer(url, response, max_bytes)

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()


async def _answer(url: URL, response: aiohttp.ClientResponse, max_bytes: int) -> Answer:
    status, headers = response.status, response.headers
    if not 200 <= status < 300:
        cookies = response.cookies if "Set-Cookie" in headers else None
        return Answer(url=url, status=status, headers=headers, body=b"", cookies=cookies)
    return Answer(
        url=url,
        status=status,
        headers=headers,
        body=await _body(response, max_bytes),
        content_type=response.content_type if "Content-Type" in headers else "",
        charset=response.charset,
    )


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge(f"{response.url.host}: the page is larger than {max_bytes:,} bytes")
    return b"".join(chunks)
