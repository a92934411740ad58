"""A query as FTS5 expressions: the articles that surely meet it, and those that may. Pure.

FTS5 knows words, rows of plain words, beginnings and distances exactly; it does not know rows through other
readings (a compound written apart, a noun with a particle). Where the two expressions differ, the articles
between them are for the evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.evaluate import holds
from watcher.rules.query import DEFAULT_FIELDS, And, Field, Form, Leaf, Near, Node, Not, Or, Term, Variant
from watcher.store.tiny.fulltext.tokens import LONGEST, MORE, source_token

_NONE = '"\ue001"'
"""A token that no article has."""
_MOST_ROWS = 64
"""Rows of words that one term is written out as."""
_WHOLE = (Field.TITLE, Field.SUMMARY)
"""Fields of one stretch each: in others a distance may reach over a border."""


@dataclass(frozen=True, slots=True)
class Set:
    """The articles of an FTS5 expression, or all but these."""

    match: str
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The articles that surely meet a part of a query, and those that may."""

    sure: Set
    maybe: Set
    doubts: tuple[str, ...] = ()
    """Expressions of which one at least holds each article between the two: they are few, and soon walked."""

    @property
    def between(self) -> Set:
        """The articles that may meet the part, and not surely."""
        return _intersection([Set(_any(self.doubts)), self.maybe, _others(self.sure)])


NOTHING = Bounds(Set(_NONE), Set(_NONE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expressions:
    """Writes the expressions for queries of one language."""

    language: str
    forms: Callable[[str], Sequence[str]]
    """The words seen that have a stem."""
    sources: Callable[[], Iterable[tuple[str, str]]]
    """Gives the id of every source, and the words that `source:` looks at."""

    def of(self, node: Node) -> Bounds:
        """Return the bounds of a part of a query."""
        match node:
            case And(parts):
                return both([self.of(part) for part in parts])
            case Or(parts):
                return either([self.of(part) for part in parts])
            case Not(part):
                return _opposite(self.of(part))
            case Term() | Near() if node.field is Field.SOURCE:
                return self._in_sources(node)
            case Term():
                return either([self._row(node, variant) for variant in node.variants_in(self.language)])
            case Near():
                return self._near(node)

    def _in_sources(self, leaf: Leaf) -> Bounds:
        nothing = Article(id="", title="")
        return within(
            source
            for source, words in self.sources()
            if holds(leaf, document_of(nothing, words), self.language)
        )

    def _row(self, term: Term, variant: Variant) -> Bounds:
        """Return the bounds of words in a row, or of a single one."""
        steps = [list(self.forms(word)) if term.form is Form.STEM else [word] for word in variant]
        if not all(steps):
            return NOTHING
        ends = [""] * (len(steps) - 1) + ["*" if term.form is Form.PREFIX else ""]
        words = [
            _any(_token(word, end) for word in alternatives)
            for alternatives, end in zip(steps, ends, strict=True)
        ]
        fields = _fields(term.field)
        possible = _all(_inside(_with_more(fields), word) for word in words)
        cut = any(len(word) >= LONGEST for alternatives in steps for word in alternatives)
        if len(steps) == 1 and not cut:
            return Bounds(Set(possible), Set(possible))
        if cut or prod(map(len, steps)) > _MOST_ROWS:
            return Bounds(Set(_NONE), Set(possible), (possible,))
        rows = _any(f'"{" ".join(row)}"{ends[-1]}' for row in product(*steps))
        sure = _inside(fields, rows)
        through_others = _inside([f"{field}{MORE}" for field in fields], _any(words))
        in_doubt = _all([through_others, possible])
        return Bounds(Set(sure), Set(_any([sure, in_doubt])), (in_doubt,))

    def _near(self, near: Near) -> Bounds:
        possible = both([self._row_apart(term) for term in near.terms])
        whole = [field for field in _fields(near.field) if field in _WHOLE]
        written = [" ".join(term.variants[0]) for term in near.terms]
        if not whole or any(len(word) >= LONGEST for phrase in written for word in phrase.split()):
            return possible
        phrases = " ".join(f'"{phrase}"' for phrase in written)
        sure = Set(_inside(whole, f"NEAR({phrases}, {near.slop})"))
        return Bounds(sure, possible.maybe, (possible.maybe.match,))

    def _row_apart(self, term: Term) -> Bounds:
        """Return nothing for sure, and what has all words of a term somewhere."""
        columns = _with_more(_fields(term.field))
        rows = (_all(_inside(columns, _token(word)) for word in variant) for variant in term.variants)
        possible = _any(rows)
        return Bounds(Set(_NONE), Set(possible), (possible,))


def within(sources: Iterable[str]) -> Bounds:
    """Return the articles of some sources, by id."""
    wanted = " OR ".join(f'"{source_token(source)}"' for source in sources)
    found = Set(f"source : ({wanted})" if wanted else _NONE)
    return Bounds(found, found)


def outside(sources: Iterable[str]) -> Bounds:
    """Return the articles of all other sources."""
    return _opposite(within(sources))


def _fields(field: Field | None) -> Sequence[str]:
    return DEFAULT_FIELDS if field is None else (field,)


def _with_more(fields: Sequence[str]) -> list[str]:
    return [*fields, *(f"{field}{MORE}" for field in fields)]


def _token(word: str, end: str = "") -> str:
    return f'"{word[:LONGEST]}"{end}'


def _inside(columns: Sequence[str], match: str) -> str:
    return f"{{{' '.join(columns)}}} : {match}"


def _any(matches: Iterable[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(matches)) or _NONE})"


def _all(matches: Iterable[str]) -> str:
    return f"({' AND '.join(dict.fromkeys(matches))})"


def both(parts: Sequence[Bounds]) -> Bounds:
    """Return the bounds of what meets all parts."""
    return Bounds(
        sure=_intersection([part.sure for part in parts]),
        maybe=_intersection([part.maybe for part in parts]),
        doubts=tuple(dict.fromkeys(doubt for part in parts for doubt in part.doubts)),
    )


def either(parts: Sequence[Bounds]) -> Bounds:
    """Return the bounds of what meets any part."""
    return _opposite(both([_opposite(part) for part in parts]))


def _opposite(of: Bounds) -> Bounds:
    return Bounds(_others(of.maybe), _others(of.sure), of.doubts)


def _intersection(sets: Sequence[Set]) -> Set:
    """Intersect without the set of all articles, which FTS5 has no word for."""
    inside = [each.match for each in sets if not each.rest]
    outside = [each.match for each in sets if each.rest]
    if not inside:
        return Set(_any(outside), rest=True)
    if not outside:
        return Set(_all(inside))
    return Set(f"({_all(inside)} NOT {_any(outside)})")


def _others(of: Set) -> Set:
    return Set(of.match, rest=not of.rest)
