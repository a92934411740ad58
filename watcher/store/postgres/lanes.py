"""Lanes: one row per destination that says whether, and from when, its next delivery may leave.

Whoever changes a destination's deliveries locks its lane first and calls `refresh` in the same transaction.
So asking what is due reads lanes in order, and costs the same whatever is pending or settled; and two
processes never change the same destination at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape_all, unescape

_REFRESH = """
    update lanes set state = now.state, place = now.place, opens_at = now.opens_at
    from (
      select lane.destination,
        case when busy.yes then 'busy' when head.place is null then 'idle'
             when opens.at is null then 'ready' else 'timed' end as state,
        case when not busy.yes and opens.at is null then head.place end as place,
        case when not busy.yes and head.place is not null then opens.at end as opens_at
      from lanes lane
      cross join lateral (
        select exists (
          select from deliveries d where d.destination = lane.destination and d.state = 'sending'
        ) as yes
      ) busy
      left join lateral (
        select d.place, d.not_before from deliveries d
        where d.destination = lane.destination and d.state = 'pending'
        order by d.not_before nulls first, d.place limit 1
      ) head on true
      cross join lateral (select greatest(lane.not_before, head.not_before) as at) opens
      where lane.destination = any($1::text[])
    ) now
    where lanes.destination = now.destination
"""


async def lock(connection: Connection, destinations: Iterable[str]) -> None:
    """Wait until nobody else changes these destinations, and keep others out until the transaction ends."""
    names = escape_all(sorted(set(destinations)))
    await connection.execute(
        "insert into lanes (destination) select unnest($1::text[]) on conflict do nothing", names
    )
    await connection.execute(
        "select from lanes where destination = any($1::text[]) order by destination for update", names
    )


async def refresh(connection: Connection, destinations: Iterable[str]) -> None:
    """Bring lanes up to date with their destinations' deliveries."""
    await connection.execute(_REFRESH, escape_all(set(destinations)))


async def due(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Return the destinations whose next may leave now, by that delivery's place in the queue."""
    rows = await connection.fetch(
        """
        (select destination, place from lanes where state = 'ready' order by place limit $2)
        union all
        (select lane.destination, head.place
         from (select destination from lanes where state = 'timed' and opens_at <= $1
               order by opens_at limit $2) lane
         cross join lateral (
           select min(d.place) as place from deliveries d
           where d.destination = lane.destination and d.state = 'pending'
             and (d.not_before is null or d.not_before <= $1)
         ) head
         where head.place is not null)
        order by place limit $2
        """,
        now,
        limit,
    )
    return tuple(unescape(row["destination"]) for row in rows)


async def earliest(connection: Connection) -> datetime | None:
    """Return when the earliest pending delivery of all may leave."""
    at: datetime | None = await connection.fetchval(
        """
        select coalesce(
          (select d.created_at from lanes l join deliveries d on d.place = l.place
           where l.state = 'ready' order by l.place limit 1),
          (select opens_at from lanes where state = 'timed' order by opens_at limit 1)
        )
        """
    )
    return at
