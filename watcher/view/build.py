"""From a claimed delivery to a view, in the reader's timezone. Pure: no I/O, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watcher.identity import title_key
from watcher.models import Entry, Published, SourceState, Watch
from watcher.polling.uptime import Uptime
from watcher.rules import DEFAULT_LANGUAGE, Query
from watcher.store.port import Claim, Stored
from watcher.view import pieces
from watcher.view.shapes import (
    AlertView,
    AlsoView,
    ArticleView,
    DigestView,
    EditedView,
    GroupView,
    NoticeView,
    SourceView,
    WatchView,
)
from watcher.wording import dates
from watcher.wording.stored import restored
from watcher.wording.text import ENGLISH, Speech, Text, plain, text

LONGEST_URL = 2000
"""Characters. Providers cap what may hold a link (Slack: 3000 for a whole section)."""

CHANGED = text("Changed headlines")
UNWATCHED = text("no longer watched")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom a view is made."""

    zone: ZoneInfo
    now: datetime
    names: Mapping[str, str]
    """The sources' names by id."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Those of their articles; one that is not here is in the usual one."""
    watches: Mapping[int, Watch] = field(default_factory=dict)
    """Those of the delivery by id; one that is gone is left out."""
    queries: Mapping[int, Query] = field(default_factory=dict)
    """What those watches ask for, by their ids: the words that are marked."""
    speech: Speech = ENGLISH
    """Their language."""
    manage: str = ""
    """The links of a reader who has a page of their own; else empty."""
    unsubscribe: str = ""


def alert(claim: Claim, reader: Reader) -> AlertView:
    """Make the view of an alert."""
    articles = tuple(_articles(list(claim.rows()), reader))
    return AlertView(
        articles=articles,
        count=len(articles),
        more=0,
        continued=claim.delivery.part > 1,
        remark=plain(restored(claim.delivery.remark), reader.speech),
        manage=reader.manage,
        unsubscribe=reader.unsubscribe,
        maybe_dup=claim.delivery.maybe_dup,
    )


def edited(claim: Claim, reader: Reader) -> EditedView:
    """Make the view of a changed headline."""
    article = _article(claim.delivery.entries[0], claim.articles[0], reader)
    return EditedView(
        article=article,
        manage=reader.manage,
        unsubscribe=reader.unsubscribe,
        maybe_dup=claim.delivery.maybe_dup,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That it was watched: the sources that the reader's watches listen to, and how they were polled."""

    since: datetime
    """When the digest before was due."""
    sources: Sequence[tuple[SourceState, Uptime]] = ()


def digest(claim: Claim, reader: Reader, proof: Proof | None = None) -> DigestView:
    """Make the view of a digest."""
    rows = sorted(_gathered(claim), key=lambda row: _age(row[1], reader), reverse=True)
    articles = list(_articles(rows, reader))
    today = reader.now.astimezone(reader.zone)
    polled = proof.sources if proof else ()
    return DigestView(
        date=plain(dates.long_day(today), reader.speech),
        groups=_groups(articles, reader.speech),
        count=len(articles),
        edited=sum(bool(article.before) for article in articles),
        more=0,
        sources=_sources(polled, reader),
        more_sources=0,
        failing=sum(bool(state.error) for state, _ in polled),
        since=_when(proof.since, reader) if proof else "",
        polls=sum(uptime.polls for _, uptime in polled),
        continued=claim.delivery.part > 1,
        manage=reader.manage,
        unsubscribe=reader.unsubscribe,
        maybe_dup=claim.delivery.maybe_dup,
    )


def notice(claim: Claim, reader: Reader, base: str = "") -> NoticeView:
    """Make the view of a notice; `base` is what links to our own pages begin with."""
    text = plain(restored(claim.delivery.text), reader.speech)
    last = text.rpartition("\n")[2]
    return NoticeView(
        text=text,
        link=last if base and last.startswith(f"{base}/") and safe_url(last) else "",
        manage=reader.manage,
        unsubscribe=reader.unsubscribe,
        maybe_dup=claim.delivery.maybe_dup,
    )


def moment(when: Published | None, zone: ZoneInfo) -> Text:
    """Return when something was published, in `zone` if it has an offset; empty where it is not known."""
    if not isinstance(when, datetime):
        return dates.day(when) if when else text("")
    return dates.moment(_localized(when, zone))


def safe_url(url: str | None) -> str:
    """Return an http(s) address as it is, and an empty text for anything else."""
    if not url or len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _gathered(claim: Claim) -> Iterable[tuple[Entry, Stored]]:
    """Return each article of a digest once, under its last headline; one that has its old one again goes."""
    rows: dict[tuple[str, str], tuple[Entry, Stored]] = {}
    for entry, stored in claim.rows():
        rows.setdefault((entry.source, entry.article), (replace(entry, after=stored.article.title), stored))
    return [row for row in rows.values() if title_key(row[0].before) != title_key(row[0].after)]


def _articles(rows: Iterable[tuple[Entry, Stored]], reader: Reader) -> Iterator[ArticleView]:
    """Yield the articles, with those that tell the same story as another of them under that one."""
    rows = list(rows)
    shown = {entry.article for entry, _ in rows if not entry.same_as}
    also: defaultdict[str, list[AlsoView]] = defaultdict(list)
    for entry, stored in rows:
        if entry.same_as in shown:
            source = reader.names.get(stored.source, stored.source)
            title, url = stored.article.title, safe_url(stored.article.url)
            also[entry.same_as].append(AlsoView(title=title, url=url, source=source))
    for entry, stored in rows:
        if entry.same_as not in shown:
            yield replace(_article(entry, stored, reader), also=tuple(also[entry.article]), told=entry.told)


def _article(entry: Entry, stored: Stored, reader: Reader) -> ArticleView:
    article = replace(stored.article, title=entry.after) if entry.after else stored.article
    when = article.published
    title_pieces, summary_pieces = pieces.matched(
        article, entry.watches, reader.queries, reader.languages.get(stored.source, DEFAULT_LANGUAGE)
    )
    return ArticleView(
        title=article.title,
        url=safe_url(article.url),
        summary=article.summary,
        authors=article.authors,
        published=_when(when, reader),
        published_at=_localized(when, reader.zone) if isinstance(when, datetime) else when,
        labels=article.labels,
        source=reader.names.get(stored.source, stored.source),
        watches=tuple(_watch(reader.watches[number]) for number in entry.watches if number in reader.watches),
        title_pieces=title_pieces,
        summary_pieces=summary_pieces,
        before=entry.before,
        changes=pieces.changes(entry.before, article.title) if entry.before else (),
    )


def _watch(watch: Watch) -> WatchView:
    return WatchView(id=watch.id, query=watch.query, label=watch.name or watch.query)


def _when(when: Published | None, reader: Reader) -> str:
    return plain(moment(when, reader.zone), reader.speech)


def _localized(when: datetime, zone: ZoneInfo) -> datetime:
    return when.astimezone(zone) if when.tzinfo else when


def _age(stored: Stored, reader: Reader) -> datetime:
    """Return the aware time to order an article by; a date in the future does not beat today's news."""
    when = stored.article.published
    if when is None:
        return stored.first_seen
    known = when if isinstance(when, datetime) else datetime.combine(when, time())
    return min(known if known.tzinfo else known.replace(tzinfo=reader.zone), reader.now)


def _groups(articles: Iterable[ArticleView], speech: Speech) -> tuple[GroupView, ...]:
    grouped: dict[WatchView, list[ArticleView]] = {}
    for article in articles:
        grouped.setdefault(_heading(article, speech), []).append(article)
    ordered = sorted(grouped.items(), key=lambda pair: (pair[0].id == 0, pair[0].id, pair[0].label))
    return tuple(
        GroupView(label=watch.label, query=watch.query, articles=tuple(members)) for watch, members in ordered
    )


def _heading(article: ArticleView, speech: Speech) -> WatchView:
    """Return the watch that an article stands under in a digest, or what stands in for one."""
    if article.before:
        return WatchView(id=0, query="", label=plain(CHANGED, speech))
    gone = WatchView(id=0, query="", label=plain(UNWATCHED, speech))
    return min(article.watches, key=lambda watch: watch.id, default=gone)


def _sources(proof: Iterable[tuple[SourceState, Uptime]], reader: Reader) -> tuple[SourceView, ...]:
    views = [
        SourceView(
            name=reader.names.get(state.id, state.id),
            last_success=_when(state.last_success, reader) or plain(text("never"), reader.speech),
            articles_read=state.articles_read,
            polls=uptime.polls,
            failed=uptime.failed,
            longest_gap=plain(dates.span(uptime.gap), reader.speech) if uptime.gap else "",
            error=state.error,
        )
        for state, uptime in proof
    ]
    return tuple(sorted(views, key=lambda source: (not source.error, source.name.casefold())))
