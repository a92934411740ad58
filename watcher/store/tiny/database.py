"""TinyDB over rows: the same database, with transactions over several tables and declared indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from tinydb import TinyDB

from watcher.store.tiny.follower import Follower
from watcher.store.tiny.index import Index
from watcher.store.tiny.rows import RowStorage
from watcher.store.tiny.table import RowTable


class RowDatabase(TinyDB):
    """`RowDatabase(path, indexes={table: [Index, …]})`; used by the thread that made it. Raises `StoreError`.

    Indexes live in the file: one newly declared is built at opening, one no longer declared is dropped.
    """

    table_class = RowTable

    def __init__(
        self,
        path: str | Path,
        *,
        indexes: Mapping[str, Sequence[Index]] | None = None,
        followers: Sequence[Callable[[sqlite3.Connection], Follower]] = (),
    ) -> None:
        super().__init__(path, storage=RowStorage, indexes=indexes, followers=followers)

    @property
    def rows(self) -> RowStorage:
        """The storage beneath."""
        return cast("RowStorage", self._storage)

    def row_table(self, name: str) -> RowTable:
        """Return a table, typed as what it is."""
        return cast("RowTable", self.table(name))

    def transaction(self) -> AbstractContextManager[None]:
        """Make all writes to all tables inside land whole or not at all.

        One inside another is undone alone when it fails; what the outer one wrote before it stays.
        """
        return self.rows.transaction()

    def tables(self) -> set[str]:
        """Return the names of all tables."""
        return set(self.rows.names())

    def drop_table(self, name: str) -> None:
        """Drop a table, whether or not it is there."""
        self._tables.pop(name, None)
        self.rows.drop(name)
