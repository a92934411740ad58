"""Why an article meets a query, or does not: in the reader's words, at offsets of the original text."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.models import Article
from watcher.rules.document import Document, document_of
from watcher.rules.evaluate import Place, holds, places
from watcher.rules.query import And, Field, Leaf, Node, Not, Or, Query
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.rules.tree import normal
from watcher.rules.words import spans_of


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a term of the query stands in the article."""

    term: str
    """The term, in normal form."""
    field: Field
    index: int
    """Which label or author; 0 for the other fields."""
    start: int
    """Offset of the first character in the field's original text."""
    end: int
    """Offset behind the last character."""
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence for an answer."""

    matched: bool
    marks: tuple[Mark, ...] = ()
    """What was found of the terms asked for, by field and offset; also the part found of what failed."""
    failed: tuple[str, ...] = ()
    """The parts, in normal form, that the article does not meet; none if it matched."""

    def __str__(self) -> str:
        found = ", ".join(f'{mark.term}: "{mark.text}" in {mark.field}' for mark in self.marks)
        if self.matched:
            return f"matched {found}"
        reason = "; ".join(
            f"{part[1:]} is excluded" if part.startswith("-") else f"{part} is missing"
            for part in self.failed
        )
        return f"no match: {reason}" + (f" (found {found})" if found else "")


def explain(
    query: Query, article: Article, source: str = "", language: str = DEFAULT_LANGUAGE
) -> Explanation:
    """Say what in `article`, in `language` and of the source `source`, met `query`, or which parts failed."""
    query = query.for_articles_in(language)
    document = document_of(article, source)
    matched = holds(query.root, document, query.language)
    marks = sorted(
        {mark for leaf in _wanted(query.root) for mark in _marks(leaf, document, query.language)},
        key=lambda mark: (list(Field).index(mark.field), mark.index, mark.start, mark.end, mark.term),
    )
    failed = () if matched else tuple(_failed(query.root, document, query.language))
    return Explanation(matched, tuple(marks), failed)


def _wanted(node: Node) -> list[Leaf]:
    """Return the terms that are not excluded."""
    if isinstance(node, And | Or):
        return [leaf for part in node.parts for leaf in _wanted(part)]
    return [] if isinstance(node, Not) else [node]


def _failed(node: Node, document: Document, language: str) -> list[str]:
    """Return the smallest parts that make `node` fail."""
    if isinstance(node, And):
        failing = [part for part in node.parts if not holds(part, document, language)]
        return [text for part in failing for text in _failed(part, document, language)]
    return [normal(node, inner=True)]


def _marks(leaf: Leaf, document: Document, language: str) -> list[Mark]:
    marks = []
    for segment in document.inside(leaf.field):
        spans = spans_of(segment.text)
        for place in _smallest(places(leaf, segment, language)):
            start, end = spans[place.start][0], spans[place.end - 1][1]
            marks.append(Mark(leaf.shown, segment.field, segment.index, start, end, segment.text[start:end]))
    return marks


def _smallest(found: list[Place]) -> list[Place]:
    """Leave out places around another one: `Sanctions-busting` where `Sanctions` is enough."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.end, -place.start)):
        if not kept or place.start > kept[-1].start:
            kept.append(place)
    return kept
