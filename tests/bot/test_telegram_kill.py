from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.store.tiny.store import TinyStore

ROOT = Path(__file__).parents[2]
PERSON = 77
pytestmark = pytest.mark.slow


@asynccontextmanager
async def bot(receiver: TelegramReceiver, file: Path) -> AsyncIterator[None]:
    """Run the bot as a process; leaving kills it with SIGKILL."""
    command = ("-m", "tests.bot.inbox_process", receiver.url, receiver.token, str(file))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("stage", ["getUpdates", "sendMessage"])
async def test_a_command_survives_the_death_of_the_process(
    telegram: TelegramReceiver, tmp_path: Path, stage: str
) -> None:
    file = tmp_path / "state.db"
    telegram.plan = FaultPlan([Fault.HANG], methods=[stage])
    await telegram.push_text(PERSON, "/watch sanctions")
    async with bot(telegram, file):
        await until(lambda: stage in telegram.calls)
    answered_before = len(telegram.received)
    async with bot(telegram, file):
        await until(lambda: len(telegram.received) > answered_before)
        await until(lambda: not telegram.chats.updates)
    store = await TinyStore.open(file)
    assert [watch.query for watch in await store.watches(f"telegram:{PERSON}")] == ["sanctions"]
    await store.close()
    assert "Watching sanctions (#1)" in telegram.received[0].text
