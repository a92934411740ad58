"""The SQLite file under the embedded store: opening, checking, the pragmas that make a commit durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from watcher.errors import StoreError

VERSION = 3
"""Version of the file's layout, in its `user_version`; the second also keeps the words of articles, and a
program that does not know of them must not write; the third has deliveries that were dropped."""
APPLICATION = 0x57544348
"""`WTCH`, in the file's `application_id`: tells our files from other programs'."""

LAYOUT = """
CREATE TABLE tables (name TEXT PRIMARY KEY, floor INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE documents (
    tbl TEXT NOT NULL, doc_id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tbl, doc_id)
) WITHOUT ROWID;
CREATE TABLE indexes (id INTEGER PRIMARY KEY, declaration TEXT NOT NULL UNIQUE);
CREATE TABLE entries (
    idx INTEGER NOT NULL, value NOT NULL, rank NOT NULL, doc_id INTEGER NOT NULL,
    PRIMARY KEY (idx, value, rank, doc_id)
) WITHOUT ROWID;
"""

WAYS_OUT = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space and try again",
    sqlite3.SQLITE_READONLY: "the file or its folder cannot be written: check the permissions and the mount",
    sqlite3.SQLITE_IOERR: "the disk reports an error: check it before anything else",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: restore a backup",
    sqlite3.SQLITE_NOTADB: "this is not a watcher store: check the path",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened: check the path and the permissions",
    sqlite3.SQLITE_BUSY: "another program holds the file: close it and try again",
}
"""What a person can do, by SQLite's primary result code (https://sqlite.org/rescode.html)."""


def explain(path: Path, error: sqlite3.Error) -> StoreError:
    """Return the `StoreError` that tells a person what an SQLite error means for this file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    way_out = WAYS_OUT.get(code)
    return StoreError(f"store {path}: {way_out} ({error})" if way_out else f"store {path}: {error}")


def check_place(path: Path) -> None:
    """Raise `StoreError` where no file can be."""
    if path.is_dir():
        raise StoreError(f"store {path}: this is a folder: give the path of a file in it")
    if not path.parent.is_dir():
        raise StoreError(f"store {path}: there is no folder {path.parent}: create it, or change the path")


def open_file(path: Path) -> sqlite3.Connection:
    """Open or create the file, for the calling thread only. Raises `StoreError` for any it cannot use."""
    try:
        # isolation_level=None: transactions are ours, never begun behind our back
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise explain(path, error) from error
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise explain(path, error) from error
    except StoreError:
        connection.close()
        raise
    return connection


def open_to_read(path: Path, *, older: bool = False) -> sqlite3.Connection:
    """Open a file that another process may own, for reading only; `older` takes those of older layouts too.

    Raises `StoreError`.
    """
    if not path.exists():
        raise StoreError(f"store {path}: there is none yet; `watcher run` or `watcher check` makes it")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise explain(path, error) from error
    try:
        _refuse_strangers(connection, path)
        if not older:
            _refuse_older(connection, path)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        connection.close()
        raise explain(path, error) from error
    except StoreError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    fresh = _refuse_strangers(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # macOS: fsync alone leaves data in the drive's cache (https://sqlite.org/pragma.html#pragma_fullfsync)
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute("PRAGMA cache_size = -16384")
    connection.execute(f"PRAGMA journal_size_limit = {64 * 1024 * 1024}")
    # a read-only file opens without complaint: asking for the write lock finds out now
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    if fresh:
        connection.executescript(f"BEGIN IMMEDIATE; {LAYOUT} PRAGMA application_id = {APPLICATION}; COMMIT;")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether the file is empty. Raises `StoreError` for other programs' files and newer layouts."""
    if _number(connection, "SELECT count(*) FROM sqlite_master") == 0:
        return True
    if _number(connection, "PRAGMA application_id") != APPLICATION:
        raise StoreError(f"store {path}: this is another program's database: give another path")
    version = _number(connection, "PRAGMA user_version")
    if version > VERSION:
        raise StoreError(
            f"store {path}: it was written by a newer watcher (layout {version}, this one knows {VERSION}): "
            "update watcher"
        )
    return False


def _refuse_older(connection: sqlite3.Connection, path: Path) -> None:
    if _number(connection, "PRAGMA user_version") < VERSION:
        raise StoreError(f"store {path}: an older watcher wrote it; `watcher run` brings it up to date")


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
