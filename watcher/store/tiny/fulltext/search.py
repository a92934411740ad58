"""Search: what of the stored articles meets a query, exactly as if it were matched now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from heapq import nlargest

from watcher.errors import StoreError
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.store.codec import to_stored
from watcher.store.port import Found, Question, Stored
from watcher.store.scan import meets, micros, news_at, weeks
from watcher.store.tiny.fulltext.expression import (
    Bounds,
    Expressions,
    Set,
    both,
    either,
    less,
    outside,
    within,
)
from watcher.store.tiny.fulltext.words import ALL
from watcher.store.tiny.schema import Tables

# CROSS JOIN keeps SQLite from walking the dates first
_MATCHING = """
SELECT news.at, news.doc_id FROM words CROSS JOIN news ON news.doc_id = words.rowid
WHERE words MATCH ? AND words.rowid >= ? AND news.at BETWEEN ? AND ?
"""
_IN_TIME = "SELECT at, doc_id FROM news WHERE at BETWEEN ? AND ?"
_FIRST = "SELECT min(doc_id) FROM news WHERE at BETWEEN ? AND ?"

Row = tuple[int, int]
"""When an article was news, in microseconds, and its document's id."""


def search(tables: Tables, question: Question, limit: int) -> Found:
    """Count the articles that meet a question, by week, and return the latest."""
    searching = _Searching(tables, question)
    rows = list(searching.rows())
    latest = nlargest(limit, rows)
    return Found(
        matches=len(rows),
        weeks=weeks((at for at, _ in rows), searching.until),
        latest=tuple(searching.stored(doc_id) for _, doc_id in latest),
    )


class _Searching:
    """One question put to the index, and to the evaluator where the index is not sure."""

    def __init__(self, tables: Tables, question: Question) -> None:
        self._tables = tables
        self._words = tables.words
        self._db = tables.words.connection
        self._question = question
        self._window = micros(question.since), micros(question.until)
        self.until = self._window[1]

    def rows(self) -> Iterator[Row]:
        """Yield what meets the question."""
        if self._words.reached:
            bounds = self._bounds()
            yield from self._in(bounds.sure)
            if bounds.maybe != bounds.sure:
                yield from (
                    row
                    for row in self._in(less(bounds.maybe, bounds.sure))
                    if meets(self.stored(row[1]), self._question)
                )
        if self._words.reached != ALL:
            yield from self._unindexed()

    def stored(self, doc_id: int) -> Stored:
        """Return an article."""
        document = self._tables.articles.by_id(doc_id)
        if document is None:
            raise StoreError(f"the index of words is out of step: article {doc_id} is gone")
        return to_stored(document)

    def _bounds(self) -> Bounds:
        question = self._question
        found = self._in_each_language() if not question.query.language else self._in_language("")
        return both([found, within(question.sources)]) if question.sources else found

    def _in_each_language(self) -> Bounds:
        others = self._question.languages
        parts = [both([self._in_language(""), outside(others)])] if others else [self._in_language("")]
        for language in sorted(set(others.values())):
            of_it = [source for source, known in others.items() if known == language]
            parts.append(both([self._in_language(language), within(of_it)]))
        return either(parts)

    def _in_language(self, language: str) -> Bounds:
        query = self._question.query.for_articles_in(language or DEFAULT_LANGUAGE)
        writing = Expressions(
            language=query.language,
            forms=partial(self._words.forms.of, query.language),
            sources=self._sources,
        )
        return writing.of(query.root)

    def _sources(self) -> Iterator[tuple[str, str]]:
        ids = (document["id"] for document in self._tables.sources)
        return ((source, self._question.source_words(source)) for source in ids)

    def _in(self, found: Set) -> list[Row]:
        if found.rest:
            excluded = {doc_id for _, doc_id in self._in(Set(found.match))}
            everything = self._db.execute(_IN_TIME, self._window).fetchall()
            return [row for row in everything if row[1] not in excluded]
        first = self._db.execute(_FIRST, self._window).fetchone()[0]
        if first is None:
            return []
        return self._db.execute(_MATCHING, (found.match, first, *self._window)).fetchall()

    def _unindexed(self) -> Iterator[Row]:
        """Read what the index has not reached yet."""
        for document in self._tables.articles.after(self._words.reached):
            stored = to_stored(document)
            at = micros(news_at(stored))
            if self._window[0] <= at <= self._window[1] and meets(stored, self._question):
                yield at, document.doc_id
