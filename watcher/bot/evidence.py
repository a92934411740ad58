"""What a watch would have found: its matches among the articles that were stored lately."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.bot.verb import Desk
from watcher.bot.words import ago, moment, plural
from watcher.models import Published
from watcher.rules import Query
from watcher.shorten import shorten
from watcher.store.port import Found, Stored

WEEK = timedelta(days=7)
_MANY, _NEARLY_ALL = 10, 0.8
_TITLE = 80
"""Characters of a headline that are shown."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The matches of one query in the last week."""

    found: Found

    def sentence(self, now: datetime) -> str:
        """Return `3 matches in the last 7 days, latest 2 h ago: “…”.`; warn where that is too much."""
        found = self.found
        if not found.latest:
            return "Nothing of the last 7 days matches; you will hear of the first that does."
        latest = found.latest[0]
        told = f"{plural(found.matches, 'match')} in the last 7 days, latest {ago(_when(latest, now), now)}"
        title = shorten(latest.article.title, _TITLE).replace("`", "'")  # the reply's mark for code
        told += f": “{title}”."
        return f"{told} That is nearly all I read: add a word to narrow it." if self._nearly_all else told

    @property
    def _nearly_all(self) -> bool:
        return self.found.matches >= _MANY and self.found.matches > _NEARLY_ALL * self.found.read

    @property
    def rate(self) -> str:
        """`14/wk`."""
        return f"{self.found.matches}/wk"


async def gather(desk: Desk, queries: Mapping[int, Query]) -> dict[int, Evidence]:
    """Return the evidence for each of these queries, by the same keys."""
    now = desk.clock()
    asked = (desk.book.question(query, now - WEEK, now) for query in queries.values())
    found = await asyncio.gather(*(desk.store.search(question, limit=1) for question in asked))
    return {key: Evidence(each) for key, each in zip(queries, found, strict=True)}


def _when(stored: Stored, now: datetime) -> Published:
    """Return when it was news: as published, unless the page named no date or one in the future."""
    published = stored.article.published
    return published if published and moment(published, now) <= now else stored.first_seen
