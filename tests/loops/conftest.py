"""The loops on a real embedded store, with doubles at the other ports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.loops.ports import Channel, Clock, Site
from watcher.delivery.attempt import Attempts, Patience
from watcher.delivery.compose import Composer
from watcher.delivery.deliver import Deliverer
from watcher.delivery.failing import FailingDestinations
from watcher.delivery.routes import Route, Routes
from watcher.gap import GapFiller
from watcher.holding.digest import Digests
from watcher.holding.holds import Holds
from watcher.models import DigestTime, SameStory, Source, Watch
from watcher.polling.doubted import DoubtedPages
from watcher.polling.poll import Poller
from watcher.render import Renderer
from watcher.reports import Report
from watcher.rules import Matcher
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook

SOURCE = Source(id="news", name="The News", url="https://n.example/feed", interval=300.0)


@dataclass
class World:
    """Everything that a loop touches, and what it reported."""

    store: Store
    pages: DoubtedPages
    clock: Clock = field(default_factory=Clock)
    channel: Channel = field(default_factory=Channel)
    site: Site = field(default_factory=lambda: Site(["Alpha one", "Beta two"]))
    reports: list[Report] = field(default_factory=list)

    async def wire(
        self,
        watches: Sequence[Watch],
        *,
        digests: dict[str, DigestTime] | None = None,
        limits: dict[str, int] | None = None,
        burst: int | None = None,
        same_story: SameStory = SameStory.OFF,
        answers: bool = False,
        lanes: int = 8,
        instead_of: dict[str, str] | None = None,
    ) -> None:
        self.book = book = WatchBook(self.store, Matcher())
        names = {name for watch in watches for name in watch.destinations if ":" not in name} | {"ops"}
        zone = ZoneInfo("Asia/Seoul")
        self.routes = Routes(
            [
                Route(
                    destination=name,
                    notifier=self.channel,
                    to=name,
                    zone=zone,
                    digest=(digests or {}).get(name),
                    limit_per_day=(limits or {}).get(name),
                    burst=burst,
                    same_story=same_story,
                    answers=answers,
                    instead_of=(instead_of or {}).get(name, ""),
                )
                for name in sorted(names)
            ],
            {"telegram": self.channel},
            zone,
            chats=book,
        )
        await book.sync_config(watches)
        await book.load()
        listen = self.reports.append
        composer = Composer(
            self.store, book, {"news": "The News"}, self.clock, renderer=Renderer(), builtin=Renderer()
        )
        holds = Holds(book, self.routes)
        attempts = Attempts(
            self.store,
            book,
            self.routes,
            holds,
            composer.compose,
            self.clock,
            patience=Patience(send_timeout=0.5),
            operators=("ops",),
            listen=listen,
        )
        self.deliverer = Deliverer(
            self.store, attempts.attempt, self.clock, limits=self.routes.limits, lanes=lanes
        )
        self.failing = FailingDestinations(self.store, book, ("ops",), self.clock)
        self.poller = Poller(
            self.store,
            self.site,
            GapFiller(self.site),
            self.pages,
            book,
            self.routes,
            self.clock,
            operators=("ops",),
            listen=listen,
            wake=self.deliverer.wake,
        )
        self.digests = Digests(
            self.store, self.routes, holds, self.clock, wake=self.deliverer.wake, listen=listen
        )

    async def poll(self, source: Source = SOURCE) -> None:
        await self.poller.poll(source)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = await open_store(tmp_path / "watcher.db")
    yield World(store, DoubtedPages(tmp_path / "doubted"))
    await store.close()


def watch(query: str, *to: str) -> Watch:
    return Watch(id=0, owner="config", query=query, destinations=to or ("desk",))
