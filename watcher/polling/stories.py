"""The stories of the last two days, so that one that is told again is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.models import Article
from watcher.similar import Recent, marks_of
from watcher.store.port import Store

WINDOW = timedelta(hours=48)
"""After so long a story that is told again is news again."""
AT_START = 5_000
"""Articles that are read back after a start, the newest: half a second's work, at the first alert."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An article that told a story."""

    source: str
    article: str
    title: str


class Stories:
    """Knows the articles that this process alerted on, and at its start all recent ones of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent: Recent[Telling] | None = None

    async def tellings(self, source: str, article: Article, now: datetime) -> Sequence[Telling]:
        """Return who told an article's story before, the most alike first; from now on it has told it too."""
        recent = self._recent
        if recent is None:
            recent = self._recent = await self._read_back(now)
        marks = marks_of(article)
        found = [one.key for one in recent.like(marks, now) if one.key.article != article.id]
        recent.add(Telling(source, article.id, article.title), marks, now)
        return found

    async def _read_back(self, now: datetime) -> Recent[Telling]:
        recent: Recent[Telling] = Recent(WINDOW)
        for stored in reversed(await self._store.recent(now - WINDOW, AT_START)):
            key = Telling(stored.source, stored.article.id, stored.article.title)
            recent.add(key, marks_of(stored.article), stored.first_seen)
        return recent
