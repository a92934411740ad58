"""One thread owns the file; whatever units of work wait for it land in one commit, one sync of the disk.

A unit's error undoes it alone: the batch is undone and done again, each unit in a step of its own then, for
steps take a fifth of the time and hardly ever is one needed. So a unit may run twice, and changes nothing
but the file. Nobody learns the outcome of a unit, not even of a reading one, before the commit that holds it
is on the disk.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from watcher.errors import StoreError
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.file import explain

T = TypeVar("T")

LARGEST = 512
"""Units in one commit at most, so that none waits long for its neighbours."""


@dataclass(slots=True)
class Unit:
    """One piece of work, its caller's future and, once it ran, its outcome."""

    work: Callable[[], object]
    future: asyncio.Future[Any]
    result: object = None
    error: BaseException | None = None

    def resolve(self) -> None:
        """Tell the caller; one that was cancelled no longer listens."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class UnitFailed(Exception):
    """A unit of a batch raised: none of the batch has happened yet."""


class Writer:
    """The thread. Belongs to the event loop that started it; keeps no process alive by itself."""

    def __init__(self, path: Path, make: Callable[[], RowDatabase]) -> None:
        self._path = path
        self._make = make
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[Unit | None] = SimpleQueue()
        self._opened: asyncio.Future[RowDatabase] = self._loop.create_future()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._closing = False
        self._thread = threading.Thread(target=self._live, name=f"store {path.name}", daemon=True)

    async def start(self) -> RowDatabase:
        """Open the database on the thread; only units of work may use what this returns."""
        self._thread.start()
        return await self._opened

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` on the thread, in a transaction; return once it is on the disk.

        Raises what `work` raises, or `StoreError` where the file fails. When the caller is cancelled,
        the work may or may not land.
        """
        if self._closing:
            raise StoreError(f"store {self._path}: it was closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Unit(work, future))
        return await future

    async def stop(self) -> None:
        """Finish what waits, close the file and end the thread."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        await asyncio.shield(self._ended)

    def _live(self) -> None:
        try:
            database = self._make()
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to who opens the store
            self._tell(self._opened.set_exception, error)
            return
        self._tell(self._opened.set_result, database)
        while batch := self._next_batch():
            self._commit(database, batch)
            self._tell(_resolve, batch)
        database.close()
        self._tell(self._ended.set_result, None)

    def _next_batch(self) -> list[Unit]:
        """Wait for work; return all that is there, nothing once the end is reached."""
        batch: list[Unit] = []
        unit = self._queue.get()
        while unit is not None:
            batch.append(unit)
            if len(batch) == LARGEST:
                break
            try:
                unit = self._queue.get_nowait()
            except Empty:
                break
        if unit is None and batch:
            self._queue.put(None)
        return batch

    def _commit(self, database: RowDatabase, batch: list[Unit]) -> None:
        try:
            try:
                with database.transaction():
                    for unit in batch:
                        self._run(unit)
            except UnitFailed:
                with database.transaction():
                    for unit in batch:
                        self._run_alone(database, unit)
        except (sqlite3.Error, StoreError) as error:
            for unit in batch:
                unit.error = unit.error or self._translate(error)

    def _run(self, unit: Unit) -> None:
        if unit.future.cancelled():
            return
        try:
            unit.result = unit.work()
        except Exception as error:
            raise UnitFailed from error

    def _run_alone(self, database: RowDatabase, unit: Unit) -> None:
        if unit.future.cancelled():
            return
        try:
            with database.transaction():
                unit.result = unit.work()
        except Exception as error:  # noqa: BLE001 - one unit's error is its caller's, not its neighbours'
            unit.error = self._translate(error)

    def _translate(self, error: Exception) -> Exception:
        return explain(self._path, error) if isinstance(error, sqlite3.Error) else error

    def _tell(self, tell: Callable[[T], None], what: T) -> None:
        try:
            self._loop.call_soon_threadsafe(tell, what)
        except RuntimeError:
            # the loop was closed under us: nobody is left to tell, what was committed stays
            return


def _resolve(batch: list[Unit]) -> None:
    for unit in batch:
        unit.resolve()
