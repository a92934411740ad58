"""The outbox after sending: each outcome of a claim, and the revival of dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.models import Delivery, State
from watcher.noise import parted
from watcher.store.port import Claim
from watcher.store.postgres import gates, lanes, outbox, wakeups
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, unescape
from watcher.store.postgres.gates import Over
from watcher.store.postgres.records import to_delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of a claim."""

    id: str
    fence: int
    state: State
    """Sent, dead, or pending again."""
    at: datetime | None = None
    """When it was settled."""
    retry_at: datetime | None = None
    """From when it, and all else of its destination, may leave; only with pending."""
    error: str = ""
    receipt: str = ""
    maybe_dup: bool = False
    over: Over
    """Of its send."""


async def settle(connection: Connection, outcomes: Sequence[Outcome]) -> frozenset[tuple[str, int]]:
    """Write what became of claims; return the id and fence of those whose fence stood."""
    ids = escape_all(outcome.id for outcome in outcomes)
    homes = await connection.fetch(
        "select distinct destination from deliveries where id = any($1::text[])", ids
    )
    await lanes.lock(connection, (unescape(row["destination"]) for row in homes))
    rows = await connection.fetch(
        """
        update deliveries d
        set state = o.state, settled_at = o.at, not_before = o.retry_at, error = o.error, receipt = o.receipt,
            claimed_at = case when o.state = 'pending' then null else d.claimed_at end,
            maybe_dup = d.maybe_dup or o.maybe_dup
        from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                    $7::text[], $8::boolean[])
             as o (id, fence, state, at, retry_at, error, receipt, maybe_dup)
        where d.id = o.id and d.fence = o.fence and d.state = 'sending'
        returning d.id, d.fence, d.destination, d.state, d.not_before, d.error
        """,
        ids,
        [outcome.fence for outcome in outcomes],
        [outcome.state.value for outcome in outcomes],
        [outcome.at for outcome in outcomes],
        [outcome.retry_at for outcome in outcomes],
        escape_all(outcome.error for outcome in outcomes),
        escape_all(outcome.receipt for outcome in outcomes),
        [outcome.maybe_dup for outcome in outcomes],
    )
    stood = frozenset((unescape(row["id"]), row["fence"]) for row in rows)
    await gates.settle(connection, [one.over for one in outcomes if (one.id, one.fence) in stood])
    times = {one.id: one.over.at for one in outcomes}
    # What is given up says nothing of the others' chances; a success lifts what held them back.
    told = [row for row in rows if row["state"] != State.DEAD]
    await connection.execute(
        """
        update lanes set not_before = t.until, turn = null,
          failures = case when t.sent then 0 else failures + 1 end,
          failing_since = case when not t.sent then coalesce(failing_since, t.at) end,
          error = case when t.sent then '' else t.error end
        from unnest($1::text[], $2::timestamptz[], $3::boolean[], $4::timestamptz[], $5::text[])
             as t (destination, until, sent, at, error)
        where lanes.destination = t.destination
        """,
        [row["destination"] for row in told],
        [row["not_before"] for row in told],
        [row["state"] == State.SENT for row in told],
        [times[unescape(row["id"])] for row in told],
        [row["error"] for row in told],
    )
    await lanes.refresh(connection, {unescape(row["destination"]) for row in rows})
    return stood


async def returned(connection: Connection, receipt: str, at: datetime, reason: str) -> Delivery | None:
    """Give up what was sent and came back; return it, also where it was given up before."""
    found: str | None = await connection.fetchval(
        "select id from deliveries where receipt = $1 and receipt <> '' and state in ('sent', 'dead')",
        escape(receipt),
    )
    if found is None or await _lock_home(connection, delivery_id := unescape(found)) is None:
        return None
    row = await connection.fetchrow(
        """
        with returned as (
          update deliveries set state = 'dead', settled_at = $2, error = $3
          where id = $1 and state = 'sent' returning *
        )
        select * from returned
        union all
        select * from deliveries where id = $1 and state = 'dead'
        """,
        escape(delivery_id),
        at,
        escape(reason),
    )
    return to_delivery(row) if row else None


async def hold(connection: Connection, claim: Claim, hold: str, reason: str) -> bool:
    """Hold it back: it waits for a digest."""
    destination = await _lock_home(connection, claim.delivery.id)
    if destination is None:
        return False
    row = await connection.fetchrow(
        """
        update deliveries set state = 'held', claimed_at = null, not_before = null, hold = $3, reason = $4
        where id = $1 and state = 'sending' and fence = $2 returning id
        """,
        escape(claim.delivery.id),
        claim.delivery.fence,
        escape(hold),
        escape(reason),
    )
    await lanes.refresh(connection, [destination])
    return row is not None


async def split(connection: Connection, claim: Claim, entries: int) -> Claim | None:
    """Keep only the first few entries; the rest becomes the next part."""
    await lanes.lock(connection, [claim.delivery.destination])
    row = await connection.fetchrow(
        "select * from deliveries where id = $1 and fence = $2 and state = 'sending' for update",
        escape(claim.delivery.id),
        claim.delivery.fence,
    )
    if row is None:
        return None
    whole = to_delivery(row)
    if len(whole.entries) <= entries:
        # Made again: the answer of the first time was lost.
        return _part(claim, whole)
    kept, rest = parted(whole, entries)
    await outbox.write_entries(connection, kept)
    await outbox.enqueue(connection, [rest])
    return _part(claim, kept)


def _part(claim: Claim, kept: Delivery) -> Claim:
    told = {(entry.source, entry.article) for entry in kept.entries}
    return Claim(
        delivery=kept,
        articles=tuple(stored for stored in claim.articles if (stored.source, stored.article.id) in told),
        limits=claim.limits,
    )


async def revive(connection: Connection, delivery_id: str) -> bool:
    """Make a dead letter pending again, at its old place in the queue and with all its attempts before it."""
    destination = await _lock_home(connection, delivery_id)
    if destination is None:
        return False
    row = await connection.fetchrow(
        """
        update deliveries set state = 'pending', settled_at = null, claimed_at = null, attempts = 0
        where id = $1 and state = 'dead' returning id
        """,
        escape(delivery_id),
    )
    await lanes.refresh(connection, [destination])
    if row is None:
        return False
    await wakeups.ask(connection, [destination])
    return True


async def drop(connection: Connection, delivery_id: str, at: datetime, reason: str) -> bool:
    """Settle as dropped what waits or is a dead letter."""
    destination = await _lock_home(connection, delivery_id)
    if destination is None:
        return False
    row = await connection.fetchrow(
        """
        update deliveries set state = 'dropped', settled_at = $2, not_before = null, error = $3
        where id = $1 and state in ('held', 'pending', 'dead') returning id
        """,
        escape(delivery_id),
        at,
        escape(reason),
    )
    await lanes.refresh(connection, [destination])
    return row is not None


async def _lock_home(connection: Connection, delivery_id: str) -> str | None:
    """Lock the lane of a delivery's destination; return this, None where there is no such delivery."""
    home: str | None = await connection.fetchval(
        "select destination from deliveries where id = $1", escape(delivery_id)
    )
    if home is None:
        return None
    destination = unescape(home)
    await lanes.lock(connection, [destination])
    return destination
