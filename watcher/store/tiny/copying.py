"""The embedded store read and filled as a whole: for commands, on the thread that calls them."""
# ruff: noqa: D102 - the port documents each verb

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import cast

from tinydb import where
from tinydb.table import Document

from watcher.errors import StoreError
from watcher.store.codec import delivery_body, to_delivery, to_watch
from watcher.store.copying import TABLES, UNFINISHED, Exporter, Record, Target, parts
from watcher.store.tiny import lanes, reading
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.file import explain
from watcher.store.tiny.reader import ReadOnlyDatabase, ReadOnlyRows
from watcher.store.tiny.schema import FOLLOWERS, INDEXES, Tables
from watcher.store.tiny.watches import watch_row


class TinyExporter(Exporter):
    """A file, owned or not, as it was when this was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: RowDatabase = self._open()
        self._tables = Tables.of(self._database)

    def _open(self) -> RowDatabase:
        database = ReadOnlyDatabase(self._path)
        cast("ReadOnlyRows", database.rows).begin()
        return database

    async def close(self) -> None:
        self._database.close()

    async def batches(self, table: str) -> AsyncIterator[Sequence[Record]]:
        try:
            for batch in parts(map(TABLES[table], self._records(table))):
                yield batch
        except sqlite3.Error as error:
            raise explain(self._path, error) from error

    def _records(self, table: str) -> Iterator[Record]:
        match table:
            case "counters":
                if last := self._database.rows.next_id("watches") - 1:
                    yield {"name": "watches", "last": last}
            case "watches":
                yield from ({**document, "id": document.doc_id} for document in self._tables.watches)
            case "lanes":
                yield from (lane for lane in self._tables.lanes if lane["not_before"])
            case "values":
                yield from (value for value in self._tables.values if value["key"] != UNFINISHED)
            case _:
                yield from getattr(self._tables, table)


class OwningExporter(TinyExporter):
    """A file that nobody else has."""

    def _open(self) -> RowDatabase:
        if not self._path.exists():
            raise StoreError(f"store {self._path}: there is none")
        return _owned(self._path)


class TinyImporter(TinyExporter, Target):
    """A file that nobody else has, and that has nothing, or what a copy left that was cut off."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._mark()
        except BaseException:
            self._database.close()
            raise

    def _open(self) -> RowDatabase:
        return _owned(self._path)

    def _mark(self) -> None:
        if reading.get(self._tables, UNFINISHED) is None:
            if any(len(getattr(self._tables, name)) for name in INDEXES):
                raise StoreError(f"store {self._path}: there is something in it: give one that is empty")
            reading.put(self._tables, UNFINISHED, "yes")

    async def clear(self, table: str) -> None:
        if table == "values":
            self._tables.values.remove(where("key") != UNFINISHED)
        elif table != "counters":
            getattr(self._tables, table).truncate()

    async def add(self, table: str, records: Sequence[Record]) -> None:
        try:
            with self._database.transaction():
                self._add(table, records)
        except sqlite3.Error as error:
            raise explain(self._path, error) from error

    def _add(self, table: str, records: Sequence[Record]) -> None:
        match table:
            case "counters":
                for record in records:
                    self._database.rows.raise_floor(record["name"], record["last"])
            case "watches":
                watches = (to_watch(record, record["id"]) for record in records)
                self._tables.watches.insert_multiple(Document(watch_row(one), one.id) for one in watches)
            case "deliveries":
                bodies = [delivery_body(to_delivery(record)) for record in records]
                self._tables.deliveries.insert_multiple(bodies)
            case "lanes":
                for record in records:
                    lanes.hold_back(self._tables, record["destination"], record["not_before"])
            case _:
                getattr(self._tables, table).insert_multiple(records)

    async def finish(self) -> None:
        with self._database.transaction():
            for destination in sorted({row["destination"] for row in self._tables.deliveries}):
                lanes.refresh(self._tables, destination)
            self._tables.values.remove(where("key") == UNFINISHED)


def _owned(path: Path) -> RowDatabase:
    return RowDatabase(path, indexes=INDEXES, followers=FOLLOWERS)
