"""What a watch would have found: its matches among the articles that were stored lately."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.bot.verb import Desk
from watcher.bot.words import ago, headline, matches, moment
from watcher.models import Published
from watcher.rules import Query
from watcher.store.port import Found, Stored
from watcher.wording.text import Text, text

WEEK = timedelta(days=7)
_MANY, _NEARLY_ALL = 10, 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """The matches of one query in the last week."""

    found: Found

    def sentence(self, now: datetime) -> Text:
        """Return `3 matches in the last 7 days, latest 2 h ago: “…”.`; warn where that is too much."""
        found = self.found
        if not found.latest:
            return text("Nothing of the last 7 days matches; you will hear of the first that does.")
        latest = found.latest[0]
        told = text(
            "{matches} in the last 7 days, latest {ago}: “{title}”.",
            matches=matches(found.matches),
            ago=ago(news_at(latest, now), now),
            title=headline(latest.article.title),
        )
        if not self._nearly_all:
            return told
        return text("{told} That is nearly all I read: add a word to narrow it.", told=told)

    @property
    def _nearly_all(self) -> bool:
        return self.found.matches >= _MANY and self.found.matches > _NEARLY_ALL * self.found.read

    @property
    def rate(self) -> Text:
        """`14/wk`."""
        return text("{count}/wk", count=self.found.matches)


async def gather(desk: Desk, queries: Mapping[int, Query]) -> dict[int, Evidence]:
    """Return the evidence for each of these queries, by the same keys."""
    now = desk.clock()
    asked = (desk.book.question(query, now - WEEK, now) for query in queries.values())
    found = await asyncio.gather(*(desk.store.search(question, limit=1) for question in asked))
    return {key: Evidence(each) for key, each in zip(queries, found, strict=True)}


def news_at(stored: Stored, now: datetime) -> Published:
    """Return when it was news: as published, unless the page named no date or one in the future."""
    published = stored.article.published
    return published if published and moment(published, now) <= now else stored.first_seen
