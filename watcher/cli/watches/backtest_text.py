"""A backtest in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.backtest import Backtest, Hint, NearMiss
from watcher.cli.output import plain
from watcher.cli.plural import plural
from watcher.store.port import Stored

_DAY = "%Y-%m-%d"
_WIDEST = 40
"""Characters of the longest bar."""


def lines(told: Backtest, since: str) -> Iterator[str]:
    """Lay a backtest out for people."""
    found = told.found
    yield f"{told.question.query.normal}"
    weeks = max((told.question.until - told.question.since).total_seconds() / (7 * 86_400), 1)
    rate = f", about {found.matches / weeks:.1f} a week" if found.matches else ""
    yield f"{plural(found.matches, 'match')} among {plural(found.read, 'article')} of the last {since}{rate}"
    most = max(found.weeks, default=0)
    for ago, count in enumerate(found.weeks if len(found.weeks) > 1 else ()):
        yield f"  {_week(ago):<14}{count:>7}  {'#' * round(_WIDEST * count / most)}"
    yield from _articles("Latest:", found.latest)
    for miss in told.near_misses:
        how = f"excluded by {miss.part[1:]}" if miss.part.startswith("-") else f"only {miss.part} is missing"
        yield from _articles(f"{plural(miss.matches, 'near miss')}, {how}:", miss.latest)
    yield from _hints("To find fewer:", told.narrower)
    yield from _hints("To find more:", told.wider)


def document(told: Backtest) -> dict[str, object]:
    """Return a backtest as JSON knows it."""
    return {
        "query": told.question.query.normal,
        "since": told.question.since.isoformat(),
        "until": told.question.until.isoformat(),
        "matches": told.found.matches,
        "read": told.found.read,
        "weeks": list(told.found.weeks),
        "latest": [_article(stored) for stored in told.found.latest],
        "near_misses": [_miss(miss) for miss in told.near_misses],
        "narrower": [_hint(hint) for hint in told.narrower],
        "wider": [_hint(hint) for hint in told.wider],
    }


def _week(ago: int) -> str:
    return ("last 7 days", "the 7 before")[ago] if ago < 2 else f"{ago} weeks ago"


def _articles(title: str, articles: tuple[Stored, ...]) -> Iterator[str]:
    if articles:
        yield title
    for stored in articles:
        when = stored.article.published or stored.first_seen
        yield f"  {when.strftime(_DAY)}  {plain(stored.article.title)}  ({stored.source})"


def _hints(title: str, hints: tuple[Hint, ...]) -> Iterator[str]:
    if hints:
        yield title
    for hint in hints:
        yield f"  {plain(hint.query)}  finds {hint.matches}"


def _article(stored: Stored) -> dict[str, object]:
    article = stored.article
    return {
        "source": stored.source,
        "title": article.title,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "first_seen": stored.first_seen.isoformat(),
    }


def _miss(miss: NearMiss) -> dict[str, object]:
    latest = [_article(stored) for stored in miss.latest]
    return {"part": miss.part, "query": miss.query, "matches": miss.matches, "latest": latest}


def _hint(hint: Hint) -> dict[str, object]:
    return {"word": hint.word, "query": hint.query, "matches": hint.matches}
