"""What an article must hold to meet a query: its conjunctions of atoms.

An atom is what can be looked up in an article at once: a word, a stem, a beginning or words in a row, in one
field. A query becomes a few conjunctions, and an article that meets the query meets one of them at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from watcher.rules.query import And, Field, Form, Near, Node, Not, Or, Query, Term, Variant
from watcher.rules.stem import DEFAULT_LANGUAGE

_MOST_CONJUNCTIONS = 8


class Atom(NamedTuple):
    """Words in a row (or one), compared in one form, in one field or the default ones."""

    form: Form
    language: str
    """Of the stems; empty for another form."""
    field: Field | None
    words: Variant


class Conjunction(NamedTuple):
    """Atoms that must all be there, and atoms that must not."""

    required: frozenset[Atom] = frozenset()
    excluded: frozenset[Atom] = frozenset()
    exact: bool = True
    """False where the query asks for more than this says, so that it must be evaluated."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The conjunctions of one query."""

    conjunctions: tuple[Conjunction, ...]
    exact: bool
    """True where meeting a conjunction is meeting the query."""


def plan(query: Query) -> Plan:
    """Expand a query; every conjunction requires an atom, since a query has a positive term."""
    language = query.language or DEFAULT_LANGUAGE
    parts = query.root.parts if isinstance(query.root, And) else (query.root,)
    if straight := _straight(parts, language):
        return Plan((straight,), exact=True)
    found: dict[frozenset[Atom], Conjunction] = {}
    for each in _expand(query.root, language):
        other = found.get(each.required)
        found[each.required] = each if other is None else _wider(each, other)
    return Plan(tuple(found.values()), all(conjunction.exact for conjunction in found.values()))


def _straight(parts: Iterable[Node], language: str) -> Conjunction | None:
    """Return the conjunction of terms, some excluded, that are an atom each; None for anything else."""
    required: list[Atom] = []
    excluded: list[Atom] = []
    for part in parts:
        side, term = (excluded, part.part) if isinstance(part, Not) else (required, part)
        if not isinstance(term, Term):
            return None
        held = _holding(term, language)
        if len(held) > 1 or not held[0].exact:
            return None
        side += held[0].required
    return Conjunction(frozenset(required), frozenset(excluded))


def _wider(one: Conjunction, other: Conjunction) -> Conjunction:
    """Return what either of two conjunctions says that require the same."""
    excluded = one.excluded & other.excluded
    exact = any(each.exact and each.excluded == excluded for each in (one, other))
    return Conjunction(one.required, excluded, exact)


def _expand(node: Node, language: str) -> Sequence[Conjunction]:
    if isinstance(node, Or):
        return [conjunction for part in node.parts for conjunction in _expand(part, language)]
    if isinstance(node, And):
        return _product(_expand(part, language) for part in node.parts)
    if isinstance(node, Near):
        wider = _product(_expand(term, language) for term in node.terms)
        return [conjunction._replace(exact=False) for conjunction in wider]
    if isinstance(node, Not):
        return [_excluding(node.part, language)]
    return _holding(node, language)


def _product(parts: Iterable[Sequence[Conjunction]]) -> list[Conjunction]:
    """Combine alternatives of each part with those of the others.

    What would make too many is left out: the rest is still what the query cannot do without.
    """
    single: list[Conjunction] = []
    choices: list[Sequence[Conjunction]] = []
    for part in parts:
        if len(part) == 1:
            single += part
        else:
            choices.append(part)
    combined = [_merged(single)]
    for part in sorted(choices, key=lambda part: (not all(each.required for each in part), len(part))):
        if len(combined) * len(part) > _MOST_CONJUNCTIONS and combined[0].required:
            combined = [each._replace(exact=False) for each in combined]
        else:
            combined = [_merged((one, other)) for one in combined for other in part]
    return combined


def _merged(parts: Sequence[Conjunction]) -> Conjunction:
    if len(parts) == 1:
        return parts[0]
    return Conjunction(
        frozenset().union(*(each.required for each in parts)),
        frozenset().union(*(each.excluded for each in parts)),
        all(each.exact for each in parts),
    )


@lru_cache(maxsize=1 << 15)
def _holding(term: Term, language: str) -> tuple[Conjunction, ...]:
    """Return a conjunction for each way to write a term."""
    stems = language if term.form is Form.STEM else ""
    return tuple(_written(term, variant, stems) for variant in term.variants_in(language))


def _written(term: Term, variant: Variant, stems: str) -> Conjunction:
    if term.form is Form.PREFIX and len(variant) > 1:
        return Conjunction(frozenset({Atom(Form.EXACT, "", term.field, variant[:-1])}), exact=False)
    return Conjunction(frozenset({Atom(term.form, stems, term.field, variant)}))


def _excluding(part: Node, language: str) -> Conjunction:
    if not isinstance(part, Term):
        return Conjunction(exact=False)
    held = _holding(part, language)
    if not all(each.exact for each in held):
        return Conjunction(exact=False)
    return Conjunction(excluded=frozenset().union(*(each.required for each in held)))
