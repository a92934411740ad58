"""A query with one of its parts taken out or made easier: what meets only that nearly met the query. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watcher.rules.query import And, Form, Leaf, Near, Node, Not, Or, Query, Term
from watcher.rules.tree import anchored, both, either, negate, normal


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A query that asks for less than another one, by one part."""

    part: str
    """The part that is not asked for any more, in normal form."""
    query: Query


def relaxed(query: Query) -> Iterator[Relaxed]:
    """Yield every query that asks for one part less, and still for something."""
    seen: set[str] = set()
    for part, root in _ways(query.root):
        made = of_root(query, root)
        if anchored(root) and made.normal != query.normal and made.normal not in seen:
            seen.add(made.normal)
            yield Relaxed(normal(part, inner=True), made)


def only(wider: Query, query: Query) -> Query:
    """Return the query for what meets `wider` and not `query`."""
    return of_root(query, both([wider.root, negate(query.root)]))


def of_root(query: Query, root: Node) -> Query:
    """Return a query of the same language with another tree."""
    return replace(query, text=normal(root), normal=normal(root), root=root, notes=())


def words_of_query(node: Node) -> Iterator[str]:
    """Yield the words that a query asks for or excludes."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from words_of_query(part)
        case Not(part):
            yield from words_of_query(part)
        case Near(terms):
            for term in terms:
                yield from words_of_query(term)
        case Term():
            yield from (word for variant in node.variants for word in variant)


def _ways(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield a part, and the node with that part relaxed."""
    match node:
        case And(parts):
            for part, others in _each(parts):
                rest = both(others)
                if anchored(rest):
                    yield part, rest
                else:
                    yield from ((inner, both([*others, easier])) for inner, easier in _ways(part))
        case Or(parts):
            for part, others in _each(parts):
                yield from ((inner, either([*others, easier])) for inner, easier in _ways(part))
        case Term() | Near():
            easier = _easier(node)
            if easier is not None:
                yield node, easier


def _each(parts: Sequence[Node]) -> Iterator[tuple[Node, Sequence[Node]]]:
    for place, part in enumerate(parts):
        yield part, (*parts[:place], *parts[place + 1 :])


def _easier(leaf: Leaf) -> Node | None:
    """Return what a term asks for without its field, its order or its exact form; None where it has none."""
    if leaf.field is not None:
        return replace(leaf, field=None, shown=leaf.shown.partition(":")[2])
    if isinstance(leaf, Near):
        return both(_word(word) for term in leaf.terms for word in term.variants[0])
    if leaf.form is Form.EXACT:
        return both(_word(word) for word in leaf.variants[0])
    return None


def _word(word: str) -> Term:
    return Term(Form.STEM, ((word,),), shown=word)
