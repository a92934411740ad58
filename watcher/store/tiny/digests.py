"""Digests: what is held for a destination, gathered into one delivery."""

from __future__ import annotations

from datetime import datetime

from watcher.models import Delivery, Event, State
from watcher.store.codec import stamp, time_or_none, to_delivery
from watcher.store.tiny import outbox
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import HELD, Tables


def cut_digest(tables: Tables, destination: str, slot: str, now: datetime) -> Delivery | None:
    """Queue the digest of a slot and settle what went into it; None when it was cut, or nothing is held."""
    digest_id = f"digest:{destination}:{slot}"
    held = tables.deliveries.walk(HELD, Window(value=destination))
    if not held or outbox.find(tables, digest_id) is not None:
        return None
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


def held_since(tables: Tables, destination: str) -> datetime | None:
    """Return when the oldest held delivery of a destination was queued."""
    oldest = tables.deliveries.walk(HELD, Window(value=destination), limit=1)
    return time_or_none(oldest[0]["created_at"]) if oldest else None


def holding(tables: Tables) -> tuple[str, ...]:
    """Return the destinations for which something is held."""
    return tuple(str(destination) for destination in tables.deliveries.groups(HELD))
