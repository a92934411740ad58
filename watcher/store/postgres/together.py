"""Calls that come at the same moment, made as one: a hundred lanes that claim share a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

MOST = 200
"""Calls in one transaction at most."""


class Together(Generic[Ask, Answer]):
    """Gathers what is asked while the last batch is on its way, and answers each by its place."""

    def __init__(self, work: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer]]]) -> None:
        self._work = work
        self._waiting: list[tuple[Ask, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, ask: Ask) -> Answer:
        """Ask with the next batch. Raises what the batch raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def settled(self) -> None:
        """Wait until all that was asked has its answer."""
        if self._running:
            await asyncio.wait([self._running])

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._answer(batch)
        finally:
            self._running = None

    async def _answer(self, batch: list[tuple[Ask, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([ask for ask, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever asked has to know, whatever it is
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
