"""The index in the database: a row of words an article, written with it and removed with it.

An article that is not `worded` is not in the index, and the evaluator answers for it: what a release without
an index wrote, or one whose words are made otherwise, until `build` has come to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import asyncpg

from watcher.rules import fingerprint
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all
from watcher.store.postgres.fulltext import forms
from watcher.store.postgres.fulltext.tokens import joined, text_of
from watcher.store.postgres.records import to_stored

STEP = 200
"""Articles indexed in one transaction: some 50 ms."""
VERSION = "words"
"""The small value that says by which code's words the index is."""


async def install(connection: Connection) -> None:
    """Empty an index whose words are made otherwise now. Part of bringing the schema up to date."""
    ours = _version()
    if await connection.fetchval("select value from small_values where key = $1", VERSION) == ours:
        return
    await connection.execute("lock table articles in share row exclusive mode")
    await connection.execute("truncate article_words, word_forms, stemmed")
    await connection.execute("insert into stemmed values ($1)", DEFAULT_LANGUAGE)
    await connection.execute("update articles set worded = false where worded")
    await connection.execute(
        "insert into small_values values ($1, $2) on conflict (key) do update set value = $2", VERSION, ours
    )


async def write(connection: Connection, source: str, ids: Iterable[str]) -> None:
    """Index articles of a source that were just written."""
    rows = await connection.fetch(
        "select place, source, body, first_seen from articles where source = $1 and id = any($2::text[])",
        escape(source),
        escape_all(ids),
    )
    await _write(connection, rows)


async def build(connection: Connection) -> bool:
    """Index the next few articles that are not; return whether there may be more."""
    rows = await connection.fetch(
        "select place, source, body, first_seen from articles where not worded"
        " order by place limit $1 for update skip locked",
        STEP,
    )
    return await _write(connection, rows) and len(rows) == STEP


async def _write(connection: Connection, rows: Sequence[asyncpg.Record]) -> bool:
    """Write rows, unless another release has its words here; return whether they are there."""
    if not rows:
        return True
    await forms.hold(connection)
    if await connection.fetchval("select value from small_values where key = $1", VERSION) != _version():
        await connection.execute(
            "update articles set worded = false where place = any($1::bigint[])",
            [row["place"] for row in rows],
        )
        return False
    texts = [text_of(to_stored(row)) for row in rows]
    await forms.note(connection, frozenset().union(*(text.words for text in texts)))
    await connection.execute(
        """
        insert into article_words (article, source, at, words)
        select w.article, w.source, w.at, string_to_array(w.words, ' ')
        from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[]) as w (article, source, at, words)
        on conflict (article) do update set at = excluded.at, words = excluded.words
        """,
        [row["place"] for row in rows],
        [row["source"] for row in rows],
        [text.at for text in texts],
        [joined(text.tokens) for text in texts],
    )
    await connection.execute(
        "update articles set worded = true where not worded and place = any($1::bigint[])",
        [row["place"] for row in rows],
    )
    return True


def _version() -> str:
    return f"1 {fingerprint.of_words()} {fingerprint.of_stems()}"
