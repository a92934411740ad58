"""The outbox up to the moment of sending: queueing, what is due, claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from asyncpg import Record

from watcher.models import Delivery, State
from watcher.store.codec import to_body
from watcher.store.port import Claim, Kept, Stored
from watcher.store.postgres import gates, lanes, processes, wakeups
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, to_json, unescape
from watcher.store.postgres.gates import Wish
from watcher.store.postgres.records import to_delivery, to_stored

_COLUMNS = (
    "id, event, destination, entries, text, part, same_as, hold, reason, remark, created_at, state,"
    " not_before, attempts, fence, claimed_at, maybe_dup, error, receipt, settled_at"
)


async def enqueue(connection: Connection, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Queue deliveries; return those whose ids were not there before."""
    distinct: dict[str, Delivery] = {}
    for delivery in deliveries:
        distinct.setdefault(delivery.id, delivery)
    if not distinct:
        return ()
    rows = [_row(delivery) for delivery in distinct.values()]
    await lanes.lock(connection, (delivery.destination for delivery in distinct.values()))
    inserted = await connection.fetch(
        f"""
        insert into deliveries ({_COLUMNS})
        select id, event, destination, entries::json, text, part, same_as, hold, reason, remark, created_at,
               state, not_before, attempts, fence, claimed_at, maybe_dup, error, receipt, settled_at
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[],
                    $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::timestamptz[],
                    $14::int[], $15::bigint[], $16::timestamptz[], $17::boolean[], $18::text[], $19::text[],
                    $20::timestamptz[])
             with ordinality as d ({_COLUMNS}, n)
        order by n
        on conflict (id) do nothing
        returning id, place
        """,  # noqa: S608 - names of columns, ours
        *map(list, zip(*rows, strict=True)),
    )
    places = {unescape(row["id"]): row["place"] for row in inserted}
    fresh = tuple(delivery for delivery in distinct.values() if delivery.id in places)
    await _refer(connection, fresh, places)
    await lanes.refresh(connection, (delivery.destination for delivery in fresh))
    await wakeups.ask(
        connection, {delivery.destination for delivery in fresh if delivery.state is State.PENDING}
    )
    return fresh


def _row(delivery: Delivery) -> tuple[object, ...]:
    return (
        escape(delivery.id),
        delivery.event.value,
        escape(delivery.destination),
        _entries(delivery),
        escape(delivery.text),
        delivery.part,
        escape(delivery.same_as),
        escape(delivery.hold),
        escape(delivery.reason),
        escape(delivery.remark),
        delivery.created_at,
        delivery.state.value,
        delivery.not_before,
        delivery.attempts,
        delivery.fence,
        delivery.claimed_at,
        delivery.maybe_dup,
        escape(delivery.error),
        escape(delivery.receipt),
        delivery.settled_at,
    )


async def write_entries(connection: Connection, delivery: Delivery) -> None:
    """Write what a delivery tells over what it told of."""
    place = await connection.fetchval(
        "update deliveries set entries = $2::text::json, remark = $3 where id = $1 returning place",
        escape(delivery.id),
        _entries(delivery),
        escape(delivery.remark),
    )
    await connection.execute("delete from delivery_articles where delivery = $1", place)
    await _refer(connection, [delivery], {delivery.id: place})


def _entries(delivery: Delivery) -> str:
    return to_json([to_body(entry) for entry in delivery.entries])


async def _refer(connection: Connection, fresh: Iterable[Delivery], places: Mapping[str, int]) -> None:
    named = {
        (entry.source, entry.article, places[delivery.id]) for delivery in fresh for entry in delivery.entries
    }
    await connection.execute(
        """
        insert into delivery_articles (source, article, delivery)
        select * from unnest($1::text[], $2::text[], $3::bigint[])
        """,
        escape_all(source for source, _, _ in named),
        escape_all(article for _, article, _ in named),
        [place for _, _, place in named],
    )


async def claim(
    connection: Connection, wishes: Sequence[Wish], sender: int, ticket: int
) -> Mapping[str, Claim]:
    """Take the oldest due delivery of each destination at its time, unless it must wait; by destination.

    `ticket` is this call's number with its sender: made again, it also returns what it took the first time.
    """
    names = [wish.destination for wish in wishes]
    await lanes.lock(connection, names)
    admitted = await gates.admit(connection, wishes)
    rows = await connection.fetch(
        """
        with taken as (
        update deliveries d
        set state = 'sending', fence = d.fence + 1, attempts = d.attempts + 1,
            claimed_at = head.at, sender = $3, ticket = $4
        from (
          select first.place, w.at
          from unnest($1::text[], $2::timestamptz[]) as w (destination, at)
          join lanes l on l.destination = w.destination
            and (l.state = 'ready' or (l.state = 'timed' and l.opens_at <= w.at))
          cross join lateral (
            select p.place from deliveries p
            where p.destination = w.destination and p.state = 'pending'
              and (p.not_before is null or p.not_before <= w.at)
            order by p.place limit 1
          ) first
        ) head
        where d.place = head.place
        returning d.*
        )
        select * from taken
        union all
        select d.* from deliveries d
        where d.destination = any($5::text[]) and d.state = 'sending' and d.sender = $3 and d.ticket = $4
        """,
        escape_all(wish.destination for wish in admitted),
        [wish.at for wish in admitted],
        sender,
        ticket,
        escape_all(names),
    )
    await lanes.refresh(connection, names)
    limits = {wish.destination: wish.limits for wish in wishes}
    claims = await with_articles(connection, rows)
    return {one.delivery.destination: replace(one, limits=limits[one.delivery.destination]) for one in claims}


async def orphans(
    connection: Connection, claimed_before: datetime, sender: int, ticket: int
) -> tuple[Claim, ...]:
    """Take over deliveries left in `sending`: since before then, or by a process that has died.

    As with a claim, the same call made again returns the same once more.
    """
    rows = await connection.fetch(
        f"""
        update deliveries set fence = fence + 1, sender = $2, ticket = $3
        where state = 'sending'
          and (claimed_at < $1 or sender not in ({processes.ALIVE}) or (sender = $2 and ticket = $3))
        returning *
        """,  # noqa: S608 - a query of ours
        claimed_before,
        sender,
        ticket,
    )
    return await with_articles(connection, sorted(rows, key=lambda row: row["place"]))


async def deliveries(
    connection: Connection, state: State | None, limit: int, destination: str | None
) -> tuple[Delivery, ...]:
    """Return rows of the outbox, the last queued first."""
    rows = await connection.fetch(
        """
        select * from deliveries
        where ($1::text is null or state = $1) and ($3::text is null or destination = $3)
        order by place desc limit $2
        """,
        state and state.value,
        limit,
        None if destination is None else escape(destination),
    )
    return tuple(map(to_delivery, rows))


async def delivery(connection: Connection, delivery_id: str) -> Kept | None:
    """Return a row of the outbox with its articles."""
    rows = await connection.fetch("select * from deliveries where id = $1", escape(delivery_id))
    found = await with_articles(connection, rows)
    return Kept(delivery=found[0].delivery, articles=found[0].articles) if found else None


async def with_articles(connection: Connection, rows: Iterable[Record]) -> tuple[Claim, ...]:
    """Return claims of these rows, with those of their articles that are remembered."""
    taken = [to_delivery(row) for row in rows]
    named = {(entry.source, entry.article) for delivery in taken for entry in delivery.entries}
    found = await connection.fetch(
        """
        select a.source, a.body, a.first_seen
        from unnest($1::text[], $2::text[]) as n (source, id) join articles a using (source, id)
        """,
        escape_all(source for source, _ in named),
        escape_all(article for _, article in named),
    )
    stored: dict[tuple[str, str], Stored] = {}
    for row in found:
        one = to_stored(row)
        stored[one.source, one.article.id] = one
    return tuple(
        Claim(
            delivery=delivery,
            articles=tuple(
                stored[entry.source, entry.article]
                for entry in delivery.entries
                if (entry.source, entry.article) in stored
            ),
        )
        for delivery in taken
    )
