"""What polls read and write: the state of sources, the articles known, the commit of a believed poll."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tinydb.table import Document

from watcher.models import Article, Delivery, Doubt, Known, SourceState
from watcher.store.codec import article_body, stamp, to_body, to_known, to_source
from watcher.store.port import PollCommit
from watcher.store.tiny import articles, quieting, telling
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import BY_ID, Tables


def source_state(tables: Tables, source: str) -> SourceState:
    """Return what is remembered of a source; a fresh state for an unknown one."""
    return state_of(source, find(tables, source))


def find(tables: Tables, source: str) -> Document | None:
    """Return the row of a source."""
    return next(iter(tables.sources.walk(BY_ID, Window(value=source), limit=1)), None)


def state_of(source: str, row: Document | None) -> SourceState:
    """Return the state that a source's row holds."""
    return to_source(row) if row else SourceState(id=source)


def save(tables: Tables, row: Document | None, state: SourceState) -> None:
    """Write the state of a source over its row, or where it has none yet."""
    if row is None:
        tables.sources.insert(to_body(state))
    else:
        tables.sources.replace(row, to_body(state))


def known(tables: Tables, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
    """Return what is known under each of these keys in this source; the latest where several share one."""
    found = articles.under_keys(tables, source, keys)
    documents = {document.doc_id: document for document in found.values()}
    remembered = {doc_id: to_known(document) for doc_id, document in documents.items()}
    return {key: remembered[document.doc_id] for key, document in found.items()}


def commit_poll(
    tables: Tables, before: SourceState, commit: PollCommit
) -> tuple[tuple[Delivery, ...], SourceState]:
    """Remember a believed poll and queue its deliveries.

    Returns those that were not queued before, and the state of the source from now on, for `save`.
    """
    _remember(tables, commit)
    _edit(tables, commit.source, commit.edited)
    page_ids = _page_ids(tables, before, commit)
    _leave(tables, commit, set(before.page_ids).difference(page_ids))
    changed = bool(commit.new or commit.edited) or page_ids != before.page_ids
    after = replace(
        believed(before, commit.at),
        address=commit.address or before.address,
        validators=commit.validators,
        baseline_at=before.baseline_at or commit.at,
        last_change=commit.at if changed else before.last_change,
        articles_read=len(commit.page),
        page_ids=page_ids,
        profile=commit.profile or before.profile,
    )
    deliveries = telling.no_news_to_strangers(tables, commit.deliveries)
    return quieting.enqueue(tables, deliveries, commit.quiet), after


def failed(
    before: SourceState, at: datetime, error: str, retry_at: datetime | None, doubt: Doubt | None = None
) -> SourceState:
    """Return the state after a poll that failed, or was not believed."""
    return replace(
        before,
        polls=before.polls + 1,
        last_poll=at,
        failures=before.failures + 1,
        error=error,
        retry_at=retry_at,
        doubt=doubt or before.doubt,
    )


def believed(before: SourceState, at: datetime) -> SourceState:
    """Return the state after a poll that was believed."""
    return replace(
        before,
        polls=before.polls + 1,
        last_poll=at,
        last_success=at,
        failures=0,
        error="",
        retry_at=None,
        doubt=None,
    )


def _remember(tables: Tables, commit: PollCommit) -> None:
    at = stamp(commit.at)
    stranger = {"source": commit.source, "first_seen": at, "last_seen": at}
    news = {article.id: article for article in commit.new}
    seen = articles.under_ids(tables, commit.source, news)
    fresh = [{**stranger, **article_body(article)} for article in news.values() if article.id not in seen]
    tables.articles.add_all(fresh)
    _edit(tables, commit.source, [news[article_id] for article_id in seen])


def _edit(tables: Tables, source: str, edited: Sequence[Article]) -> None:
    latest = {article.id: article for article in edited}
    rows = articles.under_ids(tables, source, latest)
    tables.articles.replace_all((row, {**row, **article_body(latest[i])}) for i, row in rows.items())


def _leave(tables: Tables, commit: PollCommit, gone: Iterable[str]) -> None:
    rows = articles.under_ids(tables, commit.source, gone)
    tables.articles.replace_all((row, {**row, "last_seen": stamp(commit.at)}) for row in rows.values())


def _page_ids(tables: Tables, before: SourceState, commit: PollCommit) -> tuple[str, ...]:
    """Return the ids that the page's articles are remembered by: under them they are not pruned.

    What was on the last page, or is new, has its id; only what came back is looked up.
    """
    sure = {*before.page_ids, *(article.id for article in commit.new)}
    unsure = [article for article in commit.page if article.id not in sure]
    sure.update(articles.under_ids(tables, commit.source, (article.id for article in unsure)))
    lost = [article for article in unsure if article.id not in sure]
    under = articles.under_keys(tables, commit.source, (key for article in lost for key in article.keys))
    renamed = {
        article.id: next((str(under[key]["id"]) for key in article.keys if key in under), article.id)
        for article in lost
    }
    return tuple([renamed.get(article.id, article.id) for article in commit.page])
