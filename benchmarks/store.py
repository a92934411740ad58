"""What durability costs: `python -m benchmarks.store`.

Prints the median durable insert into a table of 1,000 and of 100,000 (`--large`) documents for TinyDB's own
JSONStorage, for bare sqlite3 and for the embedded store; what opening 100,000 documents takes; and how
many deliveries a second are queued, claimed and settled. Ratios carry over to other machines, times do not.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tinydb import TinyDB

from benchmarks.result import Result, at_least, at_most
from watcher.models import Article, Delivery, Entry, Event, Validators
from watcher.store.port import PollCommit, Store
from watcher.store.registry import open_store
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.index import Index

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SMALL, LARGE = 1_000, 100_000
ALERTS = 5_000
PENDING = 200_000
GROWTH = 1.5
"""An insert into the large table takes at most so many times as long as one into the small."""
START = 1.5
"""Seconds to open the large store at most."""
HELD = 1_500
"""Bytes of memory a document of it, at most."""
SETTLED = 1_000
"""Alerts queued, claimed and settled in a second, at least."""
INDEXES = {"_default": (Index(by="id"),)}


def document(number: int) -> dict[str, object]:
    return {"id": f"a{number}", "title": f"Article {number}", "summary": "x" * 300, "seen": NOON.isoformat()}


def documents(size: int) -> list[dict[str, object]]:
    return [document(number) for number in range(size)]


def median_of(insert: Callable[[int], object], size: int, times: int) -> float:
    """Return the median seconds of one insert, after `size` documents."""
    taken = []
    for number in range(size, size + times):
        start = perf_counter()
        insert(number)
        taken.append(perf_counter() - start)
    return median(taken)


def stock_tinydb(path: Path, size: int) -> float:
    with TinyDB(path) as database:
        database.insert_multiple(documents(size))
        return median_of(lambda number: database.insert(document(number)), size, times=5)


def embedded(path: Path, size: int) -> float:
    with RowDatabase(path, indexes=INDEXES) as database:
        database.insert_multiple(documents(size))
        return median_of(lambda number: database.insert(document(number)), size, times=300)


def bare_sqlite(path: Path, size: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, body TEXT);"
    )
    connection.execute("BEGIN")
    insert = "INSERT INTO documents (body) VALUES (?)"
    connection.executemany(insert, ((str(body),) for body in documents(size)))
    connection.execute("COMMIT")
    taken = median_of(lambda number: connection.execute(insert, (str(document(number)),)), size, times=300)
    connection.close()
    return taken


def inserts(folder: Path, size: int) -> Iterator[Result]:
    print(f"median durable insert, ms{f'at {SMALL:,}':>19}{f'at {size:,}':>12}{'ratio':>9} (goal {GROWTH})")
    found = {}
    for name, measure in (
        ("stock TinyDB JSONStorage", stock_tinydb),
        ("bare sqlite3", bare_sqlite),
        ("embedded store", embedded),
    ):
        small, large = (measure(folder / f"{name} {size}", size) for size in (SMALL, size))
        found[name] = large
        print(f"  {name:<32}{small * 1e3:>10.2f}{large * 1e3:>12.2f}{large / small:>9.2f}")
        if measure is embedded:
            yield at_most("durable insert, large table to small", large / small, "x", GROWTH)
    ours = found["embedded store"]
    faster, slower = found["stock TinyDB JSONStorage"] / ours, ours / found["bare sqlite3"]
    print(f"  at {size:,} the embedded store is {faster:.0f} times as fast as stock TinyDB,")
    print(f"  and takes {slower:.2f} times as long as bare sqlite3")
    yield Result("durable insert, as fast as stock TinyDB", faster, "x")
    yield Result("durable insert, as long as bare sqlite3", slower, "x")


def articles(first: int, size: int) -> list[Article]:
    return [
        Article(id=f"a{n}", keys=(f"url:{n}", f"title:{n}"), title=f"Article {n}", summary="x" * 300)
        for n in range(first, first + size)
    ]


def deliveries(alerts: int, article: str, destinations: int) -> list[Delivery]:
    return [
        Delivery(
            id=f"{article}:{n}",
            event=Event.ALERT,
            destination=f"d{n % destinations}",
            entries=(Entry(source="s", article=article),),
            created_at=NOON,
        )
        for n in range(alerts)
    ]


async def commit(store: Store, page: list[Article], queued: list[Delivery]) -> None:
    await store.commit_poll(
        PollCommit(source="s", at=NOON, validators=Validators(), page=page, new=page, deliveries=queued)
    )


async def opening(path: Path, size: int) -> tuple[Result, Result]:
    store = await open_store(path)
    for first in range(0, size, 1_000):
        await commit(store, articles(first, 1_000), [])
    await store.close()
    tracemalloc.start()
    start = perf_counter()
    store = await open_store(path)
    due = await store.due_destinations(NOON)
    taken, (held, _) = perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await store.close()
    each = held / size
    print(f"opening {size:,} articles: {taken:.3f} s, {each:.0f} bytes each ({len(due)} due)")
    print(f"  goals: {START} s, {HELD} bytes")
    speed = at_most("opening the store", taken, "s", START)
    return speed, at_most("opening the store, a document", each, "bytes", HELD)


async def drain(store: Store, destination: str) -> None:
    while claim := await store.claim(destination, NOON):
        await store.sent(claim, NOON, "receipt")


async def throughput(path: Path, alerts: int, destinations: int) -> Result:
    store = await open_store(path)
    start = perf_counter()
    await commit(store, articles(0, 1), deliveries(alerts, "a0", destinations))
    queued = perf_counter() - start
    await asyncio.gather(*(drain(store, f"d{n}") for n in range(destinations)))
    taken = perf_counter() - start
    await store.close()
    print(
        f"{alerts:,} alerts for {destinations} destinations: queued in {queued:.2f} s, "
        f"all settled in {taken:.2f} s, {alerts / taken:,.0f}/s, goal {SETTLED:,}/s"
    )
    return at_least(f"alerts settled, {destinations:,} destinations", alerts / taken, "/s", SETTLED)


async def backlog(path: Path, pending: int) -> Result:
    store = await open_store(path)
    for number in range(pending // 10_000):
        await store.enqueue(deliveries(10_000, f"a{number}", destinations=5_000))
    start = perf_counter()
    await store.due_destinations(NOON, limit=100)
    await store.next_due()
    claim = await store.claim("d7", NOON)
    taken = (perf_counter() - start) * 1e3
    print(f"with {pending:,} pending: asking what is due, and one claim, take {taken:.1f} ms")
    assert claim is not None
    await store.close()
    return Result(f"what is due and one claim, {pending:,} pending", taken, "ms")


def measure(size: int, alerts: int, pending: int) -> Iterator[Result]:
    """Measure with `size` documents, one article's `alerts`, and a backlog of `pending` deliveries."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield from inserts(folder, size)
        yield from asyncio.run(opening(folder / "opening.db", size))
        for destinations in (50, 1_000):
            yield asyncio.run(throughput(folder / f"alerts-{destinations}.db", alerts, destinations))
        yield asyncio.run(backlog(folder / "backlog.db", pending))


def run(quick: bool) -> Iterator[Result]:
    """Measure at the usual size, or at a fifth of it."""
    part = 5 if quick else 1
    return measure(LARGE // part, ALERTS // part, PENDING // part)


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE, help="documents of the large table")
    parser.add_argument("--pending", type=int, default=PENDING, help="deliveries of the backlog")
    parser.add_argument("--alerts", type=int, default=ALERTS, help="of one article")
    options = parser.parse_args()
    list(measure(options.large, options.alerts, options.pending))


if __name__ == "__main__":
    main()
