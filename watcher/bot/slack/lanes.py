"""Work in order within each chat, and side by side between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress


class Lanes:
    """One lane a chat; an empty one is gone."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Task[None]] = {}

    def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Do some work after all that was put into this lane before. It must raise nothing."""
        task = asyncio.ensure_future(self._after(self._last.get(lane), work))
        self._last[lane] = task
        task.add_done_callback(lambda done: self._leave(lane, done))
        return task

    async def close(self, patience: float) -> None:
        """Let what is under way end, for up to so many seconds; cut the rest off."""
        tasks = tuple(self._last.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _leave(self, lane: str, done: asyncio.Task[None]) -> None:
        if self._last.get(lane) is done:
            del self._last[lane]

    @staticmethod
    async def _after(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
        if before:
            with suppress(asyncio.CancelledError):
                await asyncio.wait([before])
        await work()
