"""Redirects, followed by hand, so that every hop passes the same checks as the first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

import aiohttp
from yarl import URL

from watcher.errors import FetchError
from watcher.fetch.client import Answer

Ask: TypeAlias = Callable[[URL, Mapping[str, str]], Awaitable[Answer]]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


async def follow(
    ask: Ask, url: URL, headers: Mapping[str, str], *, own_headers: Mapping[str, str] | None = None, most: int
) -> Answer:
    """Ask, and ask on where the answer sends us, `most` times; raises `FetchError` after that.

    `own_headers` may hold secrets: they go to the origin of `url` alone. Cookies live as long as the visit,
    for the sites that set one and send the reader round to see whether it came back.
    """
    jar: aiohttp.CookieJar | None = None
    here = url
    for _ in range(most + 1):
        private = own_headers if own_headers and here.origin() == url.origin() else {}
        answer = await ask(here, {**headers, **private, **_cookie(jar, here)})
        if answer.status not in _REDIRECTS:
            return answer
        if answer.cookies:
            jar = jar or aiohttp.CookieJar()
            jar.update_cookies(answer.cookies, here)
        here = _target(answer)
    raise FetchError(f"{url.host}: more than {most} redirects, the last one to {here.host}")


def _cookie(jar: aiohttp.CookieJar | None, url: URL) -> dict[str, str]:
    cookies = jar and jar.filter_cookies(url)
    return (
        {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())} if cookies else {}
    )


def _target(answer: Answer) -> URL:
    location = answer.headers.get("Location", "")
    try:
        target = answer.url.join(URL(location.strip()))
        known = target.origin() and bool(location)
    except ValueError:
        known = False
    if not known:
        raise FetchError(f"{answer.url.host}: answered {answer.status} without a usable Location")
    return target
