"""How long a start with many watches takes: `python -m benchmarks.watches [--watches 1000000]`.

The store's file is made by a bulk insert; then it is opened, and all watches are read, parsed and filed as at
every start of the service. Times are CPU time of the process, its store's thread included, and by the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Result, at_most
from benchmarks.rules import SEED, Zipf, resident, rule
from watcher.models import Watch
from watcher.rules import Matcher
from watcher.store.registry import open_store
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.schema import FOLLOWERS, INDEXES
from watcher.store.tiny.watches import watch_row
from watcher.watchbook import WatchBook

WATCHES = 1_000_000
START = 40
"""Seconds of CPU time to load a million at most; fewer in proportion."""
OWNED = 20
"""Watches of one chat."""
AT_ONCE = 10_000


def fill(path: Path, zipf: Zipf, size: int) -> None:
    with RowDatabase(path, indexes=INDEXES, followers=FOLLOWERS) as database:
        table = database.row_table("watches")
        for first in range(0, size, AT_ONCE):
            made = (watch(n, rule(zipf).text) for n in range(first, min(first + AT_ONCE, size)))
            table.insert_multiple([watch_row(each) for each in made])


def watch(number: int, query: str) -> Watch:
    owner = f"telegram:{number // OWNED}"
    return Watch(id=0, owner=owner, query=query, destinations=(owner,))


async def load(path: Path, sample: Zipf) -> tuple[int, float, float]:
    """Return the number of watches read, and the seconds by CPU and by the clock that it took."""
    matcher = Matcher([sample.article(40) for _ in range(2_000)])
    cpu, clock = time.process_time(), time.perf_counter()
    store = await open_store(path)
    book = WatchBook(store, matcher)
    await book.load()
    taken = time.process_time() - cpu, time.perf_counter() - clock
    await store.close()
    return len(matcher), *taken


def measure(size: int) -> Iterator[Result]:
    """Make a store with so many watches, and start with it."""
    with TemporaryDirectory() as name:
        path = Path(name) / "watches.db"
        zipf = Zipf(random.Random(SEED))
        fill(path, zipf, size)
        before = resident()
        read, cpu, clock = asyncio.run(load(path, zipf))
    each = (resident() - before) / size
    print(f"loading {read:,} watches: {cpu:.1f} s of CPU time, {clock:.1f} s by the clock")
    print(f"  {each:,.0f} bytes each, with all that is known of it")
    yield at_most(f"loading {read:,} watches, CPU time", cpu, "s", START * size / WATCHES)
    yield Result("memory of a loaded watch", each, "bytes")


def run(quick: bool) -> Iterator[Result]:
    """Measure with a million, or a tenth of it."""
    return measure(WATCHES // (10 if quick else 1))


def main() -> None:
    """Read the options, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--watches", type=int, default=WATCHES)
    list(measure(options.parse_args().watches))


if __name__ == "__main__":
    main()
