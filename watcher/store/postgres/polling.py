"""What polls read and write: the state of sources, the articles known, the commit of a believed poll."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from watcher.models import Article, Delivery, Doubt, Known, SourceState
from watcher.store.codec import article_body, to_body
from watcher.store.port import PollCommit
from watcher.store.postgres import quieting, telling
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, to_json, unescape
from watcher.store.postgres.fulltext import words
from watcher.store.postgres.records import to_known, to_source


async def source_state(connection: Connection, source: str) -> SourceState:
    """Return what is remembered of a source; a fresh state for an unknown one."""
    row = await connection.fetchrow("select * from sources where id = $1", escape(source))
    return to_source(row) if row else SourceState(id=source)


async def known(connection: Connection, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
    """Return what is known under each of these keys in this source; the latest where several share one."""
    rows = await connection.fetch(
        """
        select distinct on (k.key) k.key, a.body, a.last_seen
        from article_keys k join articles a on a.place = k.article
        where k.source = $1 and k.key = any($2::text[])
        order by k.key, k.article desc
        """,
        escape(source),
        escape_all(keys),
    )
    return {unescape(row["key"]): to_known(row) for row in rows}


async def commit_poll(connection: Connection, commit: PollCommit) -> tuple[Delivery, ...]:
    """Remember a believed poll and queue its deliveries; return those that were not queued before."""
    before = await _locked(connection, commit.source)
    await remember(connection, commit)
    page_ids = await _known_ids(connection, commit)
    await connection.execute(
        "update articles set last_seen = $3 where source = $1 and id = any($2::text[])",
        escape(commit.source),
        escape_all(set(before.page_ids) - set(page_ids)),
        commit.at,
    )
    changed = bool(commit.new or commit.edited) or page_ids != before.page_ids
    await connection.execute(
        """
        update sources set
          address = case when $2 = '' then address else $2 end, validators = $3,
          baseline_at = coalesce(baseline_at, $4), last_poll = $4, last_success = $4,
          last_change = case when $5 then $4 else last_change end,
          failures = 0, error = '', retry_at = null, polls = polls + 1, doubt = null,
          articles_read = $6, page_ids = $7, profile = coalesce($8, profile)
        where id = $1
        """,
        escape(commit.source),
        escape(commit.address),
        to_json(to_body(commit.validators)),
        commit.at,
        changed,
        len(commit.page),
        escape_all(page_ids),
        to_json(to_body(commit.profile)) if commit.profile else None,
    )
    deliveries = await telling.no_news_to_strangers(connection, commit.deliveries)
    return await quieting.enqueue(connection, deliveries, commit.quiet)


async def poll_unchanged(connection: Connection, source: str, at: datetime) -> None:
    """Note a poll that found nothing new."""
    await connection.execute(
        """
        insert into sources (id, last_poll, last_success, polls) values ($1, $2, $2, 1)
        on conflict (id) do update set
          last_poll = $2, last_success = $2, polls = sources.polls + 1,
          failures = 0, error = '', retry_at = null, doubt = null
        """,
        escape(source),
        at,
    )


async def poll_failed(
    connection: Connection,
    source: str,
    at: datetime,
    error: str,
    retry_at: datetime | None,
    doubt: Doubt | None = None,
) -> int:
    """Note a failed poll; return the number of consecutive failures."""
    failures: int = await connection.fetchval(
        """
        insert into sources (id, last_poll, error, retry_at, doubt, polls, failures)
        values ($1, $2, $3, $4, $5, 1, 1)
        on conflict (id) do update set
          last_poll = $2, error = $3, retry_at = $4, doubt = coalesce($5, sources.doubt),
          polls = sources.polls + 1, failures = sources.failures + 1
        returning failures
        """,
        escape(source),
        at,
        escape(error),
        retry_at,
        to_json(to_body(doubt)) if doubt else None,
    )
    return failures


async def _locked(connection: Connection, source: str) -> SourceState:
    """Return the state of a source, which nobody else changes until the end of the transaction."""
    await connection.execute("insert into sources (id) values ($1) on conflict do nothing", escape(source))
    row = await connection.fetchrow("select * from sources where id = $1 for update", escape(source))
    return to_source(row) if row else SourceState(id=source)


async def remember(connection: Connection, commit: PollCommit) -> None:
    """Insert the new articles, and bring the edited ones up to date, with their keys."""
    fresh = {article.id: article for article in commit.new}
    await connection.execute(
        """
        insert into articles (source, id, body, first_seen, last_seen)
        select $1, id, body::json, $4, $4
        from unnest($2::text[], $3::text[]) with ordinality as a (id, body, n)
        order by n
        on conflict (source, id) do update set body = excluded.body
        """,
        escape(commit.source),
        escape_all(fresh),
        _bodies(fresh.values()),
        commit.at,
    )
    edited = {article.id: article for article in commit.edited}
    await connection.execute(
        """
        update articles set body = e.body::json from unnest($2::text[], $3::text[]) as e (id, body)
        where articles.source = $1 and articles.id = e.id
        """,
        escape(commit.source),
        escape_all(edited),
        _bodies(edited.values()),
    )
    await _write_keys(connection, commit.source, tuple((fresh | edited).values()))
    await words.write(connection, commit.source, fresh | edited)


def _bodies(articles: Iterable[Article]) -> list[str]:
    return [to_json(article_body(article)) for article in articles]


async def _write_keys(connection: Connection, source: str, articles: Sequence[Article]) -> None:
    pairs = [(article.id, key) for article in articles for key in dict.fromkeys(article.keys)]
    await connection.execute(
        """
        delete from article_keys k using articles a
        where k.article = a.place and a.source = $1 and a.id = any($2::text[])
        """,
        escape(source),
        escape_all(article.id for article in articles),
    )
    await connection.execute(
        """
        insert into article_keys (source, key, article)
        select $1, k.key, a.place from unnest($2::text[], $3::text[]) as k (id, key)
        join articles a on a.source = $1 and a.id = k.id
        """,
        escape(source),
        escape_all(article_id for article_id, _ in pairs),
        escape_all(key for _, key in pairs),
    )


async def _known_ids(connection: Connection, commit: PollCommit) -> tuple[str, ...]:
    """Return the ids that the page's articles are remembered by, so that none is pruned while it is shown."""
    rows = await connection.fetch(
        "select id from articles where source = $1 and id = any($2::text[])",
        escape(commit.source),
        escape_all(article.id for article in commit.page),
    )
    remembered = {unescape(row["id"]) for row in rows}
    strangers = [article for article in commit.page if article.id not in remembered]
    found = await known(connection, commit.source, (key for one in strangers for key in one.keys))
    under = {
        article.id: next((found[key].id for key in article.keys if key in found), article.id)
        for article in strangers
    }
    return tuple(under.get(article.id, article.id) for article in commit.page)
