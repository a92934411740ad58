"""From the token of an address to the feed that stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watcher.feeds.address import key_of, path_of, watch_of
from watcher.feeds.atom import atom, changed_at
from watcher.feeds.feed import Absent, Feed
from watcher.models import Watch
from watcher.store.port import Store
from watcher.watchbook import WatchBook

SPAN = timedelta(days=60)
MOST = 50
"""Articles in a feed, of those that were news in the span."""


class Feeds:
    """The feeds of all watches. `base` is what their addresses begin with, as readers know it."""

    def __init__(self, store: Store, book: WatchBook, clock: Callable[[], datetime], base: str) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._base = base

    async def feed(self, token: str) -> Feed | Absent:
        """Return the feed of a token. Raises `StoreError`."""
        key = await key_of(self._store)
        watch_id = watch_of(key, token) if key else None
        if key is None or watch_id is None:
            return Absent.UNKNOWN
        watch = self._book.find([watch_id]).get(watch_id)
        query = self._book.query(watch_id)
        if watch is None or query is None:
            return Absent.GONE
        now = self._clock()
        question = replace(
            self._book.question(query, now - SPAN, now),
            sources=frozenset(watch.sources),
        )
        latest = (await self._store.search(question, MOST)).latest
        since = watch.created_at or datetime(1970, 1, 1, tzinfo=UTC)
        return Feed(
            atom(f"{self._base}{path_of(key, watch_id)}", _title(watch), latest, since),
            changed_at(latest, since),
        )


def _title(watch: Watch) -> str:
    return watch.name or watch.query
