"""A machine that sleeps, a network that goes, a stop in the middle: what was owed is told, and told once."""

from __future__ import annotations

import asyncio
from datetime import time

from notifiers.port import Refused
from tests.loops.conftest import World, watch
from watcher.models import DigestTime, State


async def test_a_machine_that_slept_a_day_tells_what_came_meanwhile_once(world: World) -> None:
    await world.wire([watch("gamma OR delta", "desk", "me")], digests={"me": DigestTime(at=time(8))})
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    await world.deliverer.flush()
    world.clock.forward(days=1)
    world.site.titles.insert(0, "Delta four")
    for _ in range(2):
        await world.digests.cut_due()
        await world.poll()
        await world.deliverer.flush()
    assert ["Gamma three" in body for body in world.channel.bodies("desk")] == [True, False]
    (digest,) = world.channel.bodies("me")
    assert "Gamma three" in digest
    held = [row for row in await world.store.deliveries() if row.state is State.HELD]
    assert [row.destination for row in held] == ["me"]


async def test_a_send_that_the_machine_slept_through_goes_out_again_marked(world: World) -> None:
    await world.wire([watch("gamma")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    assert await world.store.claim("desk", world.clock.now)
    world.clock.forward(days=1)
    await world.deliverer.recover(world.clock.now)
    await world.deliverer.flush()
    (row,) = await world.store.deliveries()
    assert (row.state, row.maybe_dup) == (State.SENT, True)


async def test_an_hour_without_a_network_gives_nothing_up_and_repeats_nothing(world: World) -> None:
    await world.wire([watch("gamma OR delta", "desk", "me")])
    await world.poll()
    world.site.titles[:0] = ["Gamma three", "Delta four"]
    await world.poll()
    for to in ("desk", "me"):
        world.channel.script[to] = [Refused("the network is unreachable")] * 200
    for _ in range(60):
        await world.deliverer.flush()
        world.clock.forward(minutes=1)
    assert world.channel.taken == []
    world.channel.script.clear()
    for _ in range(60):
        await world.deliverer.flush()
        world.clock.forward(minutes=1)
    rows = await world.store.deliveries()
    assert {(row.state, row.maybe_dup) for row in rows} == {(State.SENT, False)}
    assert len(world.channel.taken) == len(rows) == 4


async def test_a_stop_waits_for_a_send_that_hangs_no_longer_than_it_may(world: World) -> None:
    await world.wire([watch("gamma", "desk", "me")])
    await world.poll()
    world.channel.hang.add("desk")
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    running = asyncio.create_task(world.deliverer.run())
    async with asyncio.timeout(5):
        while not world.channel.bodies("me"):
            await asyncio.sleep(0.01)
    running.cancel()
    async with asyncio.timeout(5):
        await world.deliverer.drain(0.1)
    await asyncio.gather(running, return_exceptions=True)
    world.channel.hang.clear()
    await world.wire([watch("gamma", "desk", "me")])
    world.clock.forward(minutes=5)
    await world.deliverer.recover(world.clock.now)
    await world.deliverer.flush()
    assert len(world.channel.bodies("desk")) == len(world.channel.bodies("me")) == 1
    marked = {row.destination: row.maybe_dup for row in await world.store.deliveries()}
    assert marked == {"desk": True, "me": False}
