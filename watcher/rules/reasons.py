"""What is told of a term that was found, and of one that was not, in a few plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from watcher.rules.document import Document
from watcher.rules.evaluate import holds, places
from watcher.rules.query import Field, Form, Leaf, Near
from watcher.rules.words import spans_of
from watcher.wording.text import Text, Value, text

_MOST = 6
"""Things that are told in a row; of more, how many."""
_PLACES = {
    Field.TITLE: text("the title"),
    Field.SUMMARY: text("the summary"),
    Field.AUTHOR: text("the authors"),
    Field.LABEL: text("the labels"),
    Field.SOURCE: text("the source"),
}


def named(shown: str) -> str:
    """Put a term in quotes, unless it has its own."""
    return shown if '"' in shown else f"'{shown}'"


def joined(parts: Iterable[Text], between: Value = "; ") -> Text:
    """Join what is told, each once, and not too much of it."""
    told = list({str(part).casefold(): part for part in reversed([*parts])}.values())[::-1]
    more = len(told) - _MOST
    shown = told if more <= 1 else [*told[:_MOST], text("and {count} more", count=more)]
    return text("{parts}", parts=[piece for part in shown for piece in (between, part)][1:])


def found(term: str, words: str, field: Field, synonym_of: str = "", *, is_form: bool = False) -> Text:
    """Say what was found for a term, and where."""
    place, what = _PLACES[field], named(words)
    if synonym_of:
        return text("{found}, a synonym of {word}, in {place}", found=what, word=synonym_of, place=place)
    if is_form:
        return text("{found} for {term} in {place}", found=what, term=named(term), place=place)
    return text("{found} in {place}", found=what, place=place)


def missing(leaf: Leaf, document: Document, language: str) -> Text:
    """Say that a term is not there, and what comes nearest."""
    nearest = next(_nearest(leaf, document, language), None)
    said = text("{term} is missing", term=named(leaf.shown))
    return text("{missing}: {nearest}", missing=said, nearest=nearest) if nearest else said


def _nearest(leaf: Leaf, document: Document, language: str) -> Iterator[Text]:
    for segment in document.segments:
        if segment not in document.inside(leaf.field):
            for place in places(leaf, segment, language):
                spans = spans_of(segment.text)
                words = segment.text[spans[place.start][0] : spans[place.end - 1][1]]
                yield text("{found} is in {place} only", found=named(words), place=_PLACES[segment.field])
    if isinstance(leaf, Near):
        if all(holds(term, document, language) for term in leaf.terms):
            yield text("its words are too far apart")
        return
    variant = leaf.variants[0]
    if leaf.form is not Form.EXACT:
        return
    if len(variant) > 1 and document.vocabulary(leaf.field).issuperset(variant):
        yield text("its words are there, but not in a row")
    elif holds(replace(leaf, form=Form.STEM), document, language):
        yield text("only another form of it is there")
