"""The processes that share the store: who lives, and who has the right to do what.

Each holds a lock on a connection of its own, which the server lets go the moment that the process dies, and
says every second that it lives, for those whose machine vanished or hangs. What a dead one was sending is
taken over, and its leases are free.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from watcher.errors import StoreError, StoreInUse
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape

BEAT = 1.0
"""Seconds between two signs of life."""
LOST_AFTER = 3
"""Seconds without a sign after which one without its lock is dead: a broken connection is made anew first."""
DEAD_AFTER = 30
"""Seconds without a sign after which one is dead whose connection stands, or that has no lock."""
REJOIN = 10
"""Seconds that all have to come back after the first has, when the server had gone."""

_OUTAGE = "10 min"
"""How long the server may be away without its processes being taken for dead when it is back."""
_LOCKS = 0x77617463
"""The first half of our locks, the second is a process's id: any number that no other program locks by."""
_COPYING = 0
"""The id of no process: shared by who joins, and held alone by who copies the database as a whole."""

_HELD = f"""
    select objid::bigint from pg_locks
    where locktype = 'advisory' and classid = {_LOCKS} and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())
"""  # noqa: S608 - numbers of ours

ALIVE = f"""
    with held as materialized ({_HELD})
    select id from processes
    where seen_at > clock_timestamp() - interval '{LOST_AFTER} s'
      or (seen_at > clock_timestamp() - interval '{DEAD_AFTER} s'
          and (pulse_at is null or id in (select * from held)))
      or (pulse_at < pg_postmaster_start_time()
          and seen_at > pg_postmaster_start_time() - interval '{_OUTAGE}'
          and not exists (select from processes back where back.id in (select * from held)
                          and back.pulse_at < clock_timestamp() - interval '{REJOIN} s'))
"""  # noqa: S608 - numbers of ours
"""The ids of those that live. None can say so to a server that is away, so all have time after its return."""


async def join(connection: Connection) -> int:
    """Become one of them; return the id to go by. Forgets those long dead. Raises `StoreError`."""
    if not await connection.fetchval("select pg_try_advisory_xact_lock_shared($1, $2)", _LOCKS, _COPYING):
        raise StoreError("the database is being copied: start when `watcher migrate` is through")
    await connection.execute("delete from processes where seen_at < now() - interval '1 day'")
    number: int = await connection.fetchval("insert into processes default values returning id")
    return number


async def keep_out(connection: Connection) -> None:
    """Let none join for as long as this connection lives. Raises `StoreInUse` where one is there already."""
    if not await connection.fetchval("select pg_try_advisory_lock($1, $2)", _LOCKS, _COPYING):
        raise StoreInUse("the database is being copied by another `watcher migrate`: wait for its end")
    if await connection.fetchval(f"select exists ({ALIVE})"):
        raise StoreInUse("a service uses the database, or did seconds ago: stop it first")


async def hold(connection: Connection, process: int) -> bool:
    """Take this one's lock on this connection, which must not be of a pool; tell whether it has it now."""
    taken: bool = await connection.fetchval("select pg_try_advisory_lock($1, $2)", _LOCKS, process)
    return taken


async def beat(connection: Connection, process: int) -> None:
    """Say that this one lives."""
    await connection.execute(
        """
        insert into processes (id, seen_at, pulse_at) overriding system value
        values ($1, clock_timestamp(), clock_timestamp())
        on conflict (id) do update set seen_at = excluded.seen_at,
          pulse_at = case when processes.pulse_at > pg_postmaster_start_time() then processes.pulse_at
                     else excluded.pulse_at end
        """,
        process,
    )


async def leave(connection: Connection, process: int) -> None:
    """Say that this one goes: what it had is free at once."""
    await connection.execute("delete from processes where id = $1", process)


async def lease(connection: Connection, name: str, process: int, now: datetime, seconds: float) -> bool:
    """Take or renew a right until then, unless another that lives has it."""
    taken = await connection.fetchval(
        f"""
        insert into leases (name, holder, until) values ($1, $2, $4)
        on conflict (name) do update set holder = $2, until = $4
        where leases.holder = $2 or leases.until <= $3 or leases.holder not in ({ALIVE})
        returning name
        """,  # noqa: S608 - a query of ours
        escape(name),
        process,
        now,
        now + timedelta(seconds=seconds),
    )
    return taken is not None
