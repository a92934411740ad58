"""Reading back, and small named values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from watcher.models import SourceState, State
from watcher.store.port import Counts, Queue, Stored
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, unescape
from watcher.store.postgres.records import to_source, to_stored


async def recent(connection: Connection, since: datetime, limit: int) -> tuple[Stored, ...]:
    """Return articles first seen since then, newest first."""
    rows = await connection.fetch(
        "select * from articles where first_seen >= $1 order by first_seen desc, place desc limit $2",
        since,
        limit,
    )
    return tuple(map(to_stored, rows))


async def articles(connection: Connection, keys: Iterable[str]) -> tuple[Stored, ...]:
    """Return the articles under any of these keys, newest first."""
    rows = await connection.fetch(
        """
        select * from articles where place in (select article from article_keys where key = any($1::text[]))
        order by first_seen desc, place desc
        """,
        escape_all(keys),
    )
    return tuple(map(to_stored, rows))


async def sources(connection: Connection) -> tuple[SourceState, ...]:
    """Return the state of every source ever polled."""
    return tuple(map(to_source, await connection.fetch("select * from sources order by place")))


async def counts(connection: Connection) -> Counts:
    """Return how much is where; states without a delivery are left out."""
    by_state = await connection.fetch("select state, count(*) as number from deliveries group by state")
    return Counts(
        articles=await connection.fetchval("select count(*) from articles"),
        watches=await connection.fetchval("select count(*) from watches"),
        deliveries={State(row["state"]): row["number"] for row in by_state},
    )


async def queues(connection: Connection) -> tuple[Queue, ...]:
    """Return what waits or was given up, by destination."""
    rows = await connection.fetch(
        """
        with many as (
          select destination,
            count(*) filter (where state = 'held') as held,
            count(*) filter (where state = 'pending') as pending,
            count(*) filter (where state = 'sending') as sending,
            count(*) filter (where state = 'dead') as dead
          from deliveries where state in ('held', 'pending', 'sending', 'dead') group by destination
        ), first as (
          select distinct on (destination) destination, created_at, not_before, error
          from deliveries where state = 'pending' order by destination, not_before nulls first, place
        )
        select many.*, first.created_at, first.not_before, first.error
        from many left join first using (destination)
        """
    )
    found = (
        Queue(
            destination=unescape(row["destination"]),
            held=row["held"],
            pending=row["pending"],
            sending=row["sending"],
            dead=row["dead"],
            waiting_since=row["created_at"],
            next_try=row["not_before"],
            error=unescape(row["error"]) if row["error"] else "",
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda queue: queue.destination))


async def get(connection: Connection, key: str) -> str | None:
    """Return a small named value."""
    value: str | None = await connection.fetchval(
        "select value from small_values where key = $1", escape(key)
    )
    return unescape(value)


async def put(connection: Connection, key: str, value: str) -> None:
    """Store a small named value."""
    await connection.execute(
        "insert into small_values (key, value) values ($1, $2) on conflict (key) do update set value = $2",
        escape(key),
        escape(value),
    )


async def put_new(connection: Connection, key: str, value: str) -> bool:
    """Store a small named value unless there is one of this name."""
    done: str = await connection.execute(
        "insert into small_values (key, value) values ($1, $2) on conflict do nothing",
        escape(key),
        escape(value),
    )
    return done.endswith(" 1")


async def values(connection: Connection, prefix: str) -> Mapping[str, str]:
    """Return the small values whose names begin so."""
    rows = await connection.fetch(
        "select key, value from small_values where starts_with(key, $1) order by key", escape(prefix)
    )
    return {unescape(row["key"]): unescape(row["value"]) for row in rows}


async def remove(connection: Connection, key: str) -> None:
    """Forget a small named value."""
    await connection.execute("delete from small_values where key = $1", escape(key))
