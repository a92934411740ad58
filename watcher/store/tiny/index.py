"""Declared indexes: which entries a document has in them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import TypeAlias, TypeGuard

Scalar: TypeAlias = str | int | float
"""What an entry can hold: what SQLite compares as Python does."""
Entry: TypeAlias = tuple[Scalar, Scalar]
"""Value and rank of one document in one index."""

NONE: frozenset[Entry] = frozenset()
FIRST = ""
"""The rank of a document without one, and the value of an index over nothing but an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Only documents whose `field` is one of `values` have entries."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index of one table over top-level fields.

    Entries are grouped by the value of `by`, and inside a group sorted by the value of `order`, then by
    document id; documents without a value to sort by come first.
    """

    by: str | None = None
    """Field to look up; None puts all documents in one group."""
    order: str | None = None
    """Field to sort by inside a group; None sorts by document id alone."""
    each: bool = False
    """The field `by` is a list: the document is in the group of each of its elements."""
    when: When | None = None

    def entries(self, document: Mapping[str, object]) -> frozenset[Entry]:
        """Return the document's entries; a value that cannot be compared has none."""
        if not self.covers(document):
            return NONE
        ordering = document.get(self.order) if self.order else None
        rank = storable(ordering) if comparable(ordering) else FIRST
        if self.each:
            return frozenset(
                (storable(value), rank) for value in self._elements(document) if comparable(value)
            )
        value = document.get(self.by) if self.by else FIRST
        return frozenset(((storable(value), rank),)) if comparable(value) else NONE

    @property
    def fields(self) -> frozenset[str]:
        """The fields that decide which entries a document has, if it has any."""
        return frozenset(field for field in (self.by, self.order) if field)

    def covers(self, document: Mapping[str, object]) -> bool:
        """Whether it is a document of which this index has entries at all."""
        return self.when is None or document.get(self.when.field) in self.when.values

    def answers(self, field: str) -> bool:
        """Whether every document with a comparable value in `field` has an entry under that value."""
        return self.by == field and self.when is None

    def declaration(self, table: str) -> str:
        """Return the text that stands for this index of this table in the file."""
        return json.dumps([table, asdict(self)], sort_keys=True)

    def _elements(self, document: Mapping[str, object]) -> Iterable[object]:
        found = document.get(self.by) if self.by else None
        # TinyDB's `any` walks texts and objects too
        return list(found) if isinstance(found, list | tuple | str | dict) else ()


def comparable(value: object) -> TypeGuard[Scalar]:
    """Whether SQLite keeps and compares a value exactly as Python does."""
    if isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return isinstance(value, float) and not isnan(value)


def storable(value: Scalar) -> Scalar:
    """Return a value as entries hold it: a lone surrogate, which has no UTF-8, as its escape."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode(errors="backslashreplace").decode()
