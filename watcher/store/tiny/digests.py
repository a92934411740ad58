"""Digests: what is held for a destination, gathered into one delivery."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from watcher.models import Delivery, Event, State
from watcher.store.codec import stamp, time_or_none, to_delivery
from watcher.store.tiny import outbox
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import HELD, Tables


def cut_digest(
    tables: Tables, destination: str, slot: str, now: datetime, holds: Collection[str]
) -> Delivery | None:
    """Queue the digest of a slot and settle what went into it; None when it was cut, or nothing is held."""
    digest_id = f"digest:{destination}:{slot}"
    held = [
        row for hold in sorted(set(holds)) for row in tables.deliveries.walk(HELD, _so(destination, hold))
    ]
    if not held or outbox.find(tables, digest_id) is not None:
        return None
    held.sort(key=lambda row: row.doc_id)
    digest = Delivery(
        id=digest_id,
        event=Event.DIGEST,
        destination=destination,
        entries=tuple(entry for row in held for entry in to_delivery(row).entries),
        created_at=now,
    )
    tables.deliveries.update(
        {"state": State.DIGESTED, "settled_at": stamp(now)}, doc_ids=[row.doc_id for row in held]
    )
    outbox.enqueue(tables, [digest])
    return digest


def held_since(tables: Tables, destination: str, hold: str) -> datetime | None:
    """Return when the first delivery of a destination that is held so was queued."""
    first = tables.deliveries.walk(HELD, _so(destination, hold), limit=1)
    return time_or_none(first[0]["created_at"]) if first else None


def holding(tables: Tables) -> Mapping[str, frozenset[str]]:
    """Return the destinations for which something is held, each with what its deliveries wait for."""
    return {
        str(destination): frozenset(map(str, tables.deliveries.ranks(HELD, destination)))
        for destination in tables.deliveries.groups(HELD)
    }


def _so(destination: str, hold: str) -> Window:
    return Window(value=destination, low=hold, high=f"{hold}\0")
