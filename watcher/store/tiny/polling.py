"""What polls read and write: the state of sources, the articles known, the commit of a believed poll."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from tinydb import where

from watcher.models import Article, Delivery, Doubt, Known, SourceState
from watcher.store.codec import article_body, stamp, to_body, to_known, to_source
from watcher.store.port import PollCommit
from watcher.store.tiny import articles, quieting, telling
from watcher.store.tiny.schema import Tables


def source_state(tables: Tables, source: str) -> SourceState:
    """Return what is remembered of a source; a fresh state for an unknown one."""
    document = tables.sources.first(where("id") == source)
    return to_source(document) if document else SourceState(id=source)


def known(tables: Tables, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
    """Return what is known under each of these keys in this source; the latest where several share one."""
    found = {key: articles.under_key(tables, source, key) for key in keys}
    return {key: to_known(document) for key, document in found.items() if document is not None}


def commit_poll(tables: Tables, commit: PollCommit) -> tuple[Delivery, ...]:
    """Remember a believed poll and queue its deliveries; return those that were not queued before."""
    before = source_state(tables, commit.source)
    _remember(tables, commit)
    _edit(tables, commit)
    page_ids = tuple(_known_id(tables, commit.source, article) for article in commit.page)
    _leave(tables, commit, set(before.page_ids) - set(page_ids))
    changed = bool(commit.new or commit.edited) or page_ids != before.page_ids
    save(
        tables,
        replace(
            believed(before, commit.at),
            address=commit.address or before.address,
            validators=commit.validators,
            baseline_at=before.baseline_at or commit.at,
            last_change=commit.at if changed else before.last_change,
            articles_read=len(commit.page),
            page_ids=page_ids,
            profile=commit.profile or before.profile,
        ),
    )
    return quieting.enqueue(tables, telling.no_news_to_strangers(tables, commit.deliveries), commit.quiet)


def poll_failed(
    tables: Tables,
    source: str,
    at: datetime,
    error: str,
    retry_at: datetime | None,
    doubt: Doubt | None = None,
) -> int:
    """Note a failed poll; return the number of consecutive failures."""
    before = source_state(tables, source)
    failures = before.failures + 1
    save(
        tables,
        replace(
            before,
            polls=before.polls + 1,
            last_poll=at,
            failures=failures,
            error=error,
            retry_at=retry_at,
            doubt=doubt or before.doubt,
        ),
    )
    return failures


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


def save(tables: Tables, *states: SourceState) -> None:
    """Insert or replace the states of sources."""
    for state in states:
        tables.sources.upsert(to_body(state), where("id") == state.id)


def _remember(tables: Tables, commit: PollCommit) -> None:
    at = stamp(commit.at)
    stranger = {"source": commit.source, "first_seen": at, "last_seen": at}
    fresh = []
    for article in {article.id: article for article in commit.new}.values():
        document = articles.under_id(tables, commit.source, article.id)
        if document is None:
            fresh.append({**stranger, **article_body(article)})
        else:
            tables.articles.update(article_body(article), doc_ids=[document.doc_id])
    tables.articles.insert_multiple(fresh)


def _edit(tables: Tables, commit: PollCommit) -> None:
    for article in commit.edited:
        document = articles.under_id(tables, commit.source, article.id)
        if document is not None:
            tables.articles.update(article_body(article), doc_ids=[document.doc_id])


def _leave(tables: Tables, commit: PollCommit, gone: Iterable[str]) -> None:
    documents = (articles.under_id(tables, commit.source, article_id) for article_id in gone)
    doc_ids = [document.doc_id for document in documents if document is not None]
    if doc_ids:
        tables.articles.update({"last_seen": stamp(commit.at)}, doc_ids=doc_ids)


def _known_id(tables: Tables, source: str, article: Article) -> str:
    """Return the id an article is remembered by, so that what is on a page under a new id is not pruned."""
    if articles.under_id(tables, source, article.id) is not None:
        return article.id
    documents = (articles.under_key(tables, source, key) for key in article.keys)
    return next((str(document["id"]) for document in documents if document is not None), article.id)
