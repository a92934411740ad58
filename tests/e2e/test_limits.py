"""A limit, in a process that is killed around the write that counts."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.world import CHANNELS, story, world
from watcher.models import State
from watcher.store.registry import open_store
from watcher.wording.stored import restored

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("stage", ["before:commit_poll", "after:commit_poll", "after:claim"])
async def test_a_kill_neither_spends_a_limit_nor_gives_it_back(tmp_path: Path, stage: str) -> None:
    async with world(tmp_path) as w:
        config = tmp_path / "config.toml"
        config.write_text(config.read_text("utf-8").replace("[[watches]]", "[[watches]]\nlimit_per_day = 2"))
        await w.start()
        await w.baseline()
        await w.stop()
        w.site.publish(story(1))
        await w.start(stage)
        assert await w.died() == -signal.SIGKILL
        await w.start()
        await w.everyone_has(1)
        w.site.publish(story(2))
        await w.everyone_has(2)
        w.site.publish(story(3))
        await w.baseline()
        assert await w.stop() == 0
        assert w.times(1) == w.times(2) == dict.fromkeys(CHANNELS, 1)
        assert w.times(3) == dict.fromkeys(CHANNELS, 0)
        store = await open_store(tmp_path / "state" / "watcher.db")
        held = await store.deliveries(State.HELD)
        await store.close()
        assert sorted(one.destination for one in held) == sorted(CHANNELS)
        assert all("over the 2 a day" in str(restored(one.reason)) for one in held)
