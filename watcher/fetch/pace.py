"""Politeness: how many requests a host gets at once, and how soon after one another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """Hands out turns per host. Hosts do not wait for each other."""

    def __init__(self, *, at_once: int, delay: float) -> None:
        self._delay = delay
        self._seats = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(at_once))
        self._next_start: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, least_delay: float = 0.0) -> AsyncIterator[None]:
        """Wait for a turn at `host`, at least `least_delay` seconds after the turn before."""
        async with self._seats[host]:
            await self._wait(host, max(self._delay, least_delay))
            yield

    async def _wait(self, host: str, delay: float) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start.get(host, now))
        self._next_start[host] = start + delay
        if start > now:
            await asyncio.sleep(start - now)


class Allowance:
    """Seconds that may be spent in all, over several spells."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Count the time inside. Raises `TimeoutError` once all is spent."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= loop.time() - start
