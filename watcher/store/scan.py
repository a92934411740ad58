"""A search without an index: the plain evaluator on one article after another. An index must equal it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from heapq import nlargest

from watcher.models import Article
from watcher.rules import matches
from watcher.store.port import Found, Question, Stored

WEEK = 7 * 86_400 * 1_000_000
"""Microseconds."""


def scan(articles: Iterable[Stored], question: Question, limit: int) -> Found:
    """Count those of `articles` that meet a question, and return the latest; see `Store.search`."""
    since, until = micros(question.since), micros(question.until)
    read = 0
    met: list[tuple[int, int, Stored]] = []
    for place, stored in enumerate(articles):
        at = micros(news_at(stored))
        if since <= at <= until and (not question.sources or stored.source in question.sources):
            read += 1
            if meets(stored, question):
                met.append((at, place, stored))
    return Found(
        matches=len(met),
        read=read,
        weeks=weeks((at for at, _, _ in met), until),
        latest=tuple(stored for _, _, stored in nlargest(limit, met, key=lambda each: each[:2])),
    )


def meets(stored: Stored, question: Question) -> bool:
    """Tell whether an article meets the query of a question, whenever and wherever it was news."""
    source = stored.source
    words, language = question.source_words(source), question.language_of(source)
    return matches(question.query, stored.article, words, language)


def weeks(times: Iterable[int], until: int) -> tuple[int, ...]:
    """Count times, in microseconds, by weeks before `until`, the last week first."""
    return in_order(Counter(week_of(at, until) for at in times))


def week_of(at: int, until: int) -> int:
    """Return how many weeks before `until` a time was, 0 for the last one."""
    return (until - at) // WEEK


def in_order(counts: Mapping[int, int]) -> tuple[int, ...]:
    """Return what was counted by week, the last week first."""
    return tuple(counts.get(week, 0) for week in range(max(counts, default=-1) + 1))


def news_at(stored: Stored) -> datetime:
    """Return when an article was news: as published, unless its page names no time or one still to come."""
    return min(_published(stored.article) or stored.first_seen, stored.first_seen)


def _published(article: Article) -> datetime | None:
    """Return when an article says it was published; a bare day, and a time without an offset, as in UTC."""
    published = article.published
    if published is None:
        return None
    if not isinstance(published, datetime):
        return datetime(published.year, published.month, published.day, tzinfo=UTC)
    return published if published.tzinfo else published.replace(tzinfo=UTC)


def micros(at: datetime) -> int:
    """Return an aware time in microseconds since 1970."""
    passed = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
