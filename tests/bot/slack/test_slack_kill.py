"""A process with the app dies by SIGKILL: before a command was kept, and while it is answered."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.bot.slack.front import Front
from tests.bot.slack.person import Person
from tests.e2e.world import ROOT
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.store.tiny.store import TinyStore

pytestmark = pytest.mark.slow


@asynccontextmanager
async def running(front: Front, file: Path, *, minutes: int = 0) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the app as a process; leaving kills it."""
    command = ("-m", "tests.bot.slack.app_process", front.url, str(file), str(minutes))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def watched(file: Path) -> list[str]:
    store = await TinyStore.open(file)
    queries = [watch.query for watch in await store.watches("slack:C1")]
    await store.close()
    return queries


async def test_a_command_that_was_acknowledged_is_answered_by_the_next_process(
    front: Front, tmp_path: Path
) -> None:
    front.plan = FaultPlan([Fault.HANG], methods=["response_url"])
    file, person = tmp_path / "state.db", Person(front)
    async with running(front, file):
        await front.send("slash_commands", person.command("sanctions"))
        async with asyncio.timeout(20):
            while front.plan.script:
                await asyncio.sleep(0.01)
    front.plan.release()
    front.sockets.clear()

    async with running(front, file, minutes=2):
        await front.until(lambda: any(one.text for one in front.shown))

    assert await watched(file) == ["sanctions"]


async def test_a_command_that_was_not_acknowledged_is_sent_again_and_done_once(
    front: Front, tmp_path: Path
) -> None:
    front.patience = 0.5
    file, person = tmp_path / "state.db", Person(front)
    async with running(front, file) as process:
        await front.until(lambda: front.sockets)
        process.kill()
        await process.wait()
        sending = asyncio.create_task(front.send("slash_commands", person.command("embargo")))
        async with running(front, file):
            await sending
            await front.until(lambda: any("embargo" in one.text for one in front.shown))

    assert await watched(file) == ["embargo"]
    assert len(front.shown) == 1
