"""The alerts of a poll on their way into the outbox: quietened by what the tables know in the same write.

All that this reads and writes belongs to destinations whose lanes it locks first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from watcher.models import Delivery, Quiet, Quota, State
from watcher.noise import Standing, quieten
from watcher.store.postgres import lanes, outbox
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, unescape
from watcher.store.postgres.records import to_delivery


async def enqueue(
    connection: Connection, deliveries: Sequence[Delivery], quiet: Quiet
) -> tuple[Delivery, ...]:
    """Queue deliveries; return those that are new, without what became part of another."""
    await lanes.lock(connection, (delivery.destination for delivery in deliveries))
    fresh = await _fresh(connection, deliveries)
    quieted = quieten(fresh, quiet, await _standing(connection, quiet) if fresh else Standing())
    for first in quieted.firsts:
        await outbox.write_entries(connection, first)
    used = [quota for quota in quiet.quotas if quota.key in quieted.spent]
    await _spend(connection, used, quieted.spent)
    queued = await outbox.enqueue(connection, quieted.rows)
    return tuple(row for row in queued if row.state is not State.DIGESTED)


async def _fresh(connection: Connection, deliveries: Iterable[Delivery]) -> Sequence[Delivery]:
    distinct: dict[str, Delivery] = {}
    for delivery in deliveries:
        distinct.setdefault(delivery.id, delivery)
    rows = await connection.fetch(
        "select id from deliveries where id = any($1::text[])", escape_all(distinct)
    )
    there = {unescape(row["id"]) for row in rows}
    return [delivery for key, delivery in distinct.items() if key not in there]


async def _standing(connection: Connection, quiet: Quiet) -> Standing:
    rows = await connection.fetch(
        "select * from deliveries where id = any($1::text[])", escape_all(quiet.firsts)
    )
    firsts = map(to_delivery, rows)
    counts = await connection.fetch(
        """
        select q.destination, q.subject, q.number
        from unnest($1::text[], $2::text[], $3::text[]) as w (destination, subject, day)
        join quotas q using (destination, subject, day)
        """,
        escape_all(quota.destination for quota in quiet.quotas),
        escape_all(quota.subject for quota in quiet.quotas),
        [quota.day for quota in quiet.quotas],
    )
    return Standing(
        firsts={first.id: first for first in firsts},
        spent={(unescape(row["destination"]), unescape(row["subject"])): row["number"] for row in counts},
    )


async def _spend(connection: Connection, used: Sequence[Quota], spent: Mapping[tuple[str, str], int]) -> None:
    await connection.executemany(
        """
        insert into quotas (destination, subject, day, number) values ($1, $2, $3, $4)
        on conflict (destination, subject) do update set day = excluded.day, number = excluded.number
        """,
        [(escape(q.destination), escape(q.subject), q.day, spent[q.key]) for q in used],
    )
