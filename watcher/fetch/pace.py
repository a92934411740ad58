"""Politeness: how many requests a host gets at once, and how soon after one another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from types import TracebackType


class Pace:
    """Hands out turns per host. Hosts do not wait for each other."""

    def __init__(self, *, at_once: int, delay: float) -> None:
        self._delay = delay
        self._seats = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(at_once))
        self._next_start: dict[str, float] = {}

    def turn(self, host: str, least_delay: float = 0.0) -> Turn:
        """Return a context that waits for a turn, at least `least_delay` seconds after the turn before."""
        return Turn(self, host, max(self._delay, least_delay))

    async def begin(self, host: str, delay: float) -> None:
        """Wait for a turn; `end` gives it back."""
        seats = self._seats[host]
        await seats.acquire()
        try:
            now = asyncio.get_running_loop().time()
            start = max(now, self._next_start.get(host, now))
            self._next_start[host] = start + delay
            if start > now:
                await asyncio.sleep(start - now)
        except BaseException:
            seats.release()
            raise

    def end(self, host: str) -> None:
        """Give a turn back."""
        self._seats[host].release()


class Turn:
    """One turn at a host. A class, since a generator would cost each request three times as much."""

    __slots__ = ("_delay", "_host", "_pace")

    def __init__(self, pace: Pace, host: str, delay: float) -> None:
        self._pace = pace
        self._host = host
        self._delay = delay

    async def __aenter__(self) -> None:
        await self._pace.begin(self._host, self._delay)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pace.end(self._host)


class Allowance:
    """Seconds that may be spent in all, over several spells: one `async with` each.

    Inside, `TimeoutError` is raised once all is spent.
    """

    __slots__ = ("_left", "_start", "_timeout")

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    async def __aenter__(self) -> None:
        self._start = asyncio.get_running_loop().time()
        self._timeout = asyncio.timeout(self._left)
        await self._timeout.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left -= asyncio.get_running_loop().time() - self._start
        await self._timeout.__aexit__(kind, error, trace)
