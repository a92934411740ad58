"""Watches that were stopped a moment ago, as they were: for Undo."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from watcher.models import Watch
from watcher.store.codec import to_watch, watch_body
from watcher.store.port import Store

PATIENCE = timedelta(minutes=10)


async def keep(store: Store, watches: Iterable[Watch], chat: str, now: datetime) -> None:
    """Remember watches that are about to be stopped."""
    kept = await _kept(store, chat, now)
    kept |= {watch.id: (watch, now) for watch in watches}
    rows = [[number, watch_body(watch), at.timestamp()] for number, (watch, at) in kept.items()]
    await store.put(_place(chat), json.dumps(rows))


async def find(store: Store, chat: str, numbers: Iterable[int], now: datetime) -> tuple[Watch, ...]:
    """Return those of these watches that were stopped in the last ten minutes."""
    kept = await _kept(store, chat, now)
    return tuple(kept[number][0] for number in numbers if number in kept)


async def _kept(store: Store, chat: str, now: datetime) -> dict[int, tuple[Watch, datetime]]:
    rows = json.loads(await store.get(_place(chat)) or "[]")
    found = ((to_watch(body, number), datetime.fromtimestamp(at, now.tzinfo)) for number, body, at in rows)
    return {watch.id: (watch, at) for watch, at in found if now - at <= PATIENCE}


def _place(chat: str) -> str:
    return f"stopped:{chat}"
