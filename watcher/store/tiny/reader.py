"""Reads a file beside the process that owns it: SQLite's log lets readers in without stopping the writer."""
# ruff: noqa: D102 - the port documents each verb

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from tinydb import TinyDB

from watcher.models import Delivery, State, Watch
from watcher.store.port import Dead, Failing, Found, Kept, Question, Reader, Stored
from watcher.store.tiny import outbox, reading, trouble, watches
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.entries import Entries
from watcher.store.tiny.file import explain, open_to_read
from watcher.store.tiny.follower import Follower
from watcher.store.tiny.fulltext.search import search
from watcher.store.tiny.index import Index
from watcher.store.tiny.rows import RowStorage
from watcher.store.tiny.schema import FOLLOWERS, INDEXES, Tables

R = TypeVar("R")


class ReadOnlyRows(RowStorage):
    """One file that somebody else may own. Writing fails."""

    def __init__(
        self,
        path: str | Path,
        indexes: Mapping[str, Sequence[Index]] | None = None,
        followers: Sequence[Callable[[sqlite3.Connection], Follower]] = (),
    ) -> None:
        """Open the file. Raises `StoreError`."""
        self.path = Path(path)
        self._db = open_to_read(self.path)
        self.entries = Entries(self._db, indexes or {})
        self.entries.attach()
        self.followers = [make(self._db) for make in followers]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self) -> None:
        """Read the file as it is now, until it is closed, whatever is written meanwhile."""
        self._db.execute("BEGIN")
        for follower in self.followers:
            follower.attach()

    def read_at_once(self, work: Callable[[], R]) -> R:
        """Run `work` on the file as it is now, whatever is written meanwhile. Raises `StoreError`."""
        try:
            self.begin()
            try:
                return work()
            finally:
                self._db.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise explain(self.path, error) from error


class ReadOnlyDatabase(RowDatabase):
    """Our tables over such a file."""

    def __init__(self, path: Path) -> None:
        TinyDB.__init__(self, path, storage=ReadOnlyRows, indexes=INDEXES, followers=FOLLOWERS)


class TinyReader(Reader):
    """The reading verbs, on the thread that calls them: for commands, not for a service."""

    def __init__(self, path: Path) -> None:
        self._database = ReadOnlyDatabase(path)
        self._tables = Tables.of(self._database)

    @classmethod
    async def open(cls, path: str) -> TinyReader:
        """Open the file. Raises `StoreError` with what a person can do about it."""
        return cls(Path(path))

    async def close(self) -> None:
        self._database.close()

    async def watches(self, owner: str | None = None) -> tuple[Watch, ...]:
        return self._read(partial(watches.watches, self._tables, owner))

    async def recent(self, since: datetime, limit: int = 1000) -> tuple[Stored, ...]:
        return self._read(partial(reading.recent, self._tables, since, limit))

    async def deliveries(
        self, state: State | None = None, limit: int = 100, destination: str | None = None
    ) -> tuple[Delivery, ...]:
        return self._read(partial(outbox.deliveries, self._tables, state, limit, destination))

    async def delivery(self, delivery_id: str) -> Kept | None:
        return self._read(partial(outbox.delivery, self._tables, delivery_id))

    async def failing(self, limit: int = 100) -> tuple[Failing, ...]:
        return self._read(partial(trouble.failing, self._tables, limit))

    async def dead_letters(self) -> tuple[Dead, ...]:
        return self._read(partial(trouble.dead_letters, self._tables))

    async def search(self, question: Question, limit: int = 100) -> Found:
        return self._read(partial(search, self._tables, question, limit))

    async def get(self, key: str) -> str | None:
        return self._read(partial(reading.get, self._tables, key))

    def _read(self, work: Callable[[], R]) -> R:
        return cast("ReadOnlyRows", self._database.rows).read_at_once(work)
