"""What operators do with a file: back it up while it is in use, put a backup in its place, make it small."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.tiny import lanes
from watcher.store.tiny.check import check_file
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.file import check_place, explain, open_file, open_to_read
from watcher.store.tiny.lock import Ownership
from watcher.store.tiny.schema import FOLLOWERS, INDEXES, Tables

_BESIDE = ("", "-wal", "-shm")
"""What SQLite adds to the name of a file for those that belong to it."""


def backup(path: Path, to: Path, *, force: bool = False) -> int:
    """Write a store as it is at this moment to another file; return its bytes. Raises `StoreError`.

    The store may be in use, and is not held up. A file that is there already is replaced only by `force`.
    """
    if to.exists() and not force:
        raise StoreError(f"{to}: there is a file already: give another name, or --force")
    check_place(to)
    with _whole(path, to) as copy:
        os.replace(copy, to)  # noqa: PTH105 - says what matters: the old file is replaced
    return to.stat().st_size


def restore(path: Path, backup: Path, at: datetime, *, force: bool = False) -> Path | None:
    """Put a backup in a store's place; return where the old one is kept, None where there was none.

    Raises `StoreError` where a process uses the store, where the backup is none or damaged, and where there
    is a store already, unless by `force`.
    """
    check_place(path)
    if path.exists() and not force:
        raise StoreError(
            f"store {path}: there is one: --force puts the backup in its place and keeps the old"
        )
    owner = Ownership(path)
    try:
        with _whole(backup, path) as copy:
            kept = _set_aside(path, at)
            os.replace(copy, path)  # noqa: PTH105 - as above
            return kept
    finally:
        owner.release()


def compact(path: Path) -> tuple[int, int]:
    """Give back to the disk what a store does not need; return its bytes before and after.

    Raises `StoreError`, also where a process uses it. Needs as much free disk as the store takes.
    """
    if not path.exists():
        raise StoreError(f"store {path}: there is none")
    owner = Ownership(path)
    try:
        before = _size(path)
        with closing(open_file(path)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, _size(path)
    except sqlite3.Error as error:
        raise explain(path, error) from error
    finally:
        owner.release()


def rebuild(path: Path) -> int:
    """Make indexes and lanes anew from the documents; return how many documents there are.

    Raises `StoreError`, also where a process uses the store.
    """
    if not path.exists():
        raise StoreError(f"store {path}: there is none")
    with closing(RowDatabase(path, indexes=INDEXES, followers=FOLLOWERS)) as database:
        tables = Tables.of(database)
        try:
            with database.transaction():
                database.rows.entries.rebuild()
                tables.words.clear("articles")
                while not tables.words.build():
                    pass
                for destination in sorted({row["destination"] for row in tables.deliveries}):
                    lanes.refresh(tables, destination)
            return sum(map(database.rows.count, database.rows.names()))
        except sqlite3.Error as error:
            raise explain(path, error) from error


@contextmanager
def _whole(path: Path, near: Path) -> Iterator[Path]:
    """Make a verified copy of a store beside `near`; it goes unless it is moved. Raises `StoreError`."""
    copy = near.with_name(f".{near.name}.new")
    try:
        copy.unlink(missing_ok=True)
        with closing(open_to_read(path, older=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            # One file, with no log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
        if torn := check_file(copy):
            raise StoreError(f"store {path}: {torn[0]}: nothing was written; use an older backup")
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        yield copy
    except sqlite3.Error as error:
        raise explain(path, error) from error
    except OSError as error:
        raise StoreError(f"{near}: {error.strerror or error}") from error
    finally:
        for suffix in _BESIDE:
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _set_aside(path: Path, at: datetime) -> Path | None:
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%S}")
    for suffix in _BESIDE:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _size(path: Path) -> int:
    parts = (path.with_name(path.name + suffix) for suffix in _BESIDE[:2])
    return sum(part.stat().st_size for part in parts if part.exists())
