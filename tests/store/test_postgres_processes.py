"""Several processes on one PostgreSQL: leases, and what a dead one leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests import postgres
from tests.store.contract import MINUTE, NOON, PostgresBackend, a_delivery, a_poll, an_article
from watcher.errors import StoreError, StoreInUse
from watcher.store.port import Store
from watcher.store.registry import open_exporter

HAS_THE_LEASE = "update leases set holder = 77"
CUT_OFF = """
    select pg_terminate_backend(l.pid) from pg_locks l
    where l.locktype = 'advisory' and l.objid = 1
      and database = (select oid from pg_database where datname = current_database())
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


async def test_a_lease_is_one_process_s_until_it_ends(two: tuple[Store, Store]) -> None:
    first, second = two
    assert await first.lease("poll:nk", NOON, 60)
    assert not await second.lease("poll:nk", NOON, 60)
    assert await second.lease("poll:other", NOON, 60)
    assert await first.lease("poll:nk", NOON, 90)
    assert not await second.lease("poll:nk", NOON + MINUTE, 60)
    assert await second.lease("poll:nk", NOON + 2 * MINUTE, 60)
    assert not await first.lease("poll:nk", NOON + 2 * MINUTE, 60)


@pytest.mark.parametrize(
    ("seen", "pulse", "lives"),
    [
        ("1 s", "now()", True),
        ("10 s", "now()", False),
        ("10 s", "null", True),
        ("1 hour", "null", False),
        ("10 s", "now() - interval '1 year'", True),
        ("1 hour", "now() - interval '1 year'", False),
    ],
    ids=("just lost", "died", "an earlier release", "died then", "the server was away", "before that"),
)
async def test_a_process_without_its_lock_lives_by_its_last_sign(
    backend: PostgresBackend, two: tuple[Store, Store], seen: str, pulse: str, lives: bool
) -> None:
    await postgres.run(
        backend.address,
        f"insert into processes (id, seen_at, pulse_at)"
        f" overriding system value values (77, now() - interval '{seen}', {pulse})",
    )
    await two[0].lease("poll:nk", NOON, 60)
    await postgres.run(backend.address, HAS_THE_LEASE)
    assert await two[1].lease("poll:nk", NOON, 60) is not lives


async def test_a_process_whose_connection_breaks_has_its_lock_again(
    backend: PostgresBackend, two: tuple[Store, Store]
) -> None:
    assert await two[0].lease("poll:nk", NOON, 60)
    await _locked(backend)
    await postgres.run(backend.address, CUT_OFF)
    await _locked(backend)
    await postgres.run(backend.address, "update processes set seen_at = seen_at - interval '10 s'")
    assert not await two[1].lease("poll:nk", NOON, 60)


async def _locked(backend: PostgresBackend) -> None:
    """Wait until the first process has its lock."""
    async with asyncio.timeout(20):
        while True:
            connection = await asyncpg.connect(backend.address)
            held = await connection.fetch(CUT_OFF.replace("pg_terminate_backend(l.pid)", "l.pid"))
            await connection.close()
            if held:
                return
            await asyncio.sleep(0.02)


async def test_a_service_and_a_copy_keep_each_other_out(backend: PostgresBackend) -> None:
    store = await backend.open()
    with pytest.raises(StoreInUse, match="a service uses"):
        await open_exporter(backend.address)
    await store.close()
    copying = await open_exporter(backend.address)
    with pytest.raises(StoreError, match="being copied: start when"):
        await backend.open()
    with pytest.raises(StoreInUse, match="another"):
        await open_exporter(backend.address)
    await copying.close()
    await (await backend.open()).close()


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


async def test_a_server_that_forgets_what_it_confirmed_is_refused(backend: PostgresBackend) -> None:
    name = urlsplit(backend.address).path[1:]
    await postgres.run(backend.address, f"alter database {name} set synchronous_commit = off")
    with pytest.raises(StoreError, match="synchronous_commit = off, so a loss of power may cost alerts"):
        await backend.open()
