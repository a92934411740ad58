"""Slack's own client for Node talks to our front: what it understands, the front says as Slack does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.bot.slack.front import APP, Front
from tests.bot.slack.person import Person
from tests.judges.node import Unavailable, node, script

pytestmark = pytest.mark.slow


class Judge:
    """The client as a process, and what it heard."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def heard(self) -> tuple[str, str]:
        assert self._process.stdout
        async with asyncio.timeout(60):
            kind, what = json.loads(await self._process.stdout.readline())
        return kind, what


@pytest.fixture
async def judge(front: Front) -> AsyncIterator[Judge]:
    try:
        path = await asyncio.to_thread(node)
    except Unavailable as reason:
        pytest.skip(str(reason))
    process = await asyncio.create_subprocess_exec(
        path, script("listen.js"), f"{front.url}/api/", APP, stdout=asyncio.subprocess.PIPE
    )
    yield Judge(process)
    process.terminate()
    await process.wait()


async def test_the_front_speaks_as_slacks_own_client_expects(front: Front, judge: Judge) -> None:
    person = Person(front)
    assert await judge.heard() == ("connected", "")
    await front.send("slash_commands", person.command("sanctions"))
    assert await judge.heard() == ("slash_commands", "sanctions")
    await front.send("interactive", {"type": "block_actions", "trigger_id": "t"})
    assert await judge.heard() == ("interactive", "block_actions")
    event = {"type": "app_home_opened", "user": "U1"}
    await front.send("events_api", {"type": "event_callback", "event_id": "Ev1", "event": event})
    assert await judge.heard() == ("app_home_opened", "U1")

    await front.disconnect()

    assert await judge.heard() == ("connected", "")
    await front.send("slash_commands", person.command("again"))
    assert await judge.heard() == ("slash_commands", "again")
    assert (front.opened, front.resent) == (2, 0)
