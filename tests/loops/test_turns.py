"""Turns: of several processes on one store, one works."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import postgres
from watcher.service.turns import Turns
from watcher.store.port import Store
from watcher.store.registry import open_store


def now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """One process's share of some lasting work."""

    def __init__(self, store: Store) -> None:
        self.turns = Turns(store, now, renewed=0.05)
        self.working = asyncio.Event()

    async def work(self) -> None:
        self.working.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.working.clear()


@pytest.fixture
async def two() -> AsyncIterator[tuple[Store, Store]]:
    address = postgres.new_database()
    first, second = await open_store(address), await open_store(address)
    yield first, second
    await first.close()
    await second.close()


async def test_a_turn_is_one_process_s_until_it_is_over(two: tuple[Store, Store]) -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        done.append(number)

    for number, store in enumerate(two):
        await Turns(store, now).once("poll nk", 60, lambda number=number: work(number))  # type: ignore[misc]
    assert done == [0]


async def test_lasting_work_goes_to_the_next_process_when_the_first_goes(two: tuple[Store, Store]) -> None:
    first, second = Worker(two[0]), Worker(two[1])
    task = asyncio.create_task(first.turns.keep("telegram", first.work))
    await first.working.wait()
    await second.turns.keep("telegram", second.work)
    assert first.working.is_set()
    assert not second.working.is_set()
    task.cancel()
    await asyncio.wait([task])
    assert not first.working.is_set()
    await two[0].close()
    other = asyncio.create_task(second.turns.keep("telegram", second.work))
    await asyncio.wait_for(second.working.wait(), 10)
    other.cancel()
    await asyncio.wait([other])


async def test_work_that_fails_tells_whoever_keeps_it(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "w.db")

    async def work() -> None:
        raise ValueError("no such bot")

    with pytest.raises(ValueError, match="no such bot"):
        await Turns(store, now).keep("telegram", work)
    await store.close()


async def test_work_whose_right_is_lost_stops(two: tuple[Store, Store]) -> None:
    first = Worker(two[0])
    task = asyncio.create_task(first.turns.keep("telegram", first.work))
    await first.working.wait()
    # As if the first had been stopped for so long that the second took it for dead.
    assert await two[1].lease("telegram", now().replace(year=2999), 60)
    await asyncio.wait_for(task, 10)
    assert not first.working.is_set()
