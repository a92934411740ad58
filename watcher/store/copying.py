"""All that a store holds, in order, as records that belong to no backend; and one store's into another.

A record is what JSON knows: a model's fields as `codec` writes them. Equal stores have equal records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol, TypeAlias

from watcher.errors import StoreError
from watcher.store.codec import (
    article_body,
    stamp,
    to_body,
    to_chat,
    to_delivery,
    to_source,
    to_stored,
    to_watch,
    watch_body,
)

Record: TypeAlias = Mapping[str, Any]

BATCH = 500
"""Records read or written at a time."""
UNFINISHED = "copy unfinished"
"""The small value that a store has while it is being filled; no service takes such a one."""


class Exporter(Protocol):
    """Reads a store as it is at one moment. All methods may raise `StoreError`."""

    def batches(self, table: str) -> AsyncIterator[Sequence[Record]]:
        """Yield the records of one of `TABLES`, in order where they have one."""
        ...

    async def close(self) -> None:
        """Let the store go."""
        ...


class Importer(Protocol):
    """Fills a store that is empty, or that was left unfinished. All methods may raise `StoreError`."""

    async def clear(self, table: str) -> None:
        """Remove what was left there of a table."""
        ...

    async def add(self, table: str, records: Sequence[Record]) -> None:
        """Write the next records of a table; they have reached the disk on return."""
        ...

    async def finish(self) -> None:
        """Make of what was written a store that a service can take."""
        ...

    async def close(self) -> None:
        """Let the store go."""
        ...


class Target(Exporter, Importer, Protocol):
    """Fills a store, and reads what it wrote, which verifies it."""


def _source(record: Record) -> Record:
    return to_body(to_source(record))


def _article(record: Record) -> Record:
    stored = to_stored(record)
    return {
        **article_body(stored.article),
        "source": stored.source,
        "first_seen": stamp(stored.first_seen),
        "last_seen": stamp(datetime.fromisoformat(record["last_seen"])),
    }


def _watch(record: Record) -> Record:
    return {**watch_body(to_watch(record, record["id"])), "id": record["id"]}


def _with(*names: str) -> Callable[[Record], Record]:
    return lambda record: {name: record[name] for name in names}


TABLES: Mapping[str, Callable[[Record], Record]] = {
    "sources": _source,
    "articles": _article,
    "deliveries": lambda record: to_body(to_delivery(record)),
    "lanes": _with("destination", "not_before"),
    "watches": _watch,
    "chats": lambda record: to_body(to_chat(record)),
    "quotas": _with("destination", "subject", "day", "number"),
    "values": _with("key", "value"),
    "counters": _with("name", "last"),
}
"""Table → what brings its records to their one form; in the order in which they are to be written.

`lanes` are the destinations that must wait, and until when; `counters` the highest number that was ever given
to a row of a table.
"""
_ORDERED = frozenset(("sources", "articles", "deliveries", "watches", "chats"))
"""Tables whose order means something."""


@dataclass(slots=True)
class Sum:
    """A number of records, and a checksum of them."""

    table: str
    number: int = 0
    total: int = 0

    def take(self, records: Sequence[Record]) -> None:
        """Count records in."""
        for record in records:
            self.number += 1
            place = self.number if self.table in _ORDERED else 0
            text = json.dumps([place, record], sort_keys=True, separators=(",", ":"))
            digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
            self.total = (self.total + int.from_bytes(digest, "big")) % (1 << 128)


def parts(records: Iterator[Record]) -> Iterator[Sequence[Record]]:
    """Yield the records a batch at a time."""
    while batch := list(islice(records, BATCH)):
        yield batch


async def total(store: Exporter, table: str) -> Sum:
    """Return how much a store has of a table."""
    found = Sum(table)
    async for batch in store.batches(table):
        found.take(batch)
    return found


async def pour(source: Exporter, target: Importer, table: str, tell: Callable[[str, int], None]) -> Sum:
    """Write the records of a table into another store; return how much that was."""
    await target.clear(table)
    poured = Sum(table)
    async for batch in source.batches(table):
        await target.add(table, batch)
        poured.take(batch)
        tell(table, poured.number)
    return poured


async def copy(source: Exporter, target: Target, tell: Callable[[str, int], None]) -> Mapping[str, int]:
    """Make the target hold what the source holds, and verify it; return how many records of each table.

    A copy that was cut off goes on with the first table that differs. `tell` hears of a table and how many
    records of it are there. Raises `StoreError`.
    """
    numbers = {}
    for table in TABLES:
        there = await total(target, table)
        if not there.number or there != await total(source, table):
            wanted = await pour(source, target, table, tell)
            there = await total(target, table)
            if there != wanted:
                raise StoreError(
                    f"{table}: {there.number} records arrived of {wanted.number}, or not the same ones; "
                    "the store that they are from is as it was: do it again"
                )
        numbers[table] = there.number
        tell(table, there.number)
    await target.finish()
    return numbers
