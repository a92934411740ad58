"""From a claimed delivery to a view, in the reader's timezone. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watcher.models import Published, SourceState, Watch
from watcher.store.port import Claim, Stored
from watcher.view.shapes import (
    AlertView,
    ArticleView,
    DigestView,
    GroupView,
    NoticeView,
    SourceView,
    WatchView,
)

LONGEST_URL = 2000
"""Characters. Providers cap what may hold a link (Slack: 3000 for a whole section)."""

UNWATCHED = "no longer watched"


def alert(
    claim: Claim, names: Mapping[str, str], watches: Mapping[int, Watch], zone: ZoneInfo, now: datetime
) -> AlertView:
    """Make the view of an alert. `names` are the sources' names by id; a watch that is gone is left out."""
    articles = tuple(article for _, article in _articles(claim, names, watches, zone, now))
    return AlertView(articles=articles, count=len(articles), more=0, maybe_dup=claim.delivery.maybe_dup)


def digest(
    claim: Claim,
    names: Mapping[str, str],
    watches: Mapping[int, Watch],
    zone: ZoneInfo,
    now: datetime,
    proof: Sequence[SourceState] = (),
) -> DigestView:
    """Make the view of a digest. `proof` is the state of every source that the reader's watches listen to."""
    dated = sorted(_articles(claim, names, watches, zone, now), key=lambda pair: pair[0], reverse=True)
    return DigestView(
        date=f"{now.astimezone(zone):%A} {day(now.astimezone(zone))}",
        groups=_groups(article for _, article in dated),
        count=len(dated),
        more=0,
        sources=_sources(proof, names, zone),
        more_sources=0,
        failing=sum(bool(state.error) for state in proof),
        maybe_dup=claim.delivery.maybe_dup,
    )


def notice(text: str, *, maybe_dup: bool = False) -> NoticeView:
    """Make the view of a notice."""
    return NoticeView(text=text, maybe_dup=maybe_dup)


def day(when: date) -> str:
    """Return `25 May 2020`."""
    return f"{when.day} {when:%b %Y}"


def moment(when: Published | None, zone: ZoneInfo) -> str:
    """Return when something was published, in words, in `zone` where it has an offset."""
    if not isinstance(when, datetime):
        return day(when) if when else ""
    local = _localized(when, zone)
    return f"{day(local)}, {local:%H:%M}"


def safe_url(url: str | None) -> str:
    """Return an http(s) address as it is, and an empty text for anything else."""
    if not url or len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _articles(
    claim: Claim, names: Mapping[str, str], watches: Mapping[int, Watch], zone: ZoneInfo, now: datetime
) -> list[tuple[datetime, ArticleView]]:
    rows = zip(claim.delivery.entries, claim.articles, strict=True)
    return [
        (_age(stored, zone, now), _article(stored, entry.watches, names, watches, zone))
        for entry, stored in rows
    ]


def _article(
    stored: Stored, ids: Iterable[int], names: Mapping[str, str], watches: Mapping[int, Watch], zone: ZoneInfo
) -> ArticleView:
    article = stored.article
    when = article.published
    return ArticleView(
        title=article.title,
        url=safe_url(article.url),
        summary=article.summary,
        authors=article.authors,
        published=moment(when, zone),
        published_at=_localized(when, zone) if isinstance(when, datetime) else when,
        labels=article.labels,
        source=names.get(stored.source, stored.source),
        watches=tuple(_watch(watches[number]) for number in ids if number in watches),
    )


def _watch(watch: Watch) -> WatchView:
    return WatchView(id=watch.id, query=watch.query, label=watch.name or watch.query)


def _localized(when: datetime, zone: ZoneInfo) -> datetime:
    return when.astimezone(zone) if when.tzinfo else when


def _age(stored: Stored, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the aware time to order an article by; a date in the future does not beat today's news."""
    when = stored.article.published
    if when is None:
        return stored.first_seen
    known = when if isinstance(when, datetime) else datetime.combine(when, time())
    return min(known if known.tzinfo else known.replace(tzinfo=zone), now)


def _groups(articles: Iterable[ArticleView]) -> tuple[GroupView, ...]:
    gone = WatchView(id=0, query="", label=UNWATCHED)
    grouped: dict[WatchView, list[ArticleView]] = {}
    for article in articles:
        first = min(article.watches, key=lambda watch: watch.id, default=gone)
        grouped.setdefault(first, []).append(article)
    ordered = sorted(grouped.items(), key=lambda pair: (pair[0].id == 0, pair[0].id))
    return tuple(
        GroupView(label=watch.label, query=watch.query, articles=tuple(members)) for watch, members in ordered
    )


def _sources(
    proof: Iterable[SourceState], names: Mapping[str, str], zone: ZoneInfo
) -> tuple[SourceView, ...]:
    views = [
        SourceView(
            name=names.get(state.id, state.id),
            last_success=moment(state.last_success, zone) or "never",
            articles_read=state.articles_read,
            polls=state.polls,
            error=state.error,
        )
        for state in proof
    ]
    return tuple(sorted(views, key=lambda source: (not source.error, source.name.casefold())))
