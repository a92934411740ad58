"""Digests: what is held for a destination, gathered into one delivery."""

from __future__ import annotations

from datetime import datetime

from watcher.models import Delivery, Event
from watcher.store.postgres import lanes, outbox
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, unescape
from watcher.store.postgres.records import to_delivery


async def cut_digest(connection: Connection, destination: str, slot: str, now: datetime) -> Delivery | None:
    """Queue the digest of a slot and settle what went into it; None when it was cut, or nothing is held."""
    digest_id = f"digest:{destination}:{slot}"
    await lanes.lock(connection, [destination])
    if await connection.fetchval("select exists (select from deliveries where id = $1)", escape(digest_id)):
        return None
    rows = await connection.fetch(
        """
        update deliveries set state = 'digested', settled_at = $2
        where destination = $1 and state = 'held' returning *
        """,
        escape(destination),
        now,
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


async def held_since(connection: Connection, destination: str) -> datetime | None:
    """Return when the oldest held delivery of a destination was queued."""
    at: datetime | None = await connection.fetchval(
        "select created_at from deliveries where destination = $1 and state = 'held' order by place limit 1",
        escape(destination),
    )
    return at


async def holding(connection: Connection) -> tuple[str, ...]:
    """Return the destinations for which something is held."""
    rows = await connection.fetch("select distinct destination from deliveries where state = 'held'")
    return tuple(sorted(unescape(row["destination"]) for row in rows))
