"""How steadily sources are polled, kept in the store: an hour's first poll, failures and long gaps.

It stands beside the poll's own write: a crash between the two costs a note, never an article.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import datetime

from watcher.models import SourceState
from watcher.polling import uptime
from watcher.polling.uptime import Block, Uptime
from watcher.store.port import Store

_LONGER = 1.5
"""A gap is noted at once where it is so many times the longest of its hour; most polls write nothing."""


class Logbook:
    """Notes polls, and tells of them. Raises what the store raises."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._noted: dict[str, tuple[int, float]] = {}
        """Source → the last hour that this process wrote of, and its longest gap."""

    async def note(self, before: SourceState, at: datetime, *, ok: bool) -> None:
        """Note a poll; `before` is the source's state before it."""
        gap = (at - before.last_success).total_seconds() if before.last_success and ok else 0.0
        hour, longest = self._noted.get(before.id, (-1, 0.0))
        if ok and hour == uptime.hour_of(at) and gap <= _LONGER * longest:
            return
        blocks = uptime.noted(await self._blocks(before.id), at, before.polls, ok=ok, gap=gap)
        await self._store.put(_key(before.id), json.dumps([astuple(block) for block in blocks]))
        self._noted[before.id] = (blocks[-1].hour, blocks[-1].gap)

    async def since(self, state: SourceState, moment: datetime, now: datetime) -> Uptime:
        """Tell how a source was polled since a moment."""
        return uptime.since(await self._blocks(state.id), moment, now, state.polls, state.last_success)

    async def _blocks(self, source: str) -> tuple[Block, ...]:
        return tuple(Block(*fields) for fields in json.loads(await self._store.get(_key(source)) or "[]"))


def _key(source: str) -> str:
    return f"polls:{source}"
