"""Search: what of the stored articles meets a query, exactly as if it were matched now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from heapq import nlargest

from watcher.store.port import Found, Question, Stored
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import unescape
from watcher.store.postgres.fulltext import forms
from watcher.store.postgres.fulltext.conditions import (
    Arguments,
    Bounds,
    Conditions,
    beginnings_in,
    both,
    either,
    opposite,
    stems_in,
    within,
)
from watcher.store.postgres.records import to_stored
from watcher.store.scan import meets, micros, news_at, weeks

Row = tuple[int, int]
"""When an article was news, in microseconds, and its place."""

STEP = 1000
"""Articles that are read and evaluated at a time."""


async def search(connection: Connection, question: Question, limit: int) -> Found:
    """Count the articles that meet a question, by week, and return the latest."""
    rows, doubtful = await _indexed(connection, question)
    for first in range(0, len(doubtful), STEP):
        rows += await _met(connection, question, doubtful[first : first + STEP])
    unindexed = await _unindexed(connection, question)
    rows += await asyncio.to_thread(_meeting, unindexed, question)
    latest = nlargest(limit, rows)
    articles = await _articles(connection, latest)
    return Found(
        matches=len(rows),
        read=await _count(connection, question) + len(unindexed),
        weeks=weeks((at for at, _ in rows), micros(question.until)),
        latest=tuple(articles[place] for _, place in latest),
    )


async def _indexed(connection: Connection, question: Question) -> tuple[list[Row], list[Row]]:
    """Return what of the index surely meets a question, and what may."""
    arguments = Arguments()
    span = _span(question, arguments)
    found = await _bounds(connection, question, arguments)
    rows = await connection.fetch(
        f"select w.at, w.article, ({found.sure}) as sure from article_words w"  # noqa: S608 - ours, with places
        f" where {span} and ({found.maybe})",
        *arguments.values,
    )
    sure = [(row["at"], row["article"]) for row in rows if row["sure"]]
    return sure, [(row["at"], row["article"]) for row in rows if not row["sure"]]


async def _bounds(connection: Connection, question: Question, arguments: Arguments) -> Bounds:
    """Return the conditions, for articles of each source in its language unless the query names one."""
    root, named = question.query.root, question.query.language
    usual = named or question.usual_language
    others = {} if named else {s: known for s, known in question.languages.items() if known != usual}
    languages = {usual, *others.values()}
    ids = [unescape(row["id"]) for row in await connection.fetch("select id from sources")]
    texts = [(source, question.source_words(source)) for source in ids]
    stems = frozenset[tuple[str, str]]().union(*(stems_in(root, language) for language in languages))
    known = await forms.known(connection, stems)
    beginnings = {start: await forms.beginning(connection, start) for start in beginnings_in(root)}
    found = {
        language: Conditions(
            language=language, arguments=arguments, forms=known, beginnings=beginnings, sources=texts
        ).of(root)
        for language in sorted(languages)
    }
    if not others:
        return found[usual]
    parts = [both([found[usual], opposite(within(others, arguments))])]
    for language in sorted(set(others.values())):
        of_it = [source for source, spoken in others.items() if spoken == language]
        parts.append(both([found[language], within(of_it, arguments)]))
    return either(parts)


async def _count(connection: Connection, question: Question) -> int:
    arguments = Arguments()
    found: int = await connection.fetchval(
        f"select count(*) from article_words w where {_span(question, arguments)}",  # noqa: S608 - ours
        *arguments.values,
    )
    return found


def _span(question: Question, arguments: Arguments) -> str:
    since, until = [arguments.place(micros(at)) for at in (question.since, question.until)]
    time = f"w.at between {since} and {until}"
    return f"{time} and {within(question.sources, arguments).sure}" if question.sources else time


async def _met(connection: Connection, question: Question, rows: Sequence[Row]) -> list[Row]:
    articles = await _articles(connection, rows)
    return await asyncio.to_thread(_meeting, [(row, articles[row[1]]) for row in rows], question)


def _meeting(rows: Sequence[tuple[Row, Stored]], question: Question) -> list[Row]:
    return [row for row, stored in rows if meets(stored, question)]


async def _articles(connection: Connection, rows: Sequence[Row]) -> dict[int, Stored]:
    found = await connection.fetch(
        "select place, source, body, first_seen from articles where place = any($1::bigint[])",
        [place for _, place in rows],
    )
    return {row["place"]: to_stored(row) for row in found}


async def _unindexed(connection: Connection, question: Question) -> list[tuple[Row, Stored]]:
    """Read what of the span and the sources is not in the index."""
    since, until = micros(question.since), micros(question.until)
    found = []
    for row in await connection.fetch("select * from articles where not worded"):
        stored = to_stored(row)
        at = micros(news_at(stored))
        if since <= at <= until and (not question.sources or stored.source in question.sources):
            found.append(((at, row["place"]), stored))
    return found
