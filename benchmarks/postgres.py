"""What the store on PostgreSQL takes: `python -m benchmarks.postgres [--articles 100000]`.

Its server is one from a wheel on this machine. Alerts are counted by the clock. Other times are of the
processor, this process's and the server's together: what one waits for the other, and for the disk, is not in
them. They are read from Linux's /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import asyncpg

from benchmarks.result import Result, at_least, at_most
from benchmarks.rules import SEED, Zipf
from benchmarks.search import ARTICLES, DAYS, NOON, QUERIES, fill
from tests.postgres import new_database, server
from watcher.backtest import backtest
from watcher.models import Delivery, Entry, Event, Validators
from watcher.rules import parse
from watcher.store.port import PollCommit, Question, Store
from watcher.store.registry import open_store

ALERTS = 5000
"""Of one article, each to a destination of its own."""
LANES = 1000
"""Destinations that are sent to at once."""
A_SECOND = 3000
"""Alerts to be claimed and settled in a second."""
BACKTEST_MS = 1000


def worked() -> float:
    """Return the seconds that this process and those of the server have worked so far."""
    postmaster = (server().pgdata / "postmaster.pid").read_text("utf-8").splitlines()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, parent, *rest = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        if parent == postmaster:
            ticks += int(rest[9]) + int(rest[10])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


async def queue(store: Store, zipf: Zipf) -> None:
    """Queue one article's alerts, as its poll does."""
    article = zipf.article(36)
    alerts = [
        Delivery(
            id=f"alert:{article.id}:d{number}",
            event=Event.ALERT,
            destination=f"d{number}",
            entries=(Entry(source="s", article=article.id, watches=(number,)),),
            created_at=NOON,
        )
        for number in range(ALERTS)
    ]
    page = [article]
    await store.commit_poll(
        PollCommit(source="s", at=NOON, validators=Validators(), page=page, new=page, deliveries=alerts)
    )


async def send_all(store: Store) -> None:
    """Claim and settle what is queued, in as many lanes as there are; sending takes no time."""
    destinations = iter([f"d{number}" for number in range(ALERTS)])

    async def lane() -> None:
        for destination in destinations:
            claim = await store.claim(destination, NOON)
            assert claim
            await store.sent(claim, NOON, "taken")

    await asyncio.gather(*(lane() for _ in range(LANES)))


async def bare(address: str) -> float:
    """Return what it takes asyncpg alone to change and read as many rows, twice, in a transaction."""
    connection = await asyncpg.connect(address)
    await connection.execute("create table bare as select * from deliveries")
    await connection.execute("create unique index on bare (id)")
    ids = [row["id"] for row in await connection.fetch("select id from bare")]
    began = worked()
    async with connection.transaction():
        for state in ("sending", "sent"):
            await connection.fetch("update bare set state = $2 where id = any($1) returning *", ids, state)
    took = worked() - began
    await connection.close()
    return took


async def outbox() -> list[Result]:
    """Measure the way of an article's alerts through the outbox."""
    address = new_database()
    store = await open_store(address)
    zipf = Zipf(random.Random(SEED))
    began = worked()
    await queue(store, zipf)
    queued = worked() - began
    alone = await bare(address)
    began, started = worked(), time.perf_counter()
    await send_all(store)
    took, waited = worked() - began, time.perf_counter() - started
    await store.close()
    print(f"  {ALERTS:,} alerts queued in {queued:.2f} s, claimed and settled in {took:.2f} s")
    print(f"  asyncpg alone, in one transaction: {alone:.2f} s, {took / alone:.1f} times less")
    return [at_least(f"PostgreSQL: {ALERTS:,} alerts claimed and settled", ALERTS / waited, "/s", A_SECOND)]


async def searching(size: int) -> list[Result]:
    """Measure searches over stored articles."""
    store = await open_store(new_database())
    began = worked()
    zipf = Zipf(random.Random(SEED))
    await fill(store, zipf, size)
    print(f"  {size:,} articles committed, {(worked() - began) / size * 1e3:.2f} ms each")
    for template in QUERIES:
        text = template.format(common=zipf.words[0], second=zipf.words[1])
        question = Question(query=parse(text), since=NOON - timedelta(days=DAYS + 1), until=NOON)
        began = worked()
        found = await store.search(question, limit=10)
        print(f"  {text:<40} {found.matches:>8,} matches {(worked() - began) * 1e3:>9.1f} ms")
    question = Question(query=parse(QUERIES[0]), since=NOON - timedelta(days=DAYS + 1), until=NOON)
    best = float("inf")
    for _ in range(3):
        began = worked()
        await backtest(store, question)
        best = min(best, worked() - began)
    await store.close()
    print(f"  backtest of the first {best * 1e3:>9.1f} ms")
    return [at_most(f"PostgreSQL: backtest {size:,} articles", best * 1e3, "ms", BACKTEST_MS)]


def measure(size: int) -> Iterator[Result]:
    """Measure with so many articles."""
    yield from asyncio.run(outbox())
    yield from asyncio.run(searching(size))


def run(quick: bool) -> Iterator[Result]:
    """Measure at the usual size, or at a fifth of it."""
    return measure(ARTICLES // 5 if quick else ARTICLES)


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    list(measure(parser.parse_args().articles))


if __name__ == "__main__":
    main()
