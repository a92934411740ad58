"""Missed articles through a whole poll: what is told of them, and of a gap that stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.gap.conftest import Clock
from tests.gap.site import STYLES, Site, serving
from tests.loops.ports import Channel
from watcher.delivery.routes import Route, Routes
from watcher.fetch import Fetcher, FetchSettings
from watcher.gap import GapFiller
from watcher.models import Event, Source, Watch
from watcher.polling.doubted import DoubtedPages
from watcher.polling.poll import Poller
from watcher.reports import PollReport
from watcher.rules import Matcher
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook
from watcher.wording.stored import restored

UTC = ZoneInfo("UTC")


@dataclass
class World:
    """A poller over a site of many pages."""

    site: Site
    store: Store
    clock: Clock
    poller: Poller

    async def poll(self) -> PollReport:
        url = self.site.origin + self.site.home
        return await self.poller.poll(Source(id="news", name="The News", url=url))

    async def away(self, *, published: int) -> None:
        """Poll once, then be down for three days while so many articles come."""
        self.site.publish(30)
        await self.poll()
        self.clock.now += timedelta(days=3)
        self.site.publish(published, at=self.clock.now - timedelta(days=1))

    async def texts(self) -> list[str]:
        return [
            str(restored(row.text))
            for row in await self.store.deliveries(limit=1000)
            if row.event is Event.NOTICE
        ]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Callable[[str], Awaitable[World]]]:
    async with AsyncExitStack() as closing:

        async def made(style: str) -> World:
            site, clock, channel = STYLES[style](), Clock(), Channel()
            await closing.enter_async_context(serving(site))
            store = await open_store(tmp_path / "watcher.db")
            closing.push_async_callback(store.close)
            settings = FetchSettings(allow_private=True, per_host_delay=0.0)
            fetcher = await closing.enter_async_context(Fetcher(settings, clock=clock))
            book = WatchBook(store, Matcher())
            await book.sync_config([Watch(id=0, owner="config", query="plan", destinations=("desk",))])
            await book.load()
            poller = Poller(
                store,
                fetcher,
                GapFiller(fetcher),
                DoubtedPages(tmp_path / "doubted"),
                book,
                Routes([Route(destination="desk", notifier=channel, to="desk", zone=UTC)], {}, UTC),
                clock,
                operators=(),
                listen=lambda report: None,
                wake=lambda: None,
            )
            return World(site, store, clock, poller)

        yield made


@pytest.mark.parametrize("style", STYLES)
async def test_a_poll_after_an_absence_queues_all_that_was_missed_oldest_first(
    world: Callable[[str], Awaitable[World]], style: str
) -> None:
    here = await world(style)
    await here.away(published=25)
    report = await here.poll()
    assert [article.title.split()[5] for article in report.new] == [str(n) for n in range(54, 29, -1)]
    assert [row.entries[0].article for row in report.queued] == [a.id for a in reversed(report.new)]
    assert len(report.queued) == 25
    assert report.read == 10
    assert await here.texts() == []
    assert (await here.poll()).new == ()


async def test_a_gap_that_stays_open_is_told_with_what_was_found(
    world: Callable[[str], Awaitable[World]],
) -> None:
    here = await world("rel=next")
    await here.away(published=90)
    assert len((await here.poll()).new) == 60
    (text,) = await here.texts()
    assert text.startswith("Some articles of The News between Mon 10:00 and Thu 10:00 may be missing")
    await here.poll()
    assert len(await here.texts()) == 1
