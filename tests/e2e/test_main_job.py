"""The whole way, as a process: published, polled, matched, delivered; and killed at every stage of it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.world import CHANNELS, World, story, world
from watcher.demo.receivers.faults import Fault, FaultPlan, Request

pytestmark = pytest.mark.slow

ONCE = dict.fromkeys(CHANNELS, 1)

CANNOT_LOOK_BACK = {"phone", "file"}
"""Channels that keep no key of ours: what was cut off between sent and settled goes out once more."""


async def test_an_article_reaches_every_destination_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.start()
        await w.baseline()
        w.site.publish(story(1))
        await w.everyone_has(1)
        w.site.layout = "table"
        w.site.publish(story(2))
        await w.everyone_has(2)
        assert await w.stop() == 0
        assert w.times(1) == ONCE
        assert w.times(2) == ONCE
        assert "Traceback" not in w.log()


async def live_through_a_kill(w: World, stage: str) -> None:
    """Publish one article to a process that kills itself at a stage, and another after its restart."""
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
    assert await w.stop() == 0


@pytest.mark.parametrize(
    "stage",
    [
        "after:known",
        "before:commit_poll",
        "after:commit_poll",
        "after:claim",
    ],
)
async def test_a_kill_before_anything_was_sent_loses_and_repeats_nothing(tmp_path: Path, stage: str) -> None:
    async with world(tmp_path) as w:
        await live_through_a_kill(w, stage)
        assert w.times(1) == ONCE
        assert w.times(2) == ONCE


@pytest.mark.parametrize("stage", ["before:sent", "after:sent"])
async def test_a_kill_around_the_settling_loses_nothing(tmp_path: Path, stage: str) -> None:
    async with world(tmp_path) as w:
        await live_through_a_kill(w, stage)
        assert all(w.times(1)[channel] == 1 for channel in CHANNELS if channel not in CANNOT_LOOK_BACK)
        assert all(w.times(1)[channel] in (1, 2) for channel in CANNOT_LOOK_BACK)
        assert w.times(2) == ONCE


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
@pytest.mark.parametrize("channel", ["slack", "phone", "mail"])
async def test_a_kill_while_a_provider_has_the_message_loses_nothing(
    tmp_path: Path, channel: str, fault: Fault
) -> None:
    async with world(tmp_path) as w:
        kill_while_sending(w, channel, fault)
        await w.start()
        await w.baseline()
        w.site.publish(story(1))
        assert await w.died() == -signal.SIGKILL
        await w.start()
        # Destinations get theirs in order: whoever has the second is done with the first.
        w.site.publish(story(2))
        await w.everyone_has(2)
        assert await w.stop() == 0
        answer_was_lost = fault is Fault.DROP_AFTER and channel in CANNOT_LOOK_BACK
        assert w.times(1)[channel] == (2 if answer_was_lost else 1)
        assert all(w.times(1)[c] == 1 for c in CHANNELS if c not in CANNOT_LOOK_BACK)


def kill_while_sending(w: World, channel: str, fault: Fault) -> None:
    """Let a provider pull the plug of the sender, once, with its request in hand."""

    def decide(request: Request) -> Fault:
        if w.process is None or w.process.returncode is not None or killed:
            return Fault.NONE
        killed.append(request.method)
        w.kill()
        return fault

    killed: list[str] = []
    method = {"slack": "chat.postMessage", "phone": "sendMessage", "mail": "DATA"}[channel]
    plan = FaultPlan(decide=decide, methods=(method,))
    match channel:
        case "slack":
            w.slack.plan = plan
        case "phone":
            w.telegram.plan = plan
        case _:
            w.mail.plan = plan


async def test_a_source_that_is_down_and_a_provider_that_is_down_delay_but_lose_nothing(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        w.slack.plan = FaultPlan([Fault.SERVER_ERROR, Fault.TOO_MANY], retry_after=1)
        await w.start()
        await w.baseline()
        w.site.publish(story(1))
        await w.everyone_has(1)
        assert await w.stop() == 0
        assert w.times(1) == ONCE
