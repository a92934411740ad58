"""What a watch would have found: its matches among the articles that were stored lately."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.bot.words import ago, moment, plural
from watcher.models import Published
from watcher.rules import Matcher, Query
from watcher.store.port import Store, Stored

WEEK = timedelta(days=7)
READ_BACK = 5000
"""Articles that are looked through at most, the newest first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The matches of one query in the last week."""

    matches: int = 0
    latest: Published | None = None
    complete: bool = True
    """False where there were more articles than are looked through."""

    def sentence(self, now: datetime) -> str:
        """Return `14 matches in the last 7 days, latest 2 h ago.`"""
        if self.latest is None:
            return "Nothing of the last 7 days matches; you will hear of the first that does."
        least = "" if self.complete else "At least "
        return f"{least}{plural(self.matches, 'match')} in the last 7 days, latest {ago(self.latest, now)}."

    @property
    def rate(self) -> str:
        """`14/wk`."""
        return f"{self.matches}{'' if self.complete else '+'}/wk"


async def gather(store: Store, queries: Mapping[int, Query], now: datetime) -> dict[int, Evidence]:
    """Return the evidence for each of these queries, by the same keys."""
    stored = await store.recent(now - WEEK, limit=READ_BACK)
    return await asyncio.to_thread(_count, stored, queries, now)


def _count(stored: Sequence[Stored], queries: Mapping[int, Query], now: datetime) -> dict[int, Evidence]:
    matcher = Matcher()
    for key, query in queries.items():
        matcher.add(key, query)
    found: dict[int, list[Published]] = {key: [] for key in queries}
    for one in stored:
        when = _when(one, now)
        if moment(when, now) >= now - WEEK:
            for key in matcher.match(one.article, one.source):
                found[key].append(when)
    return {
        key: Evidence(
            matches=len(times),
            latest=max(times, key=lambda when: moment(when, now), default=None),
            complete=len(stored) < READ_BACK,
        )
        for key, times in found.items()
    }


def _when(stored: Stored, now: datetime) -> Published:
    """Return when it was news: as published, unless the page named no date or one in the future."""
    published = stored.article.published
    return published if published and moment(published, now) <= now else stored.first_seen
