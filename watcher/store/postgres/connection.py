"""Connections: opened once, tried again where the server went away, their errors told in one line.

Every verb of the store runs as one transaction through `Database.run`. A verb whose connection breaks is
run again on a new one: it is idempotent, by its rows' keys, fences or tickets, since nobody can tell a commit
whose answer was lost from one that never was.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from watcher.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

POOL = 10
"""Connections at most, of each process."""
PATIENCE = 30.0
"""Seconds for which a verb waits for a server that restarts."""
PAUSE = 0.2
"""Seconds between two tries."""

GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    # What a statement gets that is sent between the server's last word and the end of the connection.
    asyncpg.InternalClientError,
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
)
"""What a server that stops, crashes or starts makes of a statement."""
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

_FORGETS = (
    "PostgreSQL has {setting} = off, so a loss of power may cost alerts: set it to on, in postgresql.conf"
    " or by ALTER SYSTEM, and reload"
)


class Database:
    """A pool of connections, and the way in which verbs run on it."""

    def __init__(self, address: str, pool: asyncpg.Pool[asyncpg.Record]) -> None:
        self._address = address
        self._pool = pool
        self._closed = False
        self._running = 0
        self._idle = asyncio.Event()

    @classmethod
    async def open(cls, address: str) -> Database:
        """Connect. Raises `StoreError`, without the password."""
        # Its pages about a server that is away are no news: verbs wait for it, and say so in one line.
        logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
        try:
            pool = await _connected(address)
            await _refuse_to_forget(pool)
        except (*GONE, OSError, asyncpg.PostgresError, ValueError) as error:
            raise StoreError(f"cannot connect to PostgreSQL: {_told(error)}; check store.url") from None
        return cls(address, pool)

    async def close(self) -> None:
        """Let verbs under way finish, then close the connections."""
        self._closed = True
        while self._running:
            self._idle.clear()
            await self._idle.wait()
        await self._pool.close()

    async def alone(self) -> asyncpg.Connection[asyncpg.Record]:
        """Return a connection beside the pool, to be closed by whoever asked. Raises what asyncpg raises."""
        return await asyncpg.connect(self._address)

    async def run(
        self, verb: Callable[Concatenate[Connection, P], Awaitable[R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a verb as one transaction. Raises `StoreError`."""
        if self._closed:
            raise StoreError("the store is closed")
        self._running += 1
        try:
            return await self._insist(verb, *args, **kwargs)
        except asyncpg.PostgresError as error:
            raise StoreError(f"PostgreSQL refused: {_told(error)}") from error
        finally:
            self._running -= 1
            self._idle.set()

    async def _insist(
        self, verb: Callable[Concatenate[Connection, P], Awaitable[R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    return await verb(connection, *args, **kwargs)
            except _AGAIN:
                await asyncio.sleep(0)
            except GONE as error:
                if self._closed or time.monotonic() > until:
                    raise StoreError(f"PostgreSQL does not answer: {_told(error)}") from error
                await asyncio.sleep(PAUSE)


async def _connected(address: str) -> asyncpg.Pool[asyncpg.Record]:
    """Connect, and wait for a server that says itself that it is just starting."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return await asyncpg.create_pool(address, min_size=1, max_size=POOL)
        except asyncpg.CannotConnectNowError:
            if time.monotonic() > until:
                raise
        await asyncio.sleep(PAUSE)


async def _refuse_to_forget(pool: asyncpg.Pool[asyncpg.Record]) -> None:
    """Raise `StoreError` for a server that loses what it has confirmed when the power fails."""
    for setting in ("synchronous_commit", "fsync", "full_page_writes"):
        if await pool.fetchval("select current_setting($1)", setting) == "off":
            await pool.close()
            raise StoreError(_FORGETS.format(setting=setting))


def _told(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
