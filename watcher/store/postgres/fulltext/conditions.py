"""A query as SQL conditions on articles' words: the articles that surely meet it, and those that may. Pure.

The index knows single words exactly, and nothing of what stands beside what: rows of words and distances are
for the evaluator, among the articles that have all the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.evaluate import holds
from watcher.rules.query import DEFAULT_FIELDS, And, Field, Form, Leaf, Near, Node, Not, Or, Term
from watcher.store.postgres.escape import escape_all
from watcher.store.postgres.fulltext.tokens import LONGEST, token

ALL, NONE = "true", "false"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Conditions for the articles that surely meet a part of a query, and for those that may."""

    sure: str
    maybe: str


@dataclass(slots=True)
class Arguments:
    """What the conditions' places stand for."""

    values: list[object] = field(default_factory=list)

    def place(self, value: object) -> str:
        """Return the place of a value."""
        self.values.append(value)
        return f"${len(self.values)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Writes the conditions for queries of one language."""

    language: str
    arguments: Arguments
    forms: Mapping[tuple[str, str], Sequence[str]]
    """Language and stem → the words seen that have it; all that `stems_in` names."""
    beginnings: Mapping[str, Sequence[str] | None]
    """A beginning → the words that have it, None for too many; all that `beginnings_in` names."""
    sources: Iterable[tuple[str, str]]
    """The id of every source, and the words that `source:` looks at."""

    def of(self, node: Node) -> Bounds:
        """Return the bounds of a part of a query."""
        match node:
            case And(parts):
                return both([self.of(part) for part in parts])
            case Or(parts):
                return either([self.of(part) for part in parts])
            case Not(part):
                return opposite(self.of(part))
            case Term() | Near() if node.field is Field.SOURCE:
                return self._in_sources(node)
            case Term():
                return either([self._row(node, variant) for variant in node.variants_in(self.language)])
            case Near():
                rows = [
                    either([self._row(term, v) for v in term.variants_in(self.language)])
                    for term in node.terms
                ]
                return Bounds(NONE, both(rows).maybe)

    def _in_sources(self, leaf: Leaf) -> Bounds:
        nothing = Article(id="", title="")
        return within(
            (
                source
                for source, words in self.sources
                if holds(leaf, document_of(nothing, words), self.language)
            ),
            self.arguments,
        )

    def _row(self, term: Term, variant: Sequence[str]) -> Bounds:
        """Return the bounds of words in a row, or of a single one."""
        fields = DEFAULT_FIELDS if term.field is None else (term.field,)
        steps = [self._words(term, word, last=n == len(variant) - 1) for n, word in enumerate(variant)]
        conditions = [self._any(fields, words) for words in steps]
        possible = _joined(" and ", conditions, ALL)
        cut = any(len(word) >= LONGEST for words in steps for word in words or ())
        exact = len(steps) == 1 and steps[0] is not None and not cut
        return Bounds(possible if exact else NONE, possible)

    def _words(self, term: Term, word: str, *, last: bool) -> Sequence[str] | None:
        """Return the words that do for one of a term; None where they are too many to name."""
        if term.form is Form.STEM:
            return self.forms[self.language, word]
        if term.form is Form.PREFIX and last:
            return self.beginnings[word] if len(word) < LONGEST else [word]
        return [word]

    def _any(self, fields: Sequence[Field], words: Sequence[str] | None) -> str:
        if words is None:
            return ALL
        tokens = [token(each, word) for each in fields for word in words]
        return f"w.words && {self.arguments.place(tokens)}::text[]" if tokens else NONE


def stems_in(node: Node, language: str) -> set[tuple[str, str]]:
    """Return the stems that conditions of this language ask for, each with the language."""
    stemmed = (term for term in _terms(node) if term.form is Form.STEM)
    return {
        (language, word) for term in stemmed for variant in term.variants_in(language) for word in variant
    }


def beginnings_in(node: Node) -> set[str]:
    """Return the beginnings of words that conditions ask for."""
    begun = (term for term in _terms(node) if term.form is Form.PREFIX)
    return {variant[-1] for term in begun for variant in term.variants if len(variant[-1]) < LONGEST}


def _terms(node: Node) -> Iterable[Term]:
    match node:
        case And(parts) | Or(parts):
            return [term for part in parts for term in _terms(part)]
        case Not(part):
            return _terms(part)
        case Near():
            return node.terms
        case Term():
            return [node]


def within(sources: Iterable[str], arguments: Arguments) -> Bounds:
    """Return the articles of some sources, by id."""
    condition = f"w.source = any({arguments.place(escape_all(sources))}::text[])"
    return Bounds(condition, condition)


def opposite(of: Bounds) -> Bounds:
    """Return the bounds of all other articles."""
    return Bounds(f"(not {of.maybe})", f"(not {of.sure})")


def both(parts: Sequence[Bounds]) -> Bounds:
    """Return the bounds of what meets all parts."""
    return _each(parts, " and ", ALL)


def either(parts: Sequence[Bounds]) -> Bounds:
    """Return the bounds of what meets any part."""
    return _each(parts, " or ", NONE)


def _each(parts: Sequence[Bounds], word: str, empty: str) -> Bounds:
    return Bounds(
        _joined(word, [part.sure for part in parts], empty),
        _joined(word, [part.maybe for part in parts], empty),
    )


def _joined(word: str, conditions: Sequence[str], empty: str) -> str:
    return f"({word.join(dict.fromkeys(conditions))})" if conditions else empty
