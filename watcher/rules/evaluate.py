"""What a query means: the plain evaluator, term by term and position by position.

The index must agree with it on every query and text; explanations come from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.models import Article
from watcher.rules.document import Document, Readings, Segment, document_of
from watcher.rules.query import And, Form, Leaf, Near, Node, Not, Or, Query, Variant
from watcher.rules.stem import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Words `start` to `end` (exclusive) of a segment."""

    start: int
    end: int


def matches(query: Query, article: Article, source: str = "", language: str = DEFAULT_LANGUAGE) -> bool:
    """Tell whether an article in `language`, found in the source `source`, meets a query."""
    asked = query.for_articles_in(language)
    return holds(asked.root, document_of(article, source), asked.language)


def holds(node: Node, document: Document, language: str) -> bool:
    """Tell whether a document meets a part of a query."""
    if isinstance(node, And):
        return all(holds(part, document, language) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, document, language) for part in node.parts)
    if isinstance(node, Not):
        return not holds(node.part, document, language)
    return any(places(node, segment, language) for segment in document.inside(node.field))


def places(leaf: Leaf, segment: Segment, language: str) -> list[Place]:
    """Return where a term stands in a segment, in order."""
    if isinstance(leaf, Near):
        return _near(leaf, segment, language)
    read = segment.stemmed(language) if leaf.form is Form.STEM else segment
    readings, variants = read.readings(), leaf.variants_in(language)
    return sorted({place for variant in variants for place in _rows(leaf.form, variant, readings)})


def _rows(form: Form, variant: Variant, readings: Readings) -> Iterator[Place]:
    """Find the words of a variant in a row; a joined reading counts as one word and spans its parts."""
    *before, last = variant
    steps = [readings.get(word, {}) for word in before]
    steps.append(_beginning(last, readings) if form is Form.PREFIX else readings.get(last, {}))
    rows = [Place(start, end) for start, ends in steps[0].items() for end in ends]
    for step in steps[1:]:
        rows = [Place(row.start, end) for row in rows for end in step.get(row.end, ())]
    yield from rows


def _beginning(prefix: str, readings: Readings) -> dict[int, list[int]]:
    """Return where any word that starts with `prefix` stands."""
    found: dict[int, list[int]] = {}
    for word, starts in readings.items():
        if word.startswith(prefix):
            for start, ends in starts.items():
                found.setdefault(start, []).extend(ends)
    return found


def _near(near: Near, segment: Segment, language: str) -> list[Place]:
    """Find the shortest passage from each place on that holds all terms close enough."""
    found = [places(term, segment, language) for term in near.terms]
    if not all(found):
        return []
    events = sorted((place, which) for which, places_ in enumerate(found) for place in places_)
    last: dict[int, Place] = {}
    passages: set[Place] = set()
    for place, which in events:
        last[which] = place
        if len(last) < len(found):
            continue
        chosen = sorted(last.values())
        start, end = chosen[0].start, max(place.end for place in chosen)
        if end - start - sum(place.end - place.start for place in chosen) <= near.slop:
            passages.add(Place(start, end))
    return sorted(passages)
