"""Index entries as SQL: kept in step with the documents, and read in order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.store.tiny.index import FIRST, NONE, Index, Scalar, storable

LOWEST = float("-inf")
HIGHEST = b""
"""SQLite sorts numbers before texts before bytes (https://sqlite.org/datatype3.html, "Sort Order")."""

# CROSS JOIN keeps SQLite from walking the documents first
FORWARDS = """
SELECT d.doc_id, d.body FROM entries e CROSS JOIN documents d
WHERE e.idx = ? AND e.value = ? AND e.rank >= ? AND e.rank < ?
AND (e.rank > ? OR e.doc_id > ?) AND d.tbl = ? AND d.doc_id = e.doc_id
ORDER BY e.rank, e.doc_id LIMIT ?
"""
LAST_OF_EACH = """
WITH wanted (value) AS (VALUES {})
SELECT wanted.value, d.doc_id, d.body FROM wanted CROSS JOIN documents d
WHERE d.tbl = ? AND d.doc_id = (
    SELECT e.doc_id FROM entries e WHERE e.idx = ? AND e.value = wanted.value AND e.rank = ?
    ORDER BY e.doc_id DESC LIMIT 1
)
"""
BACKWARDS = FORWARDS.replace("e.rank, e.doc_id LIMIT", "e.rank DESC, e.doc_id DESC LIMIT")
GROUPS = """
WITH RECURSIVE groups (value) AS (
    SELECT (SELECT min(value) FROM entries WHERE idx = :idx)
    UNION ALL
    SELECT (SELECT min(value) FROM entries WHERE idx = :idx AND value > groups.value)
    FROM groups WHERE groups.value IS NOT NULL
)
SELECT value FROM groups WHERE value IS NOT NULL
"""
RANKS = GROUPS.replace("value", "rank").replace("idx = :idx", "idx = :idx AND value = :value")

AT_ONCE = 500
"""Values in one statement at most; SQLite takes 999 in its oldest versions still in use."""

EntryRow = tuple[int, Scalar, Scalar, int]
"""Index, value, rank, document id."""
Row = tuple[int, str]
"""Document id and body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of one group of an index: ranks from `low`, up to but without `high`."""

    value: Scalar = FIRST
    low: Scalar = LOWEST
    high: Scalar | bytes = HIGHEST
    past: int = -(2**63)
    """At the rank `low` itself, only documents with a higher id than this."""


@dataclass(frozen=True, slots=True)
class Change:
    """One document before and after a write; None where there is none."""

    doc_id: int
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None

    def fields(self) -> set[str] | None:
        """Return the fields that differ, None where the document comes or goes."""
        before, after = self.before, self.after
        if before is None or after is None:
            return None
        different = {name for name, value in after.items() if before.get(name) != value}
        return different.union(name for name in before if name not in after)


class Entries:
    """The index entries of one file. Opens no transaction: its caller has one."""

    def __init__(self, connection: sqlite3.Connection, declared: Mapping[str, Sequence[Index]]) -> None:
        self._db = connection
        self.declared = declared
        self._ids: dict[tuple[str, Index], int] = {}
        self._followed: dict[str, list[tuple[Index, frozenset[str], int]]] = {}

    def declare(self) -> None:
        """Build what is declared and not in the file; drop what is in the file and not declared."""
        stored = dict(self._db.execute("SELECT declaration, id FROM indexes").fetchall())
        for table, indexes in self.declared.items():
            for index in indexes:
                known = stored.pop(index.declaration(table), None)
                self._ids[table, index] = self._build(table, index) if known is None else known
            self._followed[table] = [(index, index.fields, self._ids[table, index]) for index in indexes]
        for idx in stored.values():
            self._db.execute("DELETE FROM entries WHERE idx = ?", (idx,))
            self._db.execute("DELETE FROM indexes WHERE id = ?", (idx,))

    def rebuild(self) -> None:
        """Make every index anew from the documents."""
        self._db.execute("DELETE FROM entries")
        self._db.execute("DELETE FROM indexes")
        self.declare()

    def attach(self) -> None:
        """Learn the indexes that the file has, to read it only."""
        stored = dict(self._db.execute("SELECT declaration, id FROM indexes").fetchall())
        for table, indexes in self.declared.items():
            for index in indexes:
                if (known := stored.get(index.declaration(table))) is not None:
                    self._ids[table, index] = known

    def follow(self, table: str, changes: Sequence[Change]) -> None:
        """Bring the entries of the changed documents up to date."""
        gone: list[EntryRow] = []
        come: list[EntryRow] = []
        for change in changes:
            changed = change.fields()
            before, after = change.before, change.after
            for index, fields, idx in self._followed.get(table, ()):
                was = before is not None and index.covers(before)
                stays = after is not None and index.covers(after)
                if was == stays and (not was or (changed is not None and fields.isdisjoint(changed))):
                    continue
                old = index.entries(before) if before is not None and was else NONE
                new = index.entries(after) if after is not None and stays else NONE
                gone += [(idx, *entry, change.doc_id) for entry in old - new]
                come += [(idx, *entry, change.doc_id) for entry in new - old]
        if gone:
            self._remove(gone)
        if come:
            self._add(come)

    def clear(self, table: str) -> None:
        """Remove all entries of a table."""
        for index in self.declared.get(table, ()):
            self._db.execute("DELETE FROM entries WHERE idx = ?", (self._ids[table, index],))

    def rows(
        self, table: str, index: Index, window: Window, *, newest: bool = False, limit: int | None = None
    ) -> list[Row]:
        """Return documents in the index's order, or backwards; at most `limit`."""
        return self._db.execute(
            BACKWARDS if newest else FORWARDS,
            (
                *self._bounds(table, index, window),
                storable(window.low),
                window.past,
                table,
                -1 if limit is None else limit,
            ),
        ).fetchall()

    def last_of_each(
        self, table: str, index: Index, values: Iterable[str], rank: str
    ) -> Iterator[tuple[str, int, str]]:
        """Yield, for each of these values under this rank, itself and the document with the highest id."""
        wanted = {storable(value): value for value in values}
        for some in _parts(list(wanted), AT_ONCE):
            # one statement for all: each lets go of the interpreter, and other threads may hold it for long
            found = self._db.execute(
                LAST_OF_EACH.format(", ".join(["(?)"] * len(some))),
                (*some, table, self._ids[table, index], storable(rank)),
            )
            for value, doc_id, body in found.fetchall():
                yield wanted[value], doc_id, body

    def count(self, table: str, index: Index, window: Window) -> int:
        """Return how many entries there are, without reading documents."""
        found = self._db.execute(
            "SELECT count(*) FROM entries WHERE idx = ? AND value = ? AND rank >= ? AND rank < ?",
            self._bounds(table, index, window),
        ).fetchone()
        return int(found[0])

    def all(self, table: str, index: Index) -> Iterator[tuple[Scalar, Scalar, int]] | None:
        """Return all entries of an index: value, rank, document id; None where the file has no such index."""
        idx = self._ids.get((table, index))
        if idx is None:
            return None
        return iter(self._db.execute("SELECT value, rank, doc_id FROM entries WHERE idx = ?", (idx,)))

    def groups(self, table: str, index: Index) -> list[Scalar]:
        """Return the values that have entries, in order: one look-up each, however many share one."""
        found = self._db.execute(GROUPS, {"idx": self._ids[table, index]}).fetchall()
        return [value for (value,) in found]

    def ranks(self, table: str, index: Index, value: Scalar) -> list[Scalar]:
        """Return the ranks in one group, in order, each once: one look-up each."""
        place = {"idx": self._ids[table, index], "value": storable(value)}
        return [rank for (rank,) in self._db.execute(RANKS, place).fetchall()]

    def _bounds(self, table: str, index: Index, window: Window) -> tuple[int, Scalar, Scalar, Scalar | bytes]:
        high = window.high if isinstance(window.high, bytes) else storable(window.high)
        return (self._ids[table, index], storable(window.value), storable(window.low), high)

    def _build(self, table: str, index: Index) -> int:
        made = self._db.execute(
            "INSERT INTO indexes (declaration) VALUES (?) RETURNING id", (index.declaration(table),)
        )
        idx = int(made.fetchone()[0])
        documents = self._db.execute("SELECT doc_id, body FROM documents WHERE tbl = ?", (table,))
        self._add(_entries_of(idx, index, documents))
        return idx

    def _add(self, entries: Iterable[EntryRow]) -> None:
        self._db.executemany("INSERT INTO entries (idx, value, rank, doc_id) VALUES (?, ?, ?, ?)", entries)

    def _remove(self, entries: Sequence[EntryRow]) -> None:
        self._db.executemany(
            "DELETE FROM entries WHERE idx = ? AND value = ? AND rank = ? AND doc_id = ?", entries
        )


def _parts(values: Sequence[Scalar], size: int) -> Iterator[Sequence[Scalar]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _entries_of(idx: int, index: Index, documents: sqlite3.Cursor) -> Iterator[EntryRow]:
    for doc_id, body in documents:
        for value, rank in index.entries(json.loads(body)):
            yield (idx, value, rank, doc_id)
