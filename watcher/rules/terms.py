"""From the words that a person typed to a term: its variants and its normal form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from watcher.rules.query import Field, Form, Leaf, Near, Term, Variant
from watcher.rules.words import numbers_in_parts, words_of

_MOST_COMPOUNDS = 3
MOST_WORDS = 32
"""Words (in Chinese and Japanese, characters) that one term may have: what a row of them costs to find."""
MOST_NEAR = 10
"""Words that a near phrase may have."""


@dataclass(frozen=True, slots=True)
class _Element:
    """One word, or the parts of a hyphenated one, which may also stand as one word."""

    readings: tuple[Variant, ...]
    shown: str


@lru_cache(maxsize=1 << 15)
def word_term(text: str, form: Form, field: Field | None) -> Term | None:
    """Make a term of an unquoted word; None where it has no letter or digit.

    A word that falls apart without a hyphen (`9/11`) is a phrase.
    """
    elements = _elements(text)
    if not elements:
        return None
    shown = _shown(elements)
    if form is Form.PREFIX:
        return Term(form, _variants(elements), field, in_field(field, f"{shown}*"))
    if form is Form.EXACT or " " in shown:
        return _exact(elements, field, literal=form is Form.EXACT)
    return Term(form, _variants(elements), field, in_field(field, shown))


def phrase_term(text: str, field: Field | None, *, literal: bool = False) -> Term | None:
    """Make a term of a quoted phrase; None where it has no letter or digit."""
    elements = _elements(text)
    return _exact(elements, field, literal=literal) if elements else None


def near_term(text: str, field: Field | None, slop: int) -> Leaf | None:
    """Make a near phrase of the words of `text`; of a single word, a plain phrase."""
    found = (phrase_term(chunk, field) for chunk in text.split())
    terms = tuple(dict.fromkeys(term for term in found if term is not None))
    if len(terms) < 2:
        return terms[0] if terms else None
    terms = tuple(sorted(terms, key=lambda term: term.shown))
    words = " ".join(_bare(term.shown, field) for term in terms)
    return Near(terms, slop, field, in_field(field, f'"{words}"~{slop}'))


def _bare(shown: str, field: Field | None) -> str:
    """Undo what `_exact` put around its words."""
    return shown.removeprefix(in_field(field, "")).strip('="').replace(" ", "/")


def _exact(elements: list[_Element], field: Field | None, *, literal: bool) -> Term:
    """Make a term of words as they are; a single word in quotes is as literal as `=word`."""
    words = _shown(elements)
    literal = literal or " " not in words
    shown = f'"{words}"' if " " in words else words
    shown = f"={shown}" if literal else shown
    return Term(Form.EXACT, _variants(elements), field, in_field(field, shown), literal)


def _shown(elements: list[_Element]) -> str:
    """Write the elements as one word where that reads as the same words, else with spaces."""
    tight = "".join(element.shown for element in elements)
    if tuple(words_of(tight).words) == sum((element.readings[0] for element in elements), ()):
        return tight
    return " ".join(element.shown for element in elements)


def in_field(field: Field | None, shown: str) -> str:
    """Write a term with its field."""
    return shown if field is None else f"{field}:{shown}"


def _elements(text: str) -> list[_Element]:
    found = words_of(text)
    # Also of numbers that no space is between, so that a term reads the same however it is written.
    extras = [*found.extras, *numbers_in_parts(found.words)]
    joins = {extra.at: extra for extra in extras if extra.width > 1}
    elements: list[_Element] = []
    at = 0
    while at < len(found.words):
        join = joins.get(at)
        width = 1 if join is None else join.width
        parts = tuple(found.words[at : at + width])
        readings = (parts,) if join is None else (parts, (join.word,))
        elements.append(_Element(readings, "-".join(parts)))
        at += width
    return elements


def _variants(elements: list[_Element]) -> tuple[Variant, ...]:
    """Return every way to write the elements in a row; beyond a few compounds, the rest as parts only."""
    choices: list[tuple[Variant, ...]] = []
    compounds = 0
    for element in elements:
        compounds += len(element.readings) > 1
        choices.append(element.readings if compounds <= _MOST_COMPOUNDS else element.readings[:1])
    return tuple(dict.fromkeys(sum(choice, ()) for choice in product(*choices)))
