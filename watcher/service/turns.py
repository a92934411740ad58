"""Work that one of several processes does: whoever has the lease. Alone, a process always has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from watcher.store.port import Store

Work = Callable[[], Awaitable[object]]

RENEWED = 10.0
"""Seconds between two renewals of a lease that is kept."""
HELD = 3 * RENEWED
"""Seconds for which each holds, so that one that is late, or two, are no harm."""


class Turns:
    """Asks the store for the right to work."""

    def __init__(self, store: Store, clock: Callable[[], datetime], *, renewed: float = RENEWED) -> None:
        self._store = store
        self._clock = clock
        self._renewed = renewed

    async def once(self, name: str, seconds: float, work: Work) -> None:
        """Do some work unless another process did it less than `seconds` ago. Raises what it raises."""
        if await self._store.lease(name, self._clock(), seconds):
            await work()

    async def keep(self, name: str, work: Work) -> None:
        """Do some lasting work for as long as the right to it lasts; return at once while another has it.

        Raises what it raises, and `StoreError`: the work is stopped then.
        """
        if not await self._ours(name):
            return
        doing = asyncio.ensure_future(work())
        try:
            while not doing.done() and await self._ours(name):
                await asyncio.wait([doing], timeout=self._renewed)
        finally:
            doing.cancel()
            await asyncio.wait([doing])
        with suppress(asyncio.CancelledError):
            doing.result()

    async def _ours(self, name: str) -> bool:
        return await self._store.lease(name, self._clock(), HELD)
