"""The processes that share the store: who lives, and who has the right to do what.

Each says every few seconds that it lives, by the server's clock. One that stopped saying so has died: what it
was sending is taken over, and its leases are free.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape

BEAT = 5.0
"""Seconds between two signs of life."""
DEAD_AFTER = 30
"""Seconds without one."""

_OUTAGE = "10 min"
"""How long the server may be away without its processes being taken for dead when it is back."""

ALIVE = f"""
    select id from processes
    where seen_at > clock_timestamp() - interval '{DEAD_AFTER} s'
      or (seen_at > pg_postmaster_start_time() - interval '{_OUTAGE}'
          and clock_timestamp() < pg_postmaster_start_time() + interval '{DEAD_AFTER} s')
"""  # noqa: S608 - numbers of ours
"""The ids of those that live. None can say so to a server that is away, so all have time after its start."""


async def join(connection: Connection) -> int:
    """Become one of them; return the id to go by. Forgets those long dead."""
    await connection.execute("delete from processes where seen_at < now() - interval '1 day'")
    number: int = await connection.fetchval("insert into processes default values returning id")
    return number


async def beat(connection: Connection, process: int) -> None:
    """Say that this one lives."""
    await connection.execute("update processes set seen_at = clock_timestamp() where id = $1", process)


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
