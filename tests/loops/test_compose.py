"""The wording of deliveries."""

from __future__ import annotations

import asyncio
from threading import Event as Flag
from zoneinfo import ZoneInfo

from notifiers.port import Part
from tests.loops.conftest import World, watch
from tests.loops.ports import Channel
from watcher.delivery.compose import FEW, Composer
from watcher.delivery.routes import Route
from watcher.models import Article, Delivery, Entry, Event
from watcher.render import Renderer
from watcher.rules import Matcher
from watcher.store.port import Claim, Stored
from watcher.watchbook import WatchBook


async def composer(world: World, *queries: str) -> Composer:
    book = WatchBook(world.store, Matcher())
    await book.sync_config([watch(query) for query in queries])
    await book.load()
    names = {"news": "The News"}
    return Composer(world.store, book, names, world.clock, renderer=Renderer(), builtin=Renderer())


def claim(world: World, event: Event, *titles: str) -> Claim:
    articles = tuple(
        Stored(source="news", article=Article(id=str(n), title=title), first_seen=world.clock.now)
        for n, title in enumerate(titles)
    )
    entries = tuple(Entry(source="news", article=str(n), watches=(1,)) for n in range(len(titles)))
    return Claim(
        delivery=Delivery(
            id="d", event=event, destination="desk", entries=entries, created_at=world.clock.now
        ),
        articles=articles,
    )


def route(channel: Channel) -> Route:
    return Route(destination="desk", notifier=channel, to="desk", zone=ZoneInfo("UTC"), digest=None)


async def test_wording_a_big_digest_keeps_nobody_waiting(world: World) -> None:
    composing = await composer(world, "gamma")
    has_begun, others_are_done, was_waited_for = Flag(), Flag(), []

    def measure(text: str) -> int:
        has_begun.set()
        was_waited_for.append(others_are_done.wait(5))
        return len(text)

    slow = Channel()
    slow.parts = {"body": Part("text", 100_000, measure)}
    titles = [f"Gamma {n}" for n in range(FEW + 1)]
    big = asyncio.create_task(composing.compose(claim(world, Event.DIGEST, *titles), route(slow)))
    assert await asyncio.to_thread(has_begun.wait, 5)
    small = await composing.compose(claim(world, Event.ALERT, "Gamma alone"), route(Channel()))
    others_are_done.set()
    assert "Gamma alone" in small.parts["body"]
    body = (await big).parts["body"]
    assert all(title in body for title in titles)
    assert was_waited_for == [True]


async def test_the_words_of_a_watch_are_marked_where_the_channel_has_bold(world: World) -> None:
    composing = await composer(world, "gamma OR three")
    chat = Channel()
    chat.kind, chat.parts = "telegram", {"body": Part("html", 4000)}
    told = await composing.compose(claim(world, Event.DIGEST, "Gamma & <three>"), route(chat))
    assert "• <b>Gamma</b> &amp; &lt;<b>three</b>&gt;" in told.parts["body"]
