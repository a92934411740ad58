"""The words seen by their stems: looked up when a query asks, so that the index is bound to no language."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from watcher.rules.stem import DEFAULT_LANGUAGE, stemmer
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, unescape

LOCK = 0x776F7264
"""Shared by whoever writes words until its transaction ends; alone for whoever learns a language."""
MOST = 2000
"""Words that a beginning is written out as; one that begins more is the evaluator's."""


async def hold(connection: Connection) -> None:
    """Keep others from learning a language until the transaction ends: each word is noted in all of them."""
    await connection.execute("select pg_advisory_xact_lock_shared($1)", LOCK)


async def note(connection: Connection, words: Iterable[str]) -> None:
    """Remember words, under their stems in every language in use."""
    rows = await connection.fetch(
        """
        select w.word from unnest($1::text[]) as w (word) where not exists (
          select from word_forms f where f.language = $2 and f.word = w.word)
        """,
        [escape(word) for word in words],
        DEFAULT_LANGUAGE,
    )
    if not rows:
        return
    fresh = [unescape(row["word"]) for row in rows]
    for row in await connection.fetch("select language from stemmed"):
        await _add(connection, row["language"], fresh)


async def known(
    connection: Connection, stems: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[str]]:
    """Return the words that have each of these stems, by language and stem; learn new languages."""
    for language in {language for language, _ in stems}:
        await learn(connection, language)
    rows = await connection.fetch(
        """
        select f.* from unnest($1::text[], $2::text[]) as s (language, stem)
        join word_forms f using (language, stem) order by f.word
        """,
        [language for language, _ in stems],
        [escape(stem) for _, stem in stems],
    )
    found: dict[tuple[str, str], list[str]] = {each: [] for each in stems}
    for row in rows:
        found[row["language"], unescape(row["stem"])].append(unescape(row["word"]))
    return found


async def beginning(connection: Connection, start: str) -> list[str] | None:
    """Return the words that begin so; None where there are too many of them."""
    rows = await connection.fetch(
        "select word from word_forms where language = $1 and word >= $2 and starts_with(word, $2)"
        ' and word < $3 collate "C" limit $4',
        DEFAULT_LANGUAGE,
        escape(start),
        escape(start) + "\U0010ffff",
        MOST + 1,
    )
    return None if len(rows) > MOST else [unescape(row["word"]) for row in rows]


async def learn(connection: Connection, language: str) -> None:
    """Note all words under their stems in a language, unless they are."""
    if await connection.fetchval("select exists (select from stemmed where language = $1)", language):
        return
    await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
    taken = await connection.fetchval(
        "insert into stemmed values ($1) on conflict do nothing returning language", language
    )
    if taken:
        rows = await connection.fetch("select word from word_forms where language = $1", DEFAULT_LANGUAGE)
        await _add(connection, language, [unescape(row["word"]) for row in rows])


async def _add(connection: Connection, language: str, words: Iterable[str]) -> None:
    stem = stemmer(language)
    # In one order, so that two who note the same words do not wait for each other.
    pairs = sorted((escape(stem(word)), escape(word)) for word in words)
    await connection.execute(
        """
        insert into word_forms (language, stem, word)
        select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing
        """,
        language,
        [stemmed for stemmed, _ in pairs],
        [word for _, word in pairs],
    )
