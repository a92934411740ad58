"""What durability costs: `python -m benchmarks.store`.

Prints the median durable insert into a table of 1,000 and of 100,000 documents for TinyDB's own
JSONStorage, for bare sqlite3 and for the embedded store; what opening 100,000 documents takes; and how
many deliveries a second are queued, claimed and settled. Ratios carry over to other machines, times do not.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tinydb import TinyDB

from watcher.models import Article, Delivery, Entry, Event, Validators
from watcher.store.port import PollCommit, Store
from watcher.store.registry import open_store
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.index import Index

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SMALL, LARGE = 1_000, 100_000
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


def inserts(folder: Path) -> None:
    print(f"median durable insert, ms{'at 1k':>19}{'at 100k':>10}{'100k / 1k':>11}")
    found = {}
    for name, measure in (
        ("stock TinyDB JSONStorage", stock_tinydb),
        ("bare sqlite3", bare_sqlite),
        ("embedded store", embedded),
    ):
        small, large = (measure(folder / f"{name} {size}", size) for size in (SMALL, LARGE))
        found[name] = large
        print(f"  {name:<32}{small * 1e3:>10.2f}{large * 1e3:>10.2f}{large / small:>11.2f}")
    ours = found["embedded store"]
    print(f"  at 100k the embedded store is {found['stock TinyDB JSONStorage'] / ours:.0f} times as fast as")
    print(f"  stock TinyDB, and takes {ours / found['bare sqlite3']:.2f} times as long as bare sqlite3")


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


async def opening(path: Path) -> None:
    store = await open_store(path)
    for first in range(0, LARGE, 1_000):
        await commit(store, articles(first, 1_000), [])
    await store.close()
    tracemalloc.start()
    start = perf_counter()
    store = await open_store(path)
    due = await store.due_destinations(NOON)
    taken, (held, _) = perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await store.close()
    print(f"opening {LARGE:,} articles: {taken:.3f} s, {held / LARGE:.1f} bytes each ({len(due)} due)")


async def drain(store: Store, destination: str) -> None:
    while claim := await store.claim(destination, NOON):
        await store.sent(claim, NOON, "receipt")


async def throughput(path: Path, alerts: int, destinations: int) -> None:
    store = await open_store(path)
    start = perf_counter()
    await commit(store, articles(0, 1), deliveries(alerts, "a0", destinations))
    queued = perf_counter() - start
    await asyncio.gather(*(drain(store, f"d{n}") for n in range(destinations)))
    taken = perf_counter() - start
    await store.close()
    print(
        f"{alerts:,} alerts for {destinations} destinations: queued in {queued:.2f} s, "
        f"all settled in {taken:.2f} s, {alerts / taken:,.0f}/s"
    )


async def backlog(path: Path, pending: int) -> None:
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


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        inserts(folder)
        asyncio.run(opening(folder / "opening.db"))
        for destinations in (50, 1_000):
            asyncio.run(throughput(folder / f"alerts-{destinations}.db", 5_000, destinations))
        asyncio.run(backlog(folder / "backlog.db", pending=200_000))


if __name__ == "__main__":
    main()
