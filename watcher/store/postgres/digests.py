"""Digests: what is held for a destination, gathered into one delivery."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from watcher.models import Delivery, Event
from watcher.store.postgres import lanes, outbox
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, unescape
from watcher.store.postgres.records import to_delivery


async def cut_digest(
    connection: Connection, destination: str, slot: str, now: datetime, holds: Collection[str]
) -> Delivery | None:
    """Queue the digest of a slot and settle what went into it; None when it was cut, or nothing is held."""
    digest_id = f"digest:{destination}:{slot}"
    await lanes.lock(connection, [destination])
    if await connection.fetchval("select exists (select from deliveries where id = $1)", escape(digest_id)):
        return None
    rows = await connection.fetch(
        """
        update deliveries set state = 'digested', settled_at = $2
        where destination = $1 and state = 'held' and hold = any($3::text[]) returning *
        """,
        escape(destination),
        now,
        escape_all(holds),
    )
    if not rows:
        return None
    held = map(to_delivery, sorted(rows, key=lambda row: row["place"]))
    digest = Delivery(
        id=digest_id,
        event=Event.DIGEST,
        destination=destination,
        entries=tuple(entry for delivery in held for entry in delivery.entries),
        created_at=now,
    )
    await outbox.enqueue(connection, [digest])
    return digest


async def held_since(connection: Connection, destination: str, hold: str) -> datetime | None:
    """Return when the first delivery of a destination that is held so was queued."""
    at: datetime | None = await connection.fetchval(
        """
        select created_at from deliveries
        where destination = $1 and state = 'held' and hold = $2 order by place limit 1
        """,
        escape(destination),
        escape(hold),
    )
    return at


async def holding(connection: Connection) -> Mapping[str, frozenset[str]]:
    """Return the destinations for which something is held, each with what its deliveries wait for.

    One look-up for each pair of them, however many deliveries share one.
    """
    rows = await connection.fetch(
        """
        with recursive pairs as (
          (select destination, hold from deliveries where state = 'held' order by 1, 2 limit 1)
          union all
          select next.* from pairs cross join lateral (
            select d.destination, d.hold from deliveries d
            where d.state = 'held' and (d.destination, d.hold) > (pairs.destination, pairs.hold)
            order by 1, 2 limit 1
          ) next
        )
        select destination, array_agg(hold) as holds from pairs group by destination
        """
    )
    return {unescape(row["destination"]): frozenset(map(unescape, row["holds"])) for row in rows}
