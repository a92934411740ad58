"""What one process queues wakes another at once; a call whose answer was lost takes nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from notifiers.port import FREE
from tests import postgres
from tests.store.contract import MINUTE, NOON, PostgresBackend, a_delivery
from watcher.store.port import Store
from watcher.store.postgres import outbox
from watcher.store.postgres.gates import Wish
from watcher.store.postgres.wakeups import install

CUT_OFF = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


@pytest.fixture
def backend(tmp_path: Path) -> PostgresBackend:
    return PostgresBackend(tmp_path)


@pytest.fixture
async def two(backend: PostgresBackend) -> AsyncIterator[tuple[Store, Store]]:
    first, second = await backend.open(), await backend.open()
    yield first, second
    await first.close()
    await second.close()


@asynccontextmanager
async def listening(store: Store) -> AsyncIterator[asyncio.Event]:
    """Yield an event that is set with each wake-up; the first comes with the connection and is taken off."""
    woken = asyncio.Event()
    task = asyncio.create_task(store.wakeups(woken.set))
    await soon(woken)
    try:
        yield woken
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def soon(woken: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await woken.wait()
    woken.clear()


async def test_what_one_process_queues_wakes_another(two: tuple[Store, Store]) -> None:
    async with listening(two[1]) as woken:
        await two[0].enqueue([a_delivery(1)])
        await soon(woken)
        assert await two[1].due_destinations(NOON) == ("slack:news",)


async def test_a_dead_letter_that_is_sent_again_wakes_too(two: tuple[Store, Store]) -> None:
    await two[0].enqueue([a_delivery(1)])
    claim = await two[0].claim("slack:news", NOON)
    assert claim
    await two[0].dead(claim, NOON, "refused")
    async with listening(two[1]) as woken:
        # What queued it is still there to be heard of.
        await soon(woken)
        await two[0].revive(claim.delivery.id, NOON)
        await soon(woken)


async def test_wake_ups_go_on_after_the_connection_broke(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    async with listening(two[1]) as woken:
        await postgres.run(backend.address, CUT_OFF)
        # A new connection looks for itself.
        await soon(woken)
        await two[0].enqueue([a_delivery(1)])
        await soon(woken)


@pytest.mark.parametrize("turns", range(6))
async def test_a_verb_is_tried_again_whenever_its_connection_is_cut_off(
    backend: PostgresBackend, turns: int
) -> None:
    store = await backend.open()
    assert await store.due_destinations(NOON) == ()
    # On a thread that this loop waits for: it learns of it a piece a turn.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, postgres.run(backend.address, CUT_OFF)).result()
    for _ in range(turns):
        await asyncio.sleep(0)
    assert await store.due_destinations(NOON) == ()
    await store.close()


async def with_connection(
    backend: PostgresBackend, work: Callable[[asyncpg.Connection[asyncpg.Record]], Awaitable[None]]
) -> None:
    connection = await asyncpg.connect(backend.address)
    try:
        async with connection.transaction():
            await work(connection)
    finally:
        await connection.close()


async def test_another_release_of_the_engine_gets_its_own_schema(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    await postgres.run(backend.address, "update small_values set value = 'old' where key = 'wakeups'")
    await with_connection(backend, install)
    assert await two[0].get("wakeups") != "old"
    async with listening(two[1]) as woken:
        await two[0].enqueue([a_delivery(1)])
        await soon(woken)


async def test_a_claim_whose_answer_was_lost_is_found_again(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    await two[0].enqueue([a_delivery(1), a_delivery(2)])
    wanted = [Wish("slack:news", NOON, FREE)]

    async def twice(connection: asyncpg.Connection[asyncpg.Record]) -> None:
        first = await outbox.claim(connection, wanted, 1, 1)
        assert first == await outbox.claim(connection, wanted, 1, 1)
        assert await outbox.claim(connection, wanted, 1, 2) == {}

    await with_connection(backend, twice)


async def test_a_takeover_whose_answer_was_lost_is_made_again(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    await two[0].enqueue([a_delivery(1)])
    await two[0].claim("slack:news", NOON)
    await postgres.run(backend.address, "update deliveries set sender = 0")
    await postgres.run(backend.address, "insert into processes (id) overriding system value values (9)")

    async def again(connection: asyncpg.Connection[asyncpg.Record]) -> None:
        for _ in range(2):
            (orphan,) = await outbox.orphans(connection, NOON - MINUTE, 9, 1)
            assert orphan.delivery.id == a_delivery(1).id
        assert await outbox.orphans(connection, NOON - MINUTE, 9, 2) == ()

    await with_connection(backend, again)
