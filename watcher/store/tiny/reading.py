"""Reading back, and small named values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from tinydb import where

from watcher.models import SourceState, State
from watcher.store.codec import stamp, time_or_none, to_source, to_stored
from watcher.store.port import Counts, Queue, Stored
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import (
    ARTICLE_BY_FIRST_SEEN,
    ARTICLE_BY_KEY,
    BY_KEY,
    DELIVERY_BY_STATE,
    HELD,
    IN_FLIGHT,
    QUEUE,
    Tables,
)


def recent(tables: Tables, since: datetime, limit: int) -> tuple[Stored, ...]:
    """Return articles first seen since then, newest first."""
    found = tables.articles.walk(ARTICLE_BY_FIRST_SEEN, Window(low=stamp(since)), newest=True, limit=limit)
    return tuple(to_stored(document) for document in found)


def articles(tables: Tables, keys: Iterable[str]) -> tuple[Stored, ...]:
    """Return the articles under any of these keys, newest first."""
    rows = [row for key in keys for row in tables.articles.walk(ARTICLE_BY_KEY, Window(value=key))]
    each = {row.doc_id: row for row in rows}
    newest = sorted(each.values(), key=lambda row: (row["first_seen"], row.doc_id), reverse=True)
    return tuple(map(to_stored, newest))


def sources(tables: Tables) -> tuple[SourceState, ...]:
    """Return the state of every source ever polled."""
    return tuple(to_source(document) for document in tables.sources)


def counts(tables: Tables) -> Counts:
    """Return how much is where; states without a delivery are left out."""
    by_state = {state: tables.deliveries.tally(DELIVERY_BY_STATE, Window(value=state)) for state in State}
    return Counts(
        articles=len(tables.articles),
        watches=len(tables.watches),
        deliveries={state: number for state, number in by_state.items() if number},
    )


def queues(tables: Tables) -> tuple[Queue, ...]:
    """Return what waits or was given up, by destination."""
    dead = Counter(
        str(row["destination"]) for row in tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=State.DEAD))
    )
    waiting = {str(name) for index in (HELD, QUEUE, IN_FLIGHT) for name in tables.deliveries.groups(index)}
    return tuple(_queue(tables, name, dead[name]) for name in sorted(waiting | dead.keys()))


def _queue(tables: Tables, destination: str, dead: int) -> Queue:
    its = Window(value=destination)
    first = next(iter(tables.deliveries.walk(QUEUE, its, limit=1)), None)
    return Queue(
        destination=destination,
        held=tables.deliveries.tally(HELD, its),
        pending=tables.deliveries.tally(QUEUE, its),
        sending=tables.deliveries.tally(IN_FLIGHT, its),
        dead=dead,
        waiting_since=time_or_none(first["created_at"]) if first else None,
        next_try=time_or_none(first["not_before"]) if first else None,
        error=first["error"] if first else "",
    )


def get(tables: Tables, key: str) -> str | None:
    """Return a small named value."""
    document = tables.values.first(where("key") == key)
    return None if document is None else str(document["value"])


def put(tables: Tables, key: str, value: str) -> None:
    """Store a small named value."""
    tables.values.upsert({"key": key, "value": value}, where("key") == key)


def put_new(tables: Tables, key: str, value: str) -> bool:
    """Store a small named value unless there is one of this name."""
    if get(tables, key) is not None:
        return False
    tables.values.insert({"key": key, "value": value})
    return True


def values(tables: Tables, prefix: str) -> Mapping[str, str]:
    """Return the small values whose names begin so."""
    names = (str(key) for key in tables.values.groups(BY_KEY))
    found = ((name, get(tables, name)) for name in names if name.startswith(prefix))
    return {name: value for name, value in found if value is not None}


def remove(tables: Tables, key: str) -> None:
    """Forget a small named value."""
    tables.values.remove(where("key") == key)
