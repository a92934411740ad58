"""The states of sources, at hand: most polls find nothing new, and must cost next to nothing.

Only this process changes them. What such a poll changes (counters and times) is saved a little later,
many at once; everything else goes straight to the file.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TypeVar

from watcher.errors import StoreError
from watcher.models import SourceState
from watcher.store.tiny import polling
from watcher.store.tiny.schema import Tables
from watcher.store.tiny.unit import Do

log = logging.getLogger(__name__)

R = TypeVar("R")

SAVE_AFTER = 5.0
"""Seconds for which a crash may lose that nothing was new."""


class SourceStates:
    """The states that were asked for, and those of them that the file does not have yet."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self._at_hand: dict[str, SourceState] = {}
        self._unsaved: dict[str, SourceState] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._saving: set[asyncio.Task[None]] = set()

    async def get(self, source: str) -> SourceState:
        """Return the state of a source."""
        if source not in self._at_hand:
            self._at_hand[source] = await self._do(lambda tables: polling.source_state(tables, source))
        return self._at_hand[source]

    async def unchanged(self, source: str, at: datetime) -> None:
        """Note a poll that found nothing new."""
        state = polling.believed(await self.get(source), at)
        self._at_hand[source] = self._unsaved[source] = state
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SAVE_AFTER, self._save_in_background)

    async def change(self, source: str, verb: Callable[[Tables, SourceState], tuple[R, SourceState]]) -> R:
        """Run a verb that returns, beside its result, the state of a source from now on; write that."""
        self._unsaved.pop(source, None)
        # While it is being changed nobody may be told of it: whoever asks waits for the thread.
        at_hand = self._at_hand.pop(source, None)

        def work(tables: Tables) -> tuple[R, SourceState]:
            row = polling.find(tables, source)
            result, after = verb(tables, at_hand or polling.state_of(source, row))
            polling.save(tables, row, after)
            return result, after

        result, self._at_hand[source] = await self._do(work)
        return result

    async def save(self) -> None:
        """Save what the file does not have yet."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        unsaved, self._unsaved = self._unsaved, {}
        if unsaved:
            await self._do(partial(_save_all, unsaved.values()))

    def _save_in_background(self) -> None:
        task = asyncio.get_running_loop().create_task(self._save_or_tell())
        self._saving.add(task)
        task.add_done_callback(self._saving.discard)

    async def _save_or_tell(self) -> None:
        try:
            await self.save()
        except StoreError as error:
            log.error("that polls found nothing new could not be saved: %s", error)  # noqa: TRY400 - one line


def _save_all(states: Iterable[SourceState], tables: Tables) -> None:
    for state in states:
        polling.save(tables, polling.find(tables, state.id), state)
