"""Limits and bursts through the real store and loops: fewer messages, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from notifiers.port import Part
from tests.loops.conftest import World, watch
from watcher.models import DigestTime, State, Watch
from watcher.wording.stored import restored

CATCH_UP = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
"""08:00 of the next day in Seoul, the zone of the destinations."""


def limited(most: int, *to: str) -> Watch:
    return replace(watch("news", *to), name="All news", limit_per_day=most)


async def publish(world: World, *numbers: int) -> None:
    """Put articles on the page, poll it and send what is due."""
    for number in numbers:
        world.site.titles.insert(0, f"News {number} here")
    await world.poll()
    await world.deliverer.flush()


async def begun(
    world: World,
    *watches: Watch,
    digests: dict[str, DigestTime] | None = None,
    limits: dict[str, int] | None = None,
) -> None:
    await world.wire(watches, digests=digests, limits=limits, burst=5)
    await world.poll()


def told(world: World, to: str = "desk") -> list[int]:
    """Return how often each of the articles 1 to 40 stands in what a destination got."""
    bodies = "\n".join(world.channel.bodies(to))
    return [bodies.count(f"● News {number} here") for number in range(1, 41)]


async def test_what_is_beyond_a_watchs_limit_comes_in_one_message_the_next_morning(world: World) -> None:
    await begun(world, limited(2))
    for number in (1, 2, 3, 4):
        await publish(world, number)
    first, last = world.channel.bodies("desk")
    assert "has reached" not in first
    assert "“All news” has reached its 2 a day; the rest comes in your digest, at 08:00." in last
    world.clock.now = CATCH_UP
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert told(world)[:5] == [1, 1, 1, 1, 0]
    assert len(world.channel.bodies("desk")) == 3


async def test_a_limit_begins_again_with_the_destinations_own_day(world: World) -> None:
    await begun(world, limited(1))
    world.clock.now = datetime(2026, 3, 2, 14, 59, tzinfo=UTC)
    await publish(world, 1)
    await publish(world, 2)
    world.clock.now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    await publish(world, 3)
    assert told(world)[:3] == [1, 0, 1]


async def test_a_restart_does_not_give_the_day_back(world: World) -> None:
    await begun(world, limited(1))
    await publish(world, 1)
    await begun(world, limited(1))
    await publish(world, 2)
    (held,) = await world.store.deliveries(State.HELD)
    assert str(restored(held.reason)) == "held for the digest: over the 1 a day of “All news”"


async def test_an_alert_that_another_watch_wants_without_a_limit_comes_and_does_not_count(
    world: World,
) -> None:
    await begun(world, limited(1), watch("title:2"))
    await publish(world, 2)
    await publish(world, 1)
    await publish(world, 3)
    assert told(world)[:3] == [1, 1, 0]


async def test_each_destination_of_a_watch_has_its_own_count(world: World) -> None:
    await begun(world, limited(1, "desk", "me"))
    await publish(world, 1)
    await publish(world, 2)
    assert told(world)[:2] == told(world, "me")[:2] == [1, 0]


async def test_a_destination_with_a_digest_gets_the_rest_in_it(world: World) -> None:
    await begun(world, limited(1), digests={"desk": DigestTime(at=time(8))})
    await world.digests.cut_due()
    await publish(world, 1, 2)
    world.clock.now = CATCH_UP
    await world.digests.cut_due()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")
    assert "2 new articles" in body


async def test_a_destinations_own_limit_counts_all_its_watches(world: World) -> None:
    await begun(world, watch("news"), limits={"desk": 2})
    for number in (1, 2, 3):
        await publish(world, number)
    assert told(world)[:3] == [1, 1, 0]
    assert "That was the last of 2 alerts today" in world.channel.bodies("desk")[1]


async def test_a_burst_is_one_message_with_every_article(world: World) -> None:
    await begun(world, watch("news"))
    await publish(world, *range(1, 5))
    await publish(world, *range(5, 20))
    assert told(world)[:19] == [1] * 19
    assert len(world.channel.bodies("desk")) == 5
    assert world.channel.bodies("desk")[4].startswith("15 new articles")


async def test_a_burst_that_has_no_room_in_one_message_goes_on_in_another(world: World) -> None:
    world.channel.parts = {"body": Part("text", 900)}
    await begun(world, watch("news"))
    await publish(world, *range(1, 41))
    bodies = world.channel.bodies("desk")
    assert told(world) == [1] * 40
    assert 2 < len(bodies) < 12
    assert all(len(body) <= 900 and "more article" not in body for body in bodies)
    assert [body.splitlines()[0].endswith("continued") for body in bodies] == [False] + [True] * (
        len(bodies) - 1
    )


async def test_a_digest_that_has_no_room_in_one_message_goes_on_in_another(world: World) -> None:
    world.channel.parts = {"body": Part("text", 900)}
    await begun(world, watch("news"), digests={"desk": DigestTime(at=time(8))})
    await world.digests.cut_due()
    await publish(world, *range(1, 41))
    world.clock.now = CATCH_UP
    await world.digests.cut_due()
    await world.deliverer.flush()
    assert told(world) == [1] * 40


async def test_a_refusal_of_the_first_part_keeps_all_of_them(world: World) -> None:
    world.channel.parts = {"body": Part("text", 900)}
    world.channel.script["desk"] = [TimeoutError(), None, None]
    await begun(world, watch("news"))
    await publish(world, *range(1, 21))
    for _ in range(3):
        world.clock.forward(hours=1)
        await world.deliverer.flush()
    assert told(world)[:20] == [1] * 20
