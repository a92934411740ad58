"""Which articles are older than the last poll, by their dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from watcher.identity import day_of
from watcher.models import Article

_TOLERANCE = timedelta(days=2)
"""Zones, and articles that appear a little after the date they carry."""


def older(articles: Iterable[Article], since: datetime) -> frozenset[str]:
    """Return the ids of the articles that were out before `since`, when they would have been seen.

    Dates are evidence only where they fall down the list, from about now: a list of old rulings, newest
    entry first, has dates of its own kind.
    """
    days = {article.id: day for article in articles if (day := day_of(article.published))}
    edge = (since - _TOLERANCE).date()
    return (
        frozenset(one for one, day in days.items() if day < edge)
        if _falls_from(edge, days.values())
        else frozenset()
    )


def _falls_from(edge: date, days: Iterable[date]) -> bool:
    row = list(days)
    return len(row) > 1 and row[0] >= edge and row == sorted(row, reverse=True)
