"""When enough of a list was read, and what of it is news. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from watcher.diff import Changes
from watcher.gap import ages
from watcher.gap.filled import End
from watcher.gap.suspect import known_ids
from watcher.models import Article

_AWAY = timedelta(hours=1)
"""After less, several pages of unknown articles are a list under new addresses rather than all news."""


def reached(first: Changes, read: Changes, since: datetime) -> End | None:
    """Return why no further page is needed, None where one is.

    `first` are the changes of the first page, `read` those of all pages so far; `since` is the last poll.
    """
    if set(known_ids(read)) - set(known_ids(first)):
        return End.KNOWN
    return End.OLDER if read.new[-1].id in ages.older(read.new, since) else None


def news(
    first: Changes, read: Changes, since: datetime, now: datetime | None, end: End
) -> tuple[Article, ...]:
    """Return what is new on the first page, and what can be new of the pages behind it, in their order.

    Below the last known article stands what was out before; what old dates prove old was never missed.
    Where nothing bounds what was read, neither a known article nor a date, it is news after an absence only.
    """
    size, new = len(first.page), {article.id for article in read.new}
    known = [place for place, article in enumerate(read.page) if place >= size and article.id not in new]
    behind = read.page[size : known[-1] if known else None]
    if not end.closed and now is not None and now - since < _AWAY and not any(a.published for a in behind):
        behind = ()
    old = ages.older(read.new, since)
    fresh = (*read.page[:size], *(article for article in behind if article.id not in old))
    return tuple(article for article in fresh if article.id in new)
