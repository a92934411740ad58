"""The embedded store under SIGKILL: what it acknowledged is there, whole, whenever the kill comes."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.contract import a_delivery
from tests.store.victim import DESTINATIONS
from watcher.models import State
from watcher.store.registry import open_store

ROOT = Path(__file__).parents[2]


def one_life(path: Path, first: int, heard: int) -> list[str]:
    """Start a victim, kill it as soon as it said `heard` lines; return all that it said."""
    command = [sys.executable, "-m", "tests.store.victim", str(path), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        said = [victim.stdout.readline() for _ in range(heard)]
        victim.kill()
        said += victim.stdout.readlines()
    assert victim.returncode < 0, "it must have been killed, not have failed"
    return [line.strip() for line in said]


async def check(path: Path, said: set[str]) -> None:
    store = await open_store(path)
    articles = {stored.article.id for stored in await store.recent(a_delivery(0).created_at, limit=10**6)}
    outbox = {delivery.id: delivery for delivery in await store.deliveries(limit=10**6)}
    await store.close()
    seen = {f"a{line.removeprefix('seen ')}" for line in said if line.startswith("seen ")}
    sent = {line.removeprefix("sent ") for line in said if line.startswith("sent ")}
    assert seen <= articles
    assert sent <= {delivery.id for delivery in outbox.values() if delivery.state is State.SENT}
    whole = {a_delivery(int(article[1:]), to).id for article in articles for to in DESTINATIONS}
    assert whole == set(outbox)


async def live_and_die(path: Path, kills: int) -> None:
    chance = random.Random(kills)
    said: set[str] = set()
    for life in range(kills):
        said.update(one_life(path, first=life * 100_000, heard=chance.randrange(1, 120)))
        await check(path, said)
    assert any(line.startswith("sent") for line in said)


async def test_a_few_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    await live_and_die(tmp_path / "watcher.db", kills=3)


@pytest.mark.slow
async def test_many_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    await live_and_die(tmp_path / "watcher.db", kills=120)
