"""Updates side by side: those of one chat in their order, and a chat that is slow delays no other."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Update

log = logging.getLogger(__name__)

_REMEMBERED = 1000


class Lanes:
    """Hands each update on once, and knows up to which one all are handled.

    A `handle` that raises is logged, and its update counts as handled, for it would only raise again.
    """

    def __init__(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        self._handle = handle
        self._waiting: defaultdict[int, deque[Update]] = defaultdict(deque)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._taken: deque[int] = deque()
        """Numbers that are not passed yet, in the order in which they came."""
        self._undone: set[int] = set()
        # Numbers may start anew after a quiet week: a repeat is one that was seen, not one that is low.
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)
        self._progress = asyncio.Event()
        self.passed: int | None = None
        """The number of the last update before which, itself included, all are handled; None before any."""
        self._closing = False
        self._fatal: BaseException | None = None

    @property
    def busy(self) -> bool:
        """Whether something is not handled yet."""
        return bool(self._undone)

    def is_waiting(self, update_id: int) -> bool:
        """Whether an update was taken and is not handled yet."""
        return update_id in self._undone

    def skip(self, update_id: int) -> None:
        """Count an update as handled, in an earlier life."""
        self._seen.append(update_id)

    def take(self, update: Update) -> bool:
        """Take an update; False for one that was taken before."""
        number = update.update_id
        if number in self._seen:
            return False
        self._seen.append(number)
        self._taken.append(number)
        self._undone.add(number)
        chat = update.effective_chat.id if update.effective_chat else 0
        self._waiting[chat].append(update)
        if chat not in self._tasks:
            self._tasks[chat] = lane = asyncio.create_task(self._serve(chat))
            lane.add_done_callback(self._ended)
        return True

    async def progress(self, patience: float) -> None:
        """Wait until something more is handled or nothing is left, for so many seconds at most.

        Raises what no lane goes on after.
        """
        self._progress.clear()
        if self._undone:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._progress.wait()
        if self._fatal is not None:
            raise self._fatal

    async def close(self) -> None:
        """Let what is being handled end; what waits behind it is left."""
        self._closing = True
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _serve(self, chat: int) -> None:
        waiting = self._waiting[chat]
        try:
            while waiting and not self._closing:
                update = waiting.popleft()
                try:
                    await self._handle(update)
                except Exception:
                    log.exception("update %d could not be handled", update.update_id)
                self._done(update.update_id)
        finally:
            del self._tasks[chat], self._waiting[chat]

    def _ended(self, lane: asyncio.Task[None]) -> None:
        if not lane.cancelled() and lane.exception() is not None:
            self._fatal = lane.exception()
            self._progress.set()

    def _done(self, number: int) -> None:
        self._undone.discard(number)
        while self._taken and self._taken[0] not in self._undone:
            self.passed = self._taken.popleft()
        self._progress.set()
