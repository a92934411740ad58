"""Reads a TinyDB query's own hash to find the index entries that can answer it. Pure.

A query made by `where('x') == v` carries the tuple `('==', ('x',), v)` for its cache (tinydb/queries.py,
version 4); conjunctions nest such tuples in a frozenset. What cannot be read is answered by a scan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tinydb.queries import QueryLike

from watcher.store.tiny.index import Index, Scalar, comparable


@dataclass(frozen=True, slots=True)
class Lookup:
    """Documents in any of these groups of this index: all that the query can match, maybe more."""

    index: Index
    values: tuple[Scalar, ...]


def plan(query: QueryLike, indexes: Sequence[Index]) -> Lookup | None:
    """Return the lookup that narrows a query down, None when only a scan can answer it."""
    return _read(getattr(query, "_hash", None), indexes) if indexes else None


def _read(described: object, indexes: Sequence[Index]) -> Lookup | None:
    match described:
        case ("and", frozenset() as parts):
            return next((found for part in parts if (found := _read(part, indexes))), None)
        case ("==", (str() as field,), value):
            return _lookup(field, (value,), indexes, each=False)
        case ("one_of", (str() as field,), tuple() as values):
            return _lookup(field, values, indexes, each=False)
        case ("any", (str() as field,), tuple() as values):
            return _lookup(field, values, indexes, each=True)
    return None


def _lookup(field: str, values: Iterable[object], indexes: Sequence[Index], *, each: bool) -> Lookup | None:
    index = next((index for index in indexes if index.answers(field) and index.each == each), None)
    wanted = tuple(value for value in values if comparable(value))
    if index is None or len(wanted) != len(tuple(values)):
        return None
    return Lookup(index, wanted)
