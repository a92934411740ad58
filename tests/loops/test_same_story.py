"""The same story again, through the real store and loops: with the first or in the digest, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from notifiers.port import Unknown
from tests.loops.conftest import SOURCE, World, watch
from watcher.models import DigestTime, SameStory, Source, State
from watcher.wording.stored import restored

FIRST = "Ferry Aurelia runs aground off Pelos in fog with everybody taken off by coast guard"
AGAIN = "Coast guard takes everybody off ferry Aurelia aground in fog off Pelos"
OTHER = "Parliament of Orlan rejects the austerity budget after a long debate"
WIRE = Source(id="wire", name="The Wire", url="https://n.example/wire")


async def begun(
    world: World,
    same_story: SameStory,
    digests: dict[str, DigestTime] | None = None,
    *,
    answers: bool = False,
) -> None:
    await world.wire([watch("ferry OR parliament")], same_story=same_story, digests=digests, answers=answers)
    for source in (SOURCE, WIRE):
        await world.poll(source)


async def publish(world: World, *titles: str, source: Source = SOURCE, send: bool = True) -> None:
    world.site.titles = [*titles, "Alpha one", "Beta two"]
    await world.poll(source)
    if send:
        await world.deliverer.flush()


async def catch_up(world: World) -> None:
    world.clock.now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    await world.digests.cut_due()
    await world.deliverer.flush()


async def test_by_default_everything_comes_at_once(world: World) -> None:
    await begun(world, SameStory.OFF)
    await publish(world, AGAIN, FIRST)
    assert len(world.channel.bodies("desk")) == 2


async def test_a_repeat_goes_with_the_first_that_has_not_left(world: World) -> None:
    await begun(world, SameStory.ALL)
    await publish(world, FIRST, send=False)
    await publish(world, AGAIN, source=WIRE)
    (body,) = world.channel.bodies("desk")
    assert body.startswith(f"● {FIRST}")
    assert f"also: {AGAIN}" in body


async def test_both_on_one_page_are_one_message(world: World) -> None:
    await begun(world, SameStory.SOURCE)
    await publish(world, AGAIN, OTHER, FIRST)
    first, other = world.channel.bodies("desk")
    assert f"also: {AGAIN} — The News" in first
    assert OTHER in other


async def test_a_repeat_of_what_has_left_waits_and_says_why(world: World) -> None:
    await begun(world, SameStory.ALL)
    await publish(world, FIRST)
    await publish(world, AGAIN, source=WIRE)
    assert len(world.channel.bodies("desk")) == 1
    (held,) = await world.store.deliveries(State.HELD)
    assert str(restored(held.reason)) == f'held for the digest: the same story as "{FIRST}", told before'
    await catch_up(world)
    digest = world.channel.bodies("desk")[1]
    assert f"● {AGAIN}" in digest
    assert f"told before: {FIRST}" in digest


async def test_a_restart_knows_what_was_told(world: World) -> None:
    await begun(world, SameStory.ALL)
    await publish(world, FIRST)
    await world.wire([watch("ferry OR parliament")], same_story=SameStory.ALL)
    await publish(world, AGAIN, source=WIRE)
    assert len(world.channel.bodies("desk")) == 1


async def test_another_source_is_not_asked_where_one_source_is_meant(world: World) -> None:
    await begun(world, SameStory.SOURCE)
    await publish(world, FIRST)
    await publish(world, AGAIN, source=WIRE)
    assert len(world.channel.bodies("desk")) == 2


@pytest.mark.parametrize("digests", [None, {"desk": DigestTime(at=time(8))}])
async def test_in_a_digest_a_repeat_stands_under_its_first(
    world: World, digests: dict[str, DigestTime] | None
) -> None:
    await begun(world, SameStory.ALL, digests)
    await world.digests.cut_due()
    await publish(world, FIRST, send=False)
    await publish(world, AGAIN, OTHER, source=WIRE)
    await catch_up(world)
    told = "\n".join(world.channel.bodies("desk"))
    assert f"also: {AGAIN}" in told
    assert all(told.count(title) == 1 for title in (FIRST, AGAIN, OTHER))


async def test_what_is_like_an_article_that_nobody_was_told_of_comes_at_once(world: World) -> None:
    await begun(world, SameStory.ALL)
    await world.wire([watch("takes")], same_story=SameStory.ALL)
    await publish(world, FIRST)
    await publish(world, AGAIN, source=WIRE)
    assert len(world.channel.bodies("desk")) == 1
    assert await world.store.deliveries(State.HELD) == ()


async def test_a_repeat_of_what_has_left_answers_it_where_that_is_wanted(world: World) -> None:
    await begun(world, SameStory.ALL, answers=True)
    await publish(world, FIRST, OTHER)
    await publish(world, AGAIN, source=WIRE)
    (_, other), (_, first), (_, again) = world.channel.taken
    assert (other.follows, first.follows, again.follows) == ("", "", "2")
    assert f"told before: {FIRST}" in again.parts["body"]
    assert await world.store.deliveries(State.HELD) == ()


async def test_a_repeat_of_what_is_on_its_way_waits_also_where_answers_are_wanted(world: World) -> None:
    await begun(world, SameStory.ALL, answers=True)
    world.channel.script["desk"] = [Unknown("no answer")]
    await publish(world, FIRST)
    await publish(world, AGAIN, source=WIRE)
    assert [row.state for row in await world.store.deliveries(State.HELD)] == [State.HELD]
