"""Several processes on one PostgreSQL: leases, and what a dead one leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import postgres
from tests.store.contract import MINUTE, NOON, PostgresBackend, a_delivery, a_poll, an_article
from watcher.store.port import Store

LONG_GONE = "update processes set seen_at = seen_at - interval '1 hour' where id = 1"


@pytest.fixture
def backend(tmp_path: Path) -> PostgresBackend:
    return PostgresBackend(tmp_path)


@pytest.fixture
async def two(backend: PostgresBackend) -> AsyncIterator[tuple[Store, Store]]:
    first, second = await backend.open(), await backend.open()
    yield first, second
    await first.close()
    await second.close()


async def test_a_lease_is_one_process_s_until_it_ends(two: tuple[Store, Store]) -> None:
    first, second = two
    assert await first.lease("poll:nk", NOON, 60)
    assert not await second.lease("poll:nk", NOON, 60)
    assert await second.lease("poll:other", NOON, 60)
    assert await first.lease("poll:nk", NOON, 90)
    assert not await second.lease("poll:nk", NOON + MINUTE, 60)
    assert await second.lease("poll:nk", NOON + 2 * MINUTE, 60)
    assert not await first.lease("poll:nk", NOON + 2 * MINUTE, 60)


async def test_a_lease_ends_with_its_process(backend: PostgresBackend, two: tuple[Store, Store]) -> None:
    first, second = two
    assert await first.lease("poll:nk", NOON, 60)
    await postgres.run(backend.address, LONG_GONE)
    assert await second.lease("poll:nk", NOON, 60)


async def test_a_lease_is_free_once_its_process_closes(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    third = await backend.open()
    assert await third.lease("poll:nk", NOON, 60)
    await third.close()
    assert await two[0].lease("poll:nk", NOON, 60)


async def test_what_a_living_process_sends_is_no_orphan(two: tuple[Store, Store]) -> None:
    first, second = two
    await first.enqueue([a_delivery(1)])
    claim = await first.claim("slack:news", NOON)
    assert claim
    assert await second.orphans(NOON) == ()
    assert await first.sent(claim, NOON, "")


async def test_of_two_processes_one_claims(two: tuple[Store, Store]) -> None:
    await two[0].enqueue([a_delivery(number, f"d{number % 20}") for number in range(200)])
    claims = await asyncio.gather(*(store.claim(f"d{n}", NOON) for n in range(20) for store in two))
    ids = [claim.delivery.id for claim in claims if claim]
    assert len(ids) == len(set(ids)) == 20


async def test_a_poll_that_two_processes_commit_queues_its_alerts_once(
    two: tuple[Store, Store],
) -> None:
    commit = a_poll(
        *(an_article(n) for n in range(30)),
        deliveries=[a_delivery(n, f"d{n % 3}") for n in range(30)],
    )
    queued = await asyncio.gather(*(store.commit_poll(commit) for store in two for _ in range(3)))
    assert sorted(delivery.id for some in queued for delivery in some) == sorted(
        delivery.id for delivery in commit.deliveries
    )
