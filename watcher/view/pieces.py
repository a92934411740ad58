"""Texts in pieces: where matched words stand, and how one headline became another. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from watcher.models import Article
from watcher.rules import DEFAULT_LANGUAGE, Field, Query, explain
from watcher.view import worddiff
from watcher.view.shapes import PieceView

MOST_WATCHES = 10
"""Of an article, whose words are marked; no message names more of them."""

Span = tuple[int, int]


def matched(
    article: Article,
    ids: Iterable[int],
    queries: Mapping[int, Query],
    language: str = DEFAULT_LANGUAGE,
) -> tuple[tuple[PieceView, ...], tuple[PieceView, ...]]:
    """Return an article's title and its summary, cut around the words that these watches matched.

    `language` is the article's.
    """
    asked = [queries[number] for number in ids if number in queries][:MOST_WATCHES]
    marks = [mark for query in asked for mark in explain(query, article, language=language).marks]
    titles = [(mark.start, mark.end) for mark in marks if mark.field is Field.TITLE]
    summaries = [(mark.start, mark.end) for mark in marks if mark.field is Field.SUMMARY]
    return tuple(_cut(article.title, titles)), tuple(_cut(article.summary, summaries))


def changes(before: str, after: str) -> tuple[PieceView, ...]:
    """Return the way from one headline to another."""
    return tuple(PieceView(piece.kind, piece.text) for piece in worddiff.words(before, after))


def _cut(text: str, spans: Iterable[Span]) -> Iterator[PieceView]:
    at = 0
    for start, end in _merged(spans):
        if start > at:
            yield PieceView("same", text[at:start])
        yield PieceView("matched", text[start:end])
        at = end
    if 0 < at < len(text):
        yield PieceView("same", text[at:])


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
