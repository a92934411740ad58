"""TinyDB's storage with one durable row per document, under transactions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from watcher.errors import StoreError
from watcher.store.tiny.entries import Change, Entries, Row
from watcher.store.tiny.file import check_place, explain, open_file
from watcher.store.tiny.follower import Follower
from watcher.store.tiny.index import Index
from watcher.store.tiny.lock import Ownership

ENCODER = json.JSONEncoder(separators=(",", ":"))
DECODER = json.JSONDecoder()

SCAN = 500
"""Rows that a scan holds at a time."""


class RowStorage(Storage):
    """One file, owned by this process and used by the thread that opened it.

    Keeps nothing in memory but SQLite's page cache. Outside of `transaction` each write is one of its own.
    """

    def __init__(
        self,
        path: str | Path,
        indexes: Mapping[str, Sequence[Index]] | None = None,
        followers: Sequence[Callable[[sqlite3.Connection], Follower]] = (),
    ) -> None:
        """Open or create the file; `indexes` are declared per table, `followers` hear of each write.

        Raises `StoreError`.
        """
        self.path = Path(path)
        self._depth = 0
        self._named: set[str] = set()
        check_place(self.path)
        self._owner = Ownership(self.path)
        try:
            self._db = open_file(self.path)
        except BaseException:
            self._owner.release()
            raise
        self.entries = Entries(self._db, indexes or {})
        self.followers = [make(self._db) for make in followers]
        try:
            with self.transaction():
                self.entries.declare()
                for follower in self.followers:
                    follower.declare()
        except BaseException as error:
            self.close()
            if isinstance(error, sqlite3.Error):
                raise explain(self.path, error) from error
            raise

    def close(self) -> None:
        """Close the file and give it up."""
        self._db.close()
        self._owner.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is written inside land whole or not at all; one inside another can fail by itself."""
        outer = self._depth == 0
        if not outer and not self._db.in_transaction:
            # SQLite gives up a whole transaction by itself when the disk fails under it
            raise StoreError(f"store {self.path}: the write was given up after an error of the disk")
        self._db.execute("BEGIN IMMEDIATE" if outer else "SAVEPOINT step")
        self._depth += 1
        try:
            yield
            self._db.execute("COMMIT" if outer else "RELEASE step")
        except BaseException:
            self._roll_back(outer=outer)
            raise
        finally:
            self._depth -= 1

    def read(self) -> dict[str, dict[str, dict[str, object]]] | None:
        """Return everything, as TinyDB's JSON file would hold it; None when there is no table."""
        tables = {name: {str(i): json.loads(body) for i, body in self.scan(name)} for name in self.names()}
        return tables or None

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, object]]]) -> None:
        """Replace everything by what a TinyDB JSON file would hold."""
        with self.transaction():
            for name in self.names():
                self.drop(name)
            for name, documents in data.items():
                changes = [Change(int(i), None, document) for i, document in documents.items()]
                self.apply(name, changes)

    def names(self) -> list[str]:
        """Return the names of the tables ever written and not dropped."""
        return [name for (name,) in self._db.execute("SELECT name FROM tables ORDER BY name").fetchall()]

    def drop(self, table: str) -> None:
        """Remove a table with its documents and the memory of its ids."""
        with self.transaction():
            self.clear(table)
            self._db.execute("DELETE FROM tables WHERE name = ?", (table,))
            self._named.discard(table)

    def clear(self, table: str) -> None:
        """Remove a table's documents; ids begin again at 1, as TinyDB's `truncate` has it."""
        with self.transaction():
            self.entries.clear(table)
            self._db.execute("DELETE FROM documents WHERE tbl = ?", (table,))
            for follower in self.followers:
                follower.clear(table)
            self._db.execute("INSERT OR REPLACE INTO tables (name, floor) VALUES (?, 0)", (table,))

    def fetch(self, table: str, doc_id: int) -> str | None:
        """Return one document as JSON."""
        row = self._db.execute(
            "SELECT body FROM documents WHERE tbl = ? AND doc_id = ?", (table, doc_id)
        ).fetchone()
        return None if row is None else str(row[0])

    def scan(self, table: str, after: int = -(2**63)) -> Iterator[Row]:
        """Yield the rows that are there now, by id, from `after` on; the table may be written meanwhile."""
        last, reached = self.highest(table), after
        while rows := self._db.execute(
            "SELECT doc_id, body FROM documents WHERE tbl = ? AND doc_id > ? AND doc_id <= ? "
            "ORDER BY doc_id LIMIT ?",
            (table, reached, last, SCAN),
        ).fetchall():
            yield from rows
            reached = rows[-1][0]

    def after(self, table: str, doc_id: int, limit: int) -> list[Row]:
        """Return the first rows with higher ids, by id; at most `limit`."""
        return self._db.execute(
            "SELECT doc_id, body FROM documents WHERE tbl = ? AND doc_id > ? ORDER BY doc_id LIMIT ?",
            (table, doc_id, limit),
        ).fetchall()

    def latest(self, table: str, limit: int | None = None) -> list[Row]:
        """Return the rows with the highest ids, highest first; all, or at most `limit`."""
        return self._db.execute(
            "SELECT doc_id, body FROM documents WHERE tbl = ? ORDER BY doc_id DESC LIMIT ?",
            (table, -1 if limit is None else limit),
        ).fetchall()

    def ids(self, table: str) -> list[int]:
        """Return all document ids, in order."""
        rows = self._db.execute("SELECT doc_id FROM documents WHERE tbl = ? ORDER BY doc_id", (table,))
        return [doc_id for (doc_id,) in rows]

    def count(self, table: str) -> int:
        """Return the number of documents."""
        found = self._db.execute("SELECT count(*) FROM documents WHERE tbl = ?", (table,)).fetchone()
        return int(found[0])

    def highest(self, table: str) -> int:
        """Return the highest id in use, 0 where there is none."""
        found = self._db.execute("SELECT max(doc_id) FROM documents WHERE tbl = ?", (table,)).fetchone()
        return int(found[0] or 0)

    def next_id(self, table: str) -> int:
        """Return the id for a new document: higher than any ever used since the table was cleared."""
        floor = self._db.execute("SELECT floor FROM tables WHERE name = ?", (table,)).fetchone()
        return max(self.highest(table), floor[0] if floor else 0) + 1

    def raise_floor(self, table: str, highest: int) -> None:
        """Let ids up to this one count as used."""
        with nullcontext() if self._depth else self.transaction():
            self._name(table)
            self._db.execute("UPDATE tables SET floor = max(floor, ?) WHERE name = ?", (highest, table))

    def apply(self, table: str, changes: Sequence[Change], *, clear: bool = False) -> None:
        """Write documents, their index entries, and the table's name; `clear` removes all others first."""
        removed = [change.doc_id for change in changes if change.after is None]
        # whatever JSON cannot hold raises here, before anything is written
        come = [(dump(c.after), table, c.doc_id) for c in changes if c.before is None and c.after is not None]
        kept = [
            (dump(c.after), table, c.doc_id) for c in changes if c.before is not None and c.after is not None
        ]
        with nullcontext() if self._depth else self.transaction():
            if clear:
                self.clear(table)
            self._name(table)
            self._remove(table, removed)
            self._insert(come)
            self._update(kept)
            self.entries.follow(table, changes)
            for follower in self.followers:
                follower.follow(table, changes)

    def _name(self, table: str) -> None:
        if table not in self._named:
            self._db.execute("INSERT OR IGNORE INTO tables (name) VALUES (?)", (table,))
            self._named.add(table)

    def _insert(self, rows: Sequence[tuple[str, str, int]]) -> None:
        if rows:
            self._db.executemany(
                "INSERT INTO documents (body, tbl, doc_id) VALUES (?, ?, ?) "
                "ON CONFLICT (tbl, doc_id) DO UPDATE SET body = excluded.body",
                rows,
            )

    def _update(self, rows: Sequence[tuple[str, str, int]]) -> None:
        if rows:
            self._db.executemany("UPDATE documents SET body = ? WHERE tbl = ? AND doc_id = ?", rows)

    def _remove(self, table: str, doc_ids: Sequence[int]) -> None:
        if not doc_ids:
            return
        self._db.execute("UPDATE tables SET floor = max(floor, ?) WHERE name = ?", (max(doc_ids), table))
        self._db.executemany(
            "DELETE FROM documents WHERE tbl = ? AND doc_id = ?", ((table, doc_id) for doc_id in doc_ids)
        )

    def _roll_back(self, *, outer: bool) -> None:
        self._named.clear()
        if not self._db.in_transaction:
            return
        if outer:
            self._db.execute("ROLLBACK")
        else:
            self._db.execute("ROLLBACK TO step")
            self._db.execute("RELEASE step")
        for follower in self.followers:
            follower.undone()


def load(body: str) -> dict[str, Any]:
    """Return the document of a JSON text that `dump` made: nothing stands before or after it."""
    found: dict[str, Any] = DECODER.raw_decode(body)[0]
    return found


def dump(document: Mapping[str, object]) -> str:
    """Return a document as JSON. Raises `TypeError` for what JSON cannot hold."""
    return ENCODER.encode(document)
