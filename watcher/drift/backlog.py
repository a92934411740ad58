"""What a page that became longer shows of the past: old articles that were never on it before. Pure.

They stand below all that is known, and no date says that they are new; without any dates, the last page
stands above them as a whole. Whatever stays in doubt is news: an alert too many is better than one lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from watcher.diff import Changes
from watcher.identity import day_of
from watcher.models import Article

_GROWN = 1.5
"""So many times as long as the last page: more than is published between two polls."""
_FEWEST = 3
"""Articles; fewer may as well be late additions to an old date."""
_WHOLE = 8
"""Articles on the last page at least, where only their place tells."""


def backlog(changes: Changes, last_ids: Sequence[str]) -> frozenset[str]:
    """Return the ids of the new articles that are only new on the page; `last_ids` was believed last."""
    page, new = changes.page, {article.id for article in changes.new}
    below = 1 + max((place for place, article in enumerate(page) if article.id not in new), default=-1)
    tail = page[below:]
    if not below or len(tail) < _FEWEST or len(page) < _GROWN * len(last_ids):
        return frozenset()
    known = [article for article in page[:below] if article.id not in new]
    if _are_older(tail, known) or _follow_the_whole(tail, known, last_ids):
        return frozenset(article.id for article in tail)
    return frozenset()


def _are_older(tail: Sequence[Article], known: Sequence[Article]) -> bool:
    days = [day for article in known if (day := day_of(article.published))]
    tail_days = [day for article in tail if (day := day_of(article.published))]
    return bool(days) and len(tail_days) == len(tail) and max(tail_days) <= min(days)


def _follow_the_whole(tail: Sequence[Article], known: Sequence[Article], last_ids: Sequence[str]) -> bool:
    dated = any(article.published for article in tail)
    return not dated and len(last_ids) >= _WHOLE and [article.id for article in known] == list(last_ids)
