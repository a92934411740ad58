"""What operators are owed for each poll of a source, remembered in the store from poll to poll.

The occasion is a small named value of its own: a crash between it and the poll can cost a notice in other
words, never one lost, since a failed poll tells before it remembers.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from watcher.models import Delivery, Doubt, Source, SourceState
from watcher.polling import outage
from watcher.polling.outage import Occasion
from watcher.store.port import Store


class Trouble:
    """Keeps the occasions of all sources; reads each from the store once. Raises what the store raises."""

    def __init__(self, store: Store, operators: tuple[str, ...]) -> None:
        self._store = store
        self._operators = operators
        self._read: dict[str, Occasion | None] = {}

    async def began(
        self, source: Source, state: SourceState, failures: int, error: str, now: datetime
    ) -> bool:
        """Queue what is owed after so many failed polls in a row; tell whether that is anything new."""
        if not outage.is_outage(state, failures):
            return False
        occasion = outage.struck(await self.of(source), state)
        owed = outage.began(source, state, occasion, failures, error, self._operators, now)
        return await self._tell(source, occasion, owed)

    async def doubted(
        self, source: Source, state: SourceState, doubt: Doubt, kept: Path | None, now: datetime
    ) -> bool:
        """Queue what is owed by a poll that is not believed; tell whether that is anything new."""
        occasion = outage.struck(await self.of(source), state)
        owed = outage.doubted(source, occasion, doubt, kept, self._operators, now)
        return await self._tell(source, occasion, owed)

    async def ended(
        self,
        source: Source,
        state: SourceState,
        read: int,
        now: datetime,
        *,
        new: int = 0,
        resolved: str = "",
    ) -> tuple[Delivery, ...]:
        """Return what a good poll owes; queues and remembers nothing."""
        occasion = await self.of(source)
        return outage.ended(source, state, occasion, read, self._operators, now, new=new, resolved=resolved)

    async def eased(self, source: Source, *, resolved: bool = False) -> None:
        """Remember that a poll was good, once what it owes is queued."""
        occasion = await self.of(source)
        if occasion:
            await self._remember(source, None if resolved else outage.eased(occasion))

    async def of(self, source: Source) -> Occasion | None:
        """Return the occasion of a source that has not settled yet."""
        if source.id not in self._read:
            kept = await self._store.get(_key(source))
            self._read[source.id] = Occasion(**json.loads(kept)) if kept else None
        return self._read[source.id]

    async def _tell(self, source: Source, occasion: Occasion, owed: tuple[Delivery, ...]) -> bool:
        queued = bool(owed and await self._store.enqueue(owed))
        await self._remember(source, occasion)
        return queued

    async def _remember(self, source: Source, occasion: Occasion | None) -> None:
        if occasion != self._read.get(source.id):
            await self._store.put(_key(source), json.dumps(asdict(occasion)) if occasion else "")
            self._read[source.id] = occasion


def _key(source: Source) -> str:
    return f"trouble:{source.id}"
