"""What is not taken, and what was given up."""

from __future__ import annotations

from watcher.store.port import Dead, Failing
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import unescape


async def failing(connection: Connection, limit: int) -> tuple[Failing, ...]:
    """Return the destinations whose last attempt was not taken, the longest failing first."""
    rows = await connection.fetch(
        """
        select l.destination, l.failing_since, l.failures, l.error,
          (select count(*) from deliveries d
           where d.destination = l.destination and d.state in ('pending', 'sending')) as waiting
        from lanes l where l.failures > 0 order by l.failing_since, l.destination limit $1
        """,
        limit,
    )
    return tuple(
        Failing(
            destination=unescape(row["destination"]),
            since=row["failing_since"],
            failures=row["failures"],
            error=unescape(row["error"]),
            waiting=row["waiting"],
        )
        for row in rows
    )


async def dead_letters(connection: Connection) -> tuple[Dead, ...]:
    """Return what was given up, by destination and reason."""
    rows = await connection.fetch(
        """
        select destination, error, count(*) as number, min(settled_at) as first, max(settled_at) as last
        from deliveries where state = 'dead' and event <> 'notice'
        group by destination, error
        """
    )
    found = (
        Dead(
            destination=unescape(row["destination"]),
            reason=unescape(row["error"]),
            number=row["number"],
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.destination, one.reason)))
