"""What searching the stored articles takes: `python -m benchmarks.search [--articles 100000]`.

Articles have 40 words, drawn by Zipf's law; in them stand three words of a real query, as often as given.
Opening the store is told apart from the query's own work.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Result, at_most
from benchmarks.rules import SEED, Zipf
from watcher.backtest import backtest
from watcher.models import Article, Validators
from watcher.rules import parse
from watcher.store.port import PollCommit, Question, Store
from watcher.store.registry import open_store

ARTICLES = 100_000
PAGE = 50
"""New articles of one poll."""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 365
ANSWER_MS = 100
"""What a search may take."""
PLANTED = {"sanctions": 0.02, "cargo ship": 0.005, "cargo": 0.01, "football": 0.05}
"""Share of the articles that hold these words."""
QUERIES = (
    'sanctions OR "cargo ship" -football',
    "{common}",
    "{common} {second} -football",
    '"{common} {second}"',
    "sanct*",
)


def an_article(zipf: Zipf, number: int) -> Article:
    made = zipf.article(36)
    planted = [words for words, share in PLANTED.items() if zipf.random.random() < share]
    return replace(
        made, id=f"a{number}", keys=(f"url:{number}",), title=f"{made.title} {' '.join(planted)}".strip()
    )


async def fill(store: Store, zipf: Zipf, size: int) -> None:
    for first in range(0, size, PAGE):
        page = [an_article(zipf, number) for number in range(first, first + PAGE)]
        at = NOON - timedelta(days=DAYS) * (1 - first / size)
        await store.commit_poll(
            PollCommit(source=f"s{first % 20}", at=at, validators=Validators(), page=page, new=page)
        )


async def best_of(store: Store, question: Question, runs: int = 5) -> tuple[float, int]:
    best, matches = float("inf"), 0
    for _ in range(runs):
        started = time.process_time()
        matches = (await store.search(question, limit=10)).matches
        best = min(best, time.process_time() - started)
    return best * 1000, matches


async def searching(path: Path, size: int) -> list[Result]:
    zipf = Zipf(random.Random(SEED))
    store = await open_store(path)
    started = time.process_time()
    await fill(store, zipf, size)
    taken = time.process_time() - started
    print(f"{size:,} articles, {PAGE} new in a poll: {taken / size * 1e3:.2f} ms CPU each to make and commit")
    await store.close()
    started = time.process_time()
    store = await open_store(path)
    print(f"opened in {(time.process_time() - started) * 1e3:.0f} ms")
    results = []
    for template in QUERIES:
        text = template.format(common=zipf.words[0], second=zipf.words[1])
        for days in (DAYS + 1, 7):
            question = Question(query=parse(text), since=NOON - timedelta(days=days), until=NOON)
            took, matches = await best_of(store, question)
            print(f"  {text:<40}{days:>5} days {matches:>8,} matches {took:>9.1f} ms")
            if days > 7:
                results.append(at_most(f"search {size:,} articles: {text}", took, "ms", ANSWER_MS))
    question = Question(query=parse(QUERIES[0]), since=NOON - timedelta(days=DAYS + 1), until=NOON)
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        told = await backtest(store, question)
        best = min(best, time.process_time() - started)
    asked = len(told.near_misses) + len(told.narrower) + len(told.wider)
    print(f"  backtest of the first, with {asked} near misses and hints {best * 1000:>9.1f} ms")
    results.append(at_most(f"backtest {size:,} articles: {QUERIES[0]}", best * 1000, "ms", ANSWER_MS))
    await store.close()
    return results


def measure(size: int) -> Iterator[Result]:
    """Measure with so many articles."""
    with TemporaryDirectory() as folder:
        yield from asyncio.run(searching(Path(folder) / "state.db", size))


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
