"""What a site's robots.txt asks of us, as RFC 9309 has it, with one exception.

- 2xx: its rules hold, for a day at most (section 2.4).
- 4xx: there are no rules (2.3.1.3).
- 5xx, 429, or no answer: the RFC (2.3.1.4) has a crawler stay away. We are no crawler: a person chose each
  page, and staying away would be silence about it. So the last rules hold on, without any all is allowed,
  slowly where the server is in trouble; and we ask again soon.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from protego import Protego
from yarl import URL

from watcher.errors import FetchError
from watcher.fetch.client import Answer
from watcher.fetch.settings import PRODUCT

MAX_BYTES = 512_000
"""RFC 9309, section 2.5, wants at least 500 KiB to be read."""
LONGEST_CRAWL_DELAY = 60.0
"""Seconds: a longer one is meant for crawlers that fetch whole sites."""

_KEPT = timedelta(days=1)
_ASKED_AGAIN = timedelta(minutes=10)
_SLOW = 10.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be fetched, and the least seconds between two requests to its host."""

    allowed: bool
    delay: float


@dataclass(frozen=True, slots=True)
class _Rules:
    robots: Protego | None
    delay: float
    until: datetime

    def on(self, url: URL) -> Verdict:
        allowed = self.robots is None or self.robots.can_fetch(str(url), PRODUCT)
        return Verdict(allowed, self.delay)


class Robots:
    """Asks each origin for its robots.txt once a day, and remembers."""

    def __init__(self, load: Callable[[URL], Awaitable[Answer]], clock: Callable[[], datetime]) -> None:
        self._load = load
        self._clock = clock
        self._rules: dict[URL, _Rules] = {}
        self._loading: dict[URL, asyncio.Lock] = {}

    async def verdict(self, url: URL) -> Verdict:
        """Judge an address. Never raises: what cannot be had forbids nothing."""
        origin = url.origin()
        rules = self._rules.get(origin)
        if rules is None or self._clock() >= rules.until:
            rules = await self._renewed(origin)
        return rules.on(url)

    async def _renewed(self, origin: URL) -> _Rules:
        async with self._loading.setdefault(origin, asyncio.Lock()):
            rules = self._rules.get(origin)
            if rules is None or self._clock() >= rules.until:
                rules = self._rules[origin] = await self._asked(origin, rules)
        return rules

    async def _asked(self, origin: URL, last: _Rules | None) -> _Rules:
        now = self._clock()
        try:
            answer = await self._load(origin / "robots.txt")
        except FetchError:
            return _kept_on(last, 0.0, now)
        if answer.status == 429 or answer.status >= 500:
            return _kept_on(last, _SLOW, now)
        if not 200 <= answer.status < 300:
            return _Rules(None, 0.0, now + _KEPT)
        robots = Protego.parse(answer.body.decode("utf-8-sig", "replace"))
        delay = min(robots.crawl_delay(PRODUCT) or 0.0, LONGEST_CRAWL_DELAY)
        return _Rules(robots, delay, now + _KEPT)


def _kept_on(last: _Rules | None, delay: float, now: datetime) -> _Rules:
    until = now + _ASKED_AGAIN
    return replace(last, until=until) if last and last.robots else _Rules(None, delay, until)
