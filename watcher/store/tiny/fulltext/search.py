"""Search: what of the stored articles meets a query, exactly as if it were matched now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from heapq import nlargest
from itertools import accumulate

from watcher.errors import StoreError
from watcher.store.codec import to_stored
from watcher.store.port import Found, Question, Stored
from watcher.store.scan import WEEK, in_order, meets, micros, news_at, week_of
from watcher.store.tiny.fulltext.expression import (
    Bounds,
    Expressions,
    Set,
    both,
    either,
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
_ANY = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
_IN_TIME = "SELECT at, doc_id FROM news WHERE at BETWEEN ? AND ?"
_FIRST = "SELECT min(doc_id) FROM news WHERE at >= ?"
_OLDEST = "SELECT at FROM news ORDER BY at LIMIT 1"
_COUNT = "SELECT count(*) FROM news WHERE at BETWEEN ? AND ?"
_COUNT_MATCHING = _MATCHING.replace("news.at, news.doc_id", "count(*)", 1)
_WEEKS = _MATCHING.replace("news.at, news.doc_id", f"(? - news.at) / {WEEK}, count(*)", 1) + " GROUP BY 1"
_LATEST = _MATCHING + " ORDER BY news.at DESC, news.doc_id DESC LIMIT ?"

Row = tuple[int, int]
"""When an article was news, in microseconds, and its document's id."""


def search(tables: Tables, question: Question, limit: int) -> Found:
    """Count the articles that meet a question, by week, and return the latest."""
    searching = _Searching(tables, question)
    counts, latest = searching.sure(limit)
    others = list(searching.others())
    counts.update(week_of(at, searching.until) for at, _ in others)
    return Found(
        matches=counts.total(),
        read=searching.read(),
        weeks=in_order(counts),
        latest=tuple(searching.stored(doc_id) for _, doc_id in nlargest(limit, [*latest, *others])),
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

    def sure(self, limit: int) -> tuple[Counter[int], list[Row]]:
        """Count by week what the index is sure of, and return the latest of it; the rest is never loaded."""
        if not self._words.reached:
            return Counter(), []
        found = self._bounds.sure
        if found.rest:
            rows = self._in(found)
            return Counter(week_of(at, self.until) for at, _ in rows), nlargest(limit, rows)
        asked = found.match, self._first(self._window[0]), *self._window
        counts = Counter(dict(self._db.execute(_WEEKS, (self.until, *asked)).fetchall()))
        return counts, self._latest(found, counts, limit)

    def _latest(self, found: Set, counts: Mapping[int, int], limit: int) -> list[Row]:
        """Return the latest rows, looking no further back than the weeks that hold enough of them."""
        enough = accumulate(counts[week] for week in sorted(counts))
        weeks = [week for week, so_far in zip(sorted(counts), enough, strict=True) if so_far >= limit]
        since = self.until - (weeks[0] + 1) * WEEK + 1 if weeks else self._window[0]
        since = max(since, self._window[0])
        return self._db.execute(
            _LATEST, (found.match, self._first(since), since, self.until, limit)
        ).fetchall()

    def others(self) -> Iterator[Row]:
        """Yield what else meets the question: where the index is in doubt, and what it has not reached."""
        if self._words.reached and self._is_in_doubt():
            for row in self._in(self._bounds.between):
                if meets(self.stored(row[1]), self._question):
                    yield row
        yield from (row for row, stored in self._unindexed() if meets(stored, self._question))

    def _is_in_doubt(self) -> bool:
        # Mostly nothing is, which is soon known.
        return any(self._db.execute(_ANY, (doubt,)).fetchone() for doubt in self._bounds.doubts)

    def read(self) -> int:
        """Count the articles of the span, in the sources asked for."""
        return self._count_indexed() + sum(1 for _ in self._unindexed())

    def _count_indexed(self) -> int:
        if not self._words.reached:
            return 0
        if sources := self._question.sources:
            match = within(sources).sure.match
            found = self._db.execute(_COUNT_MATCHING, (match, self._first(self._window[0]), *self._window))
        else:
            found = self._db.execute(_COUNT, self._window)
        return int(found.fetchone()[0])

    def stored(self, doc_id: int) -> Stored:
        """Return an article."""
        document = self._tables.articles.by_id(doc_id)
        if document is None:
            raise StoreError(f"the index of words is out of step: article {doc_id} is gone")
        return to_stored(document)

    @cached_property
    def _bounds(self) -> Bounds:
        question = self._question
        language = question.query.language
        found = self._in_language(language) if language else self._in_each_language()
        return both([found, within(question.sources)]) if question.sources else found

    def _in_each_language(self) -> Bounds:
        usual = self._question.usual_language
        others = {source: known for source, known in self._question.languages.items() if known != usual}
        if not others:
            return self._in_language(usual)
        parts = [both([self._in_language(usual), outside(others)])]
        for language in sorted(set(others.values())):
            of_it = [source for source, known in others.items() if known == language]
            parts.append(both([self._in_language(language), within(of_it)]))
        return either(parts)

    def _in_language(self, language: str) -> Bounds:
        writing = Expressions(
            language=language, forms=partial(self._words.forms.of, language), sources=self._sources
        )
        return writing.of(self._question.query.root)

    def _sources(self) -> Iterator[tuple[str, str]]:
        ids = (document["id"] for document in self._tables.sources)
        return ((source, self._question.source_words(source)) for source in ids)

    def _in(self, found: Set) -> list[Row]:
        if found.rest:
            excluded = {doc_id for _, doc_id in self._in(Set(found.match))}
            everything = self._db.execute(_IN_TIME, self._window).fetchall()
            return [row for row in everything if row[1] not in excluded]
        first = self._first(self._window[0])
        return self._db.execute(_MATCHING, (found.match, first, *self._window)).fetchall()

    def _first(self, since: int) -> int:
        """Return the lowest id of an article from `since` on: FTS5 skips what is below."""
        oldest = self._db.execute(_OLDEST).fetchone()
        if oldest is None or oldest[0] >= since:
            return 0
        return int(self._db.execute(_FIRST, (since,)).fetchone()[0] or 0)

    def _unindexed(self) -> Iterator[tuple[Row, Stored]]:
        """Read what of the span and the sources the index has not reached yet."""
        if self._words.reached == ALL:
            return
        sources = self._question.sources
        for document in self._tables.articles.after(self._words.reached):
            stored = to_stored(document)
            at = micros(news_at(stored))
            if self._window[0] <= at <= self._window[1] and (not sources or stored.source in sources):
                yield (at, document.doc_id), stored
