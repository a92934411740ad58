"""What a watch would have found: its matches among the articles that were stored lately."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.bot.verb import Desk
from watcher.bot.words import ago, moment, plural
from watcher.models import Published
from watcher.rules import Matchers, Query
from watcher.store.port import Stored
from watcher.watchbook import WatchBook

WEEK = timedelta(days=7)
READ_BACK = 5000
"""Articles that are looked through at most, the newest first."""
_MANY, _NEARLY_ALL = 10, 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """The matches of one query in the last week."""

    matches: int = 0
    latest: Published | None = None
    read: int = 0
    """Articles of that week that were looked through."""

    @property
    def complete(self) -> bool:
        """False where there were more articles than are looked through."""
        return self.read < READ_BACK

    def sentence(self, now: datetime) -> str:
        """Return `14 matches in the last 7 days, latest 2 h ago.`, and a warning where that is too much."""
        if self.latest is None:
            return "Nothing of the last 7 days matches; you will hear of the first that does."
        least = "" if self.complete else "At least "
        found = f"{least}{plural(self.matches, 'match')} in the last 7 days, latest {ago(self.latest, now)}."
        return f"{found} That is nearly all I read: add a word to narrow it." if self._nearly_all else found

    @property
    def _nearly_all(self) -> bool:
        return self.matches >= _MANY and self.matches > _NEARLY_ALL * self.read

    @property
    def rate(self) -> str:
        """`14/wk`."""
        return f"{self.matches}{'' if self.complete else '+'}/wk"


async def gather(desk: Desk, queries: Mapping[int, Query]) -> dict[int, Evidence]:
    """Return the evidence for each of these queries, by the same keys."""
    now = desk.clock()
    stored = await desk.store.recent(now - WEEK, limit=READ_BACK)
    return await asyncio.to_thread(_count, stored, queries, desk.book, now)


def _count(
    stored: Sequence[Stored],
    queries: Mapping[int, Query],
    book: WatchBook,
    now: datetime,
) -> dict[int, Evidence]:
    matchers = Matchers()
    languages = {book.language(one.source) for one in stored}
    for key, query in queries.items():
        matchers.add(key, query, languages)
    found: dict[int, list[Published]] = {key: [] for key in queries}
    for one in stored:
        when = _when(one, now)
        if moment(when, now) >= now - WEEK:
            words, language = book.source_words(one.source), book.language(one.source)
            for key in matchers.match(one.article, words, language):
                found[key].append(when)
    return {
        key: Evidence(
            matches=len(times),
            latest=max(times, key=lambda when: moment(when, now), default=None),
            read=len(stored),
        )
        for key, times in found.items()
    }


def _when(stored: Stored, now: datetime) -> Published:
    """Return when it was news: as published, unless the page named no date or one in the future."""
    published = stored.article.published
    return published if published and moment(published, now) <= now else stored.first_seen
