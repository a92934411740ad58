"""A bot of real parts, fetcher and store, that polls one site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.gap.site import START, Site, serving
from watcher import extract, identity, plan
from watcher.diff import Changes, diff
from watcher.fetch import Fetcher, FetchSettings
from watcher.gap import Filled, GapFiller, notices
from watcher.models import Article, Delivery, Event, Source, Watch
from watcher.rules import Matcher
from watcher.store.port import PollCommit, Store
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass
class Clock:
    """Stands still until moved."""

    now: datetime = START + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bot:
    """Polls as the poll loop does, and remembers what each poll found."""

    store: Store
    fetcher: Fetcher
    book: WatchBook
    site: Site
    clock: Clock
    max_pages: int = 5
    own_max_pages: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    progress: list[tuple[int, int]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.clock.now

    @property
    def source(self) -> Source:
        return Source(
            id="news",
            name="The News",
            url=self.site.origin + self.site.home,
            headers=self.headers,
            max_pages=self.own_max_pages,
        )

    async def poll(self, *, commit: bool = True) -> Filled:
        source, state = self.source, await self.store.source_state("news")
        fetched = await self.fetcher.fetch(source.url, headers=source.headers)
        assert fetched.page is not None
        listing = extract.read(fetched.page)

        async def compare(articles: Sequence[Article]) -> Changes:
            known = await self.store.known(source.id, {key for a in articles for key in a.keys})
            return diff(articles, known, state.page_ids)

        changes = await compare(identity.articles(listing, source.url))
        filled = await self.filler.fill(source, state, fetched.page, listing, changes, compare)
        found = filled.changes.new
        alerts = plan.alerts(source.id, found, self.book.match, lambda *_: None, lambda way: (way,), self.now)
        listeners = [(name, SEOUL) for name in self.book.listeners(source.id)]
        told = notices(source, state, filled, listeners, self.now)
        if commit:
            await self.store.commit_poll(
                PollCommit(
                    source=source.id,
                    at=self.now,
                    validators=fetched.validators,
                    page=filled.changes.page,
                    new=filled.changes.new,
                    edited=(*filled.changes.edited, *filled.changes.renamed),
                    deliveries=(*(alerts if state.baseline_at else ()), *told),
                )
            )
        return filled

    @property
    def filler(self) -> GapFiller:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return GapFiller(
            self.fetcher,
            max_pages=self.max_pages,
            progress=lambda page, found: self.progress.append((page, found)),
            pause=pause,
        )

    def later(self, **span: float) -> None:
        self.clock.now += timedelta(**span)

    async def baseline(self, count: int) -> None:
        """Publish so many, poll once, and be down over the weekend."""
        self.site.publish(count)
        await self.poll()
        self.site.asked.clear()
        self.later(days=3)

    def publish(self, count: int) -> None:
        self.site.publish(count, at=self.now - timedelta(days=1))

    async def queued(self, event: Event) -> list[Delivery]:
        return [row for row in reversed(await self.store.deliveries(limit=1000)) if row.event is event]


MakeBot = Callable[[Site], Awaitable[Bot]]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[MakeBot]:
    """Make a bot for a site; everyone at `desk` and `night` hears of plans."""
    async with AsyncExitStack() as closing:

        async def made(site: Site) -> Bot:
            await closing.enter_async_context(serving(site))
            store = await open_store(tmp_path / "watcher.db")
            closing.push_async_callback(store.close)
            settings = FetchSettings(allow_private=True, per_host_delay=0.0)
            clock = Clock()
            fetcher = await closing.enter_async_context(Fetcher(settings, clock=clock))
            book = WatchBook(store, Matcher())
            watch = Watch(id=0, owner="config", query="plan", destinations=("desk", "night"))
            elsewhere = replace(watch, query="debate", destinations=("other",), sources=("sport",))
            await book.sync_config([watch, elsewhere])
            await book.load()
            return Bot(store, fetcher, book, site, clock)

        yield made
