"""A large backlog is on the disk, not in memory: what is due and what is claimed cost the same."""

from __future__ import annotations

import asyncio
import os
import tracemalloc
from pathlib import Path

import pytest

from tests.store.contract import NOON, a_delivery
from watcher.delivery.deliver import Deliverer
from watcher.store.port import Claim, Store
from watcher.store.registry import open_store

PENDING = int(os.environ.get("WATCHER_PENDING", "100000"))
"""A million takes minutes."""
DESTINATIONS, BATCH, SENT = 1_000, 5_000, 500
MOST = 24_000_000
"""Bytes."""


@pytest.mark.slow
async def test_memory_is_bounded_whatever_is_pending(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "watcher.db")
    for first in range(0, PENDING, BATCH):
        await store.enqueue([a_delivery(n, f"d{n % DESTINATIONS}") for n in range(first, first + BATCH)])
    tracemalloc.start()
    sent = await _serve(store)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await store.close()
    assert sent >= SENT
    assert peak < MOST


async def _serve(store: Store) -> int:
    """Let the loop serve the backlog until so many have left."""
    sent = 0
    enough = asyncio.Event()

    async def attempt(claim: Claim) -> None:
        nonlocal sent
        await store.sent(claim, NOON, "")
        sent += 1
        if sent >= SENT:
            enough.set()

    deliverer = Deliverer(store, attempt, lambda: NOON)
    running = asyncio.create_task(deliverer.run())
    await enough.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await deliverer.drain(10)
    return sent
