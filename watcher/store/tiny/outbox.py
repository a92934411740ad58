"""The outbox up to the moment of sending: queueing, what is due, claims."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from itertools import islice

from tinydb.table import Document

from notifiers.port import Limits
from watcher.models import Delivery, State
from watcher.store.codec import delivery_body, stamp, time_or_none, to_delivery
from watcher.store.port import Claim, Kept
from watcher.store.tiny import articles, gates, lanes
from watcher.store.tiny.entries import Window
from watcher.store.tiny.index import FIRST
from watcher.store.tiny.schema import BY_ID, DELIVERY_BY_STATE, Tables


def enqueue(tables: Tables, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Queue deliveries; return those whose ids were not there before."""
    new = fresh(tables, deliveries)
    insert(tables, new)
    return new


def fresh(tables: Tables, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Return those whose ids are not there, each id once."""
    distinct: dict[str, Delivery] = {}
    for delivery in deliveries:
        distinct.setdefault(delivery.id, delivery)
    there = tables.deliveries.last_of_each(BY_ID, distinct, FIRST)
    return tuple(delivery for delivery in distinct.values() if delivery.id not in there)


def insert(tables: Tables, deliveries: Sequence[Delivery]) -> None:
    """Queue deliveries whose ids are not there."""
    tables.deliveries.add_all([delivery_body(delivery) for delivery in deliveries])
    for destination in dict.fromkeys(delivery.destination for delivery in deliveries):
        lanes.refresh(tables, destination)


def find(tables: Tables, delivery_id: str) -> Document | None:
    """Return the row of a delivery."""
    return next(iter(tables.deliveries.walk(BY_ID, Window(value=delivery_id), limit=1)), None)


def save(tables: Tables, row: Document, delivery: Delivery) -> None:
    """Write a delivery over its row."""
    tables.deliveries.replace(row, delivery_body(delivery))


def change(tables: Tables, row: Document, **fields: object) -> Delivery:
    """Write some fields of a delivery, as documents have them; return it as it is then."""
    body = {**row, **fields}
    tables.deliveries.replace(row, body)
    return to_delivery(body)


def due_destinations(tables: Tables, now: datetime, limit: int) -> tuple[str, ...]:
    """Return destinations with a delivery to send now, the longest waiting first."""
    return tuple(lanes.due(tables, now, limit))


def next_due(tables: Tables) -> datetime | None:
    """Return when the earliest pending delivery may be sent."""
    return time_or_none(lanes.earliest(tables))


def claim(tables: Tables, destination: str, now: datetime, limits: Limits) -> Claim | None:
    """Take the oldest due delivery of a destination, unless another is being sent or it must wait."""
    lane = lanes.find(tables, destination)
    if lane is None or not lanes.is_open(lane, now):
        return None
    row = lanes.head(tables, destination, now)
    if row is None:
        return None
    leaves = now
    if limits.rates:
        entry = gates.enter(tables, limits, lane, now)
        if entry.again:
            turn = stamp(entry.turn) if entry.turn else None
            lanes.hold_back(tables, destination, stamp(entry.again), turn)
            return None
        leaves = entry.leaves or now
    taken = change(
        tables,
        row,
        state=State.SENDING,
        fence=row["fence"] + 1,
        attempts=row["attempts"] + 1,
        claimed_at=stamp(leaves),
    )
    lanes.occupy(tables, lane)
    return Claim(delivery=taken, articles=articles.of_entries(tables, taken.entries), limits=limits)


def orphans(tables: Tables, claimed_before: datetime, ours: AbstractSet[str]) -> tuple[Claim, ...]:
    """Take over deliveries left in `sending`: since before then, or by whom is not of `ours`."""
    sending = tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=State.SENDING))
    left = [row for row in sending if row["id"] not in ours or row["claimed_at"] < stamp(claimed_before)]
    return tuple(_take_over(tables, row) for row in left)


def deliveries(
    tables: Tables, state: State | None, limit: int, destination: str | None = None
) -> tuple[Delivery, ...]:
    """Return rows of the outbox, the last queued first; those of one destination are looked for among all."""
    enough = limit if destination is None else None
    if state is None:
        rows = tables.deliveries.latest(enough)
    else:
        rows = tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=state), newest=True, limit=enough)
    wanted = (row for row in rows if destination is None or row["destination"] == destination)
    return tuple(to_delivery(row) for row in islice(wanted, limit))


def delivery(tables: Tables, delivery_id: str) -> Kept | None:
    """Return a row of the outbox with its articles."""
    row = find(tables, delivery_id)
    if row is None:
        return None
    found = to_delivery(row)
    return Kept(delivery=found, articles=articles.of_entries(tables, found.entries))


def _take_over(tables: Tables, row: Document) -> Claim:
    left = to_delivery(row)
    taken = replace(left, fence=left.fence + 1)
    save(tables, row, taken)
    return Claim(delivery=taken, articles=articles.of_entries(tables, taken.entries))
