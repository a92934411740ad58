"""What is told of a term that was found, and of one that was not, in a few plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from watcher.rules.document import Document
from watcher.rules.evaluate import holds, places
from watcher.rules.query import Field, Form, Leaf, Near
from watcher.rules.words import spans_of

_MOST = 6
"""Things that are told in a row; of more, how many."""
_PLACES = {
    Field.TITLE: "the title",
    Field.SUMMARY: "the summary",
    Field.AUTHOR: "the authors",
    Field.LABEL: "the labels",
    Field.SOURCE: "the source",
}


def named(shown: str) -> str:
    """Put a term in quotes, unless it has its own."""
    return shown if '"' in shown else f"'{shown}'"


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Join what is told, each once, and not too much of it."""
    told = list({part.casefold(): part for part in reversed([*parts])}.values())[::-1]
    more = len(told) - _MOST
    return between.join(told if more <= 1 else [*told[:_MOST], f"and {more} more"])


def found(term: str, text: str, field: Field, synonym_of: str = "", *, is_form: bool = False) -> str:
    """Say what was found for a term, and where."""
    what = named(text)
    if synonym_of:
        what = f"{what}, a synonym of {synonym_of},"
    elif is_form:
        what = f"{what} for {named(term)}"
    return f"{what} in {_PLACES[field]}"


def missing(leaf: Leaf, document: Document, language: str) -> str:
    """Say that a term is not there, and what comes nearest."""
    nearest = next(_nearest(leaf, document, language), "")
    return f"{named(leaf.shown)} is missing{nearest and ': '}{nearest}"


def _nearest(leaf: Leaf, document: Document, language: str) -> Iterator[str]:
    for segment in document.segments:
        if segment not in document.inside(leaf.field):
            for place in places(leaf, segment, language):
                spans = spans_of(segment.text)
                text = segment.text[spans[place.start][0] : spans[place.end - 1][1]]
                yield f"{named(text)} is in {_PLACES[segment.field]} only"
    if isinstance(leaf, Near):
        if all(holds(term, document, language) for term in leaf.terms):
            yield "its words are too far apart"
        return
    variant = leaf.variants[0]
    if leaf.form is not Form.EXACT:
        return
    if len(variant) > 1 and document.vocabulary(leaf.field).issuperset(variant):
        yield "its words are there, but not in a row"
    elif holds(replace(leaf, form=Form.STEM), document, language):
        yield "only another form of it is there"
