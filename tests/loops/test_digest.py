"""When digests are cut, and what is in them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from tests.loops.conftest import World, watch
from watcher.models import DigestTime, State

EIGHT = {"desk": DigestTime(at=time(8))}
"""In Seoul, which is 23:00 UTC of the day before."""


async def hold_one(world: World) -> None:
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()


async def test_alerts_wait_for_the_time_of_the_digest(world: World) -> None:
    await world.wire([watch("gamma")], digests=EIGHT)
    await world.digests.cut_due()
    await hold_one(world)
    await world.deliverer.flush()
    world.clock.now = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert world.channel.taken == []
    world.clock.now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    await world.digests.cut_due()
    await world.digests.cut_due()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")
    assert "Gamma three" in body


async def test_a_digest_whose_time_passed_while_nobody_ran_is_made_up_for(world: World) -> None:
    await world.wire([watch("gamma")], digests=EIGHT)
    await hold_one(world)
    world.clock.forward(days=3)
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert len(world.channel.bodies("desk")) == 1


async def test_a_restart_after_the_time_does_not_send_early_what_came_since(world: World) -> None:
    await world.wire([watch("gamma")], digests=EIGHT)
    world.clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    await hold_one(world)
    await world.wire([watch("gamma")], digests=EIGHT)
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert world.channel.taken == []
    assert (await world.store.deliveries())[0].state is State.HELD


async def test_an_empty_day_is_silent_unless_asked_for(world: World) -> None:
    await world.wire([watch("gamma")], digests=EIGHT)
    await world.digests.cut_due()
    world.clock.forward(days=1)
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert world.channel.taken == []


async def test_an_empty_day_sends_a_sign_of_life_where_asked_for(world: World) -> None:
    await world.wire([watch("gamma")], digests={"desk": DigestTime(at=time(8), empty=True)})
    await world.poll()
    await world.digests.cut_due()
    world.clock.forward(days=1)
    await world.digests.cut_due()
    await world.digests.cut_due()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")
    assert "The News" in body


async def test_an_article_of_a_digest_is_not_alerted_on_beside_it(world: World) -> None:
    await world.wire([watch("gamma", "desk", "me")], digests=EIGHT)
    await world.digests.cut_due()
    await hold_one(world)
    await world.deliverer.flush()
    assert len(world.channel.bodies("me")) == 1
    assert world.channel.bodies("desk") == []
