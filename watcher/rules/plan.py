"""What an article must hold to meet a query: its conjunctions of atoms.

An atom is what can be looked up in an article at once: a word, a stem, a beginning or words in a row, in one
field. A query becomes a few conjunctions, and an article that meets the query meets one of them at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from watcher.rules.query import And, Field, Form, Near, Node, Not, Or, Query, Term, Variant

MOST_CONJUNCTIONS = 8
"""That the choices of one query are multiplied to."""


class Atom(NamedTuple):
    """Words in a row (or one), compared in one form, in one field or the default ones."""

    form: Form
    language: str
    """Of the stems; empty for another form."""
    field: Field | None
    words: Variant


class Conjunction(NamedTuple):
    """Atoms that must all be there, and atoms of which none may be."""

    required: frozenset[Atom] = frozenset()
    excluded: frozenset[Atom] = frozenset()
    exact: bool = True
    """False where the query asks for more than this says, so that it must be evaluated."""

    def is_in(self, other: Conjunction) -> bool:
        """Tell whether all that meets this one meets the other, which requires the same, for sure."""
        return other.exact and other.excluded <= self.excluded


class Plan(NamedTuple):
    """The conjunctions of one query."""

    conjunctions: tuple[Conjunction, ...]
    rest: Query | None = None
    """The query, its language settled, where it must be evaluated; None where a conjunction says it all."""

    def atoms(self) -> Iterator[Atom]:
        """Return all that it looks for or bars; what stands in several conjunctions more than once."""
        for required, excluded, _ in self.conjunctions:
            yield from required
            yield from excluded


def plan(query: Query) -> Plan:
    """Expand a query; every conjunction requires an atom, since a query has a positive term."""
    query = query.for_articles_in()
    found: dict[frozenset[Atom], list[Conjunction]] = {}
    for each in dict.fromkeys(_expand(query.root, query.language)):
        found.setdefault(each.required, []).append(each)
    kept = tuple(chain.from_iterable(map(_widest, found.values())))
    return Plan(kept, None if all(each.exact for each in kept) else query)


def _widest(alike: Sequence[Conjunction]) -> Sequence[Conjunction]:
    """Return those of conjunctions that require the same which say more than the others."""
    if len(alike) == 1:
        return alike
    return [each for each in alike if not any(each.is_in(other) for other in alike if other is not each)]


def _expand(node: Node, language: str) -> Sequence[Conjunction]:
    if isinstance(node, Or):
        return [conjunction for part in node.parts for conjunction in _expand(part, language)]
    if isinstance(node, And):
        return _product(_expand(part, language) for part in node.parts)
    if isinstance(node, Near):
        wider = _product(_expand(term, language) for term in node.terms)
        return [conjunction._replace(exact=False) for conjunction in wider]
    if isinstance(node, Not):
        return _excluding(node.part, language)
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
        is_needed = not combined[0].required and all(each.required for each in part)
        if len(combined) * len(part) > MOST_CONJUNCTIONS and not is_needed:
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


def _excluding(part: Node, language: str) -> Sequence[Conjunction]:
    """Return what an exclude leaves: of each conjunction of `part` an atom lacks or what it bars is there."""
    choices: list[Sequence[Conjunction]] = []
    for each in _expand(part, language):
        if not each.exact:
            return (Conjunction(exact=False),)
        lacking = [Conjunction(excluded=frozenset({atom})) for atom in each.required]
        there = [Conjunction(frozenset({atom})) for atom in each.excluded]
        choices.append([*lacking, *there])
    return _product(choices)
