"""What a poll remembers, queues and tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.loops.conftest import SOURCE, World, watch
from watcher.errors import FetchError
from watcher.models import State
from watcher.reports import PollOutcome, PollReport


def last(world: World) -> PollReport:
    report = world.reports[-1]
    assert isinstance(report, PollReport)
    return report


async def queued(world: World) -> list[str]:
    return [d.id for d in await world.store.deliveries() if d.state is State.PENDING]


async def test_the_first_poll_is_silent(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    assert last(world).outcome is PollOutcome.BASELINE
    assert last(world).read == 2
    assert await queued(world) == []


async def test_a_new_article_that_matches_is_queued_once_for_each_destination(world: World) -> None:
    await world.wire([watch("gamma", "desk", "me"), watch("three", "me")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    await world.poll()
    rows = await world.store.deliveries()
    assert sorted(row.destination for row in rows) == ["desk", "me"]
    assert sorted(len(row.entries[0].watches) for row in rows) == [1, 2]


async def test_what_does_not_match_is_remembered_and_not_queued(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    assert [article.title for article in last(world).new] == ["Gamma three"]
    assert await queued(world) == []
    await world.poll()
    assert last(world).outcome is PollOutcome.UNCHANGED


async def test_order_and_removal_are_no_news(world: World) -> None:
    await world.wire([watch("alpha OR beta")])
    await world.poll()
    world.site.titles.reverse()
    await world.poll()
    world.site.titles.pop()
    await world.poll()
    assert last(world).new == ()
    assert await queued(world) == []


async def test_an_article_that_comes_back_is_no_news(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    world.site.titles.remove("Alpha one")
    await world.poll()
    world.clock.forward(days=90)
    world.site.titles.insert(0, "Alpha one")
    await world.poll()
    assert await queued(world) == []


async def test_an_emptied_page_is_not_believed(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    kept, world.site.titles = world.site.titles, []
    await world.poll()
    assert last(world).outcome is PollOutcome.FAILED
    assert "0 of usually 2" in last(world).error
    world.clock.forward(hours=1)
    world.site.titles = ["Alpha four", *kept]
    await world.poll()
    assert [article.title for article in last(world).new] == ["Alpha four"]


async def test_a_failing_source_is_left_alone_for_a_while(world: World) -> None:
    await world.wire([watch("alpha")])
    world.site.error = FetchError("n.example: no such host", retry_after=900)
    await world.poll()
    world.clock.forward(minutes=14)
    await world.poll()
    assert last(world).outcome is PollOutcome.WAITING
    assert world.site.fetches == 1
    world.clock.forward(minutes=2)
    await world.poll()
    assert world.site.fetches == 2


async def test_an_outage_is_told_once_and_its_end_once(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    world.site.error = FetchError("n.example: 500 Internal Server Error")
    for _ in range(6):
        world.clock.forward(hours=1)
        await world.poll()
    world.site.error = None
    world.clock.forward(hours=1)
    await world.poll()
    world.clock.forward(hours=1)
    await world.poll()
    texts = [row.text for row in reversed(await world.store.deliveries())]
    assert len(texts) == 2
    assert "The News cannot be read: n.example: 500" in texts[0]
    assert "well again after 6 failed polls" in texts[1]


async def test_a_page_that_is_gone_is_told_as_a_question_about_its_address(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    world.site.error = FetchError("n.example: answered 404 Not Found", status=404)
    for _ in range(6):
        world.clock.forward(hours=1)
        await world.poll()
    (told,) = [row.text for row in await world.store.deliveries()]
    assert "answered 404 Not Found: the page is gone, is its address still right? (3 polls in a row)" in told
    assert "is its address still right?" in (await world.store.source_state("news")).error


async def test_two_failures_are_nobodys_business(world: World) -> None:
    await world.wire([watch("alpha")])
    world.site.error = FetchError("n.example: timed out")
    for _ in range(2):
        world.clock.forward(hours=1)
        await world.poll()
    assert await queued(world) == []


async def test_failure_keeps_validators_and_seen_articles(world: World) -> None:
    await world.wire([watch("alpha")])
    await world.poll()
    before = await world.store.source_state(SOURCE.id)
    world.site.error = FetchError("n.example: timed out")
    world.clock.forward(minutes=5)
    await world.poll()
    after = await world.store.source_state(SOURCE.id)
    assert after.validators == before.validators
    assert after.page_ids == before.page_ids
    assert after.failures == 1
    assert after.retry_at is not None
    assert after.retry_at - world.clock.now <= timedelta(minutes=30)


async def test_a_source_given_another_address_starts_with_a_silent_poll(world: World) -> None:
    await world.wire([watch("gamma OR delta")])
    await world.poll()
    world.site.titles = [f"Gamma {n}" for n in range(9)]
    elsewhere = replace(SOURCE, url="https://n.example/another/feed")
    await world.poll(elsewhere)
    assert last(world).outcome is PollOutcome.BASELINE
    assert await queued(world) == []
    world.site.titles.insert(0, "Delta one")
    await world.poll(elsewhere)
    assert [article.title for article in last(world).new] == ["Delta one"]


async def test_a_source_whose_listing_moved_goes_on(world: World) -> None:
    await world.wire([watch("gamma")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll(replace(SOURCE, url="https://n.example/new-place/feed"))
    assert [article.title for article in last(world).new] == ["Gamma three"]
