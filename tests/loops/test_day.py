"""A busy day on a clock set by hand: many sources and destinations, faults of every kind, and nothing grows.

One hour by default, so that it takes seconds of CPU time; `WATCHER_DAY=24` makes it a whole day.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from notifiers.port import Message, Receipt, Refused, Rejected, Unknown
from tests.loops.conftest import World
from tests.loops.ports import NOTHING, START, Channel, Site
from watcher.errors import FetchError
from watcher.fetch import Fetched
from watcher.models import Page, Source, State, Validators, Watch
from watcher.reports import DeliveryOutcome, DeliveryReport, PollReport, Report

HOURS = float(os.environ.get("WATCHER_DAY", "1"))
SOURCES, DESTINATIONS, TOPICS = 100, 1_000, 200
KEPT = timedelta(minutes=20)


class Sites(Site):
    """A page for each address; one fetch in thirty fails."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__([])
        self._dice = dice
        self._pages: dict[str, list[str]] = {}
        self._numbers: Counter[str] = Counter()

    def publish(self, url: str) -> None:
        page = self._pages.setdefault(url, [])
        topic = self._dice.randrange(TOPICS)
        page.insert(0, f"Topic{topic} item {self._numbers[url]} of {url[-3:].strip('/')}")
        self._numbers[url] += 1
        del page[20:]

    async def fetch(
        self,
        url: str,
        validators: Validators = NOTHING,
        *,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Fetched:
        if self._dice.random() < 1 / 30:
            raise FetchError("HTTP 503")
        items = "".join(
            f"<item><title>{title}</title><link>{url}/{title.replace(' ', '-').lower()}</link></item>"
            for title in self._pages.get(url, [])
        )
        body = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()
        digest = sha256(body).hexdigest()
        page = Page(url=url, body=body, content_type="application/rss+xml", fetched_at=START)
        known = validators.body_hash == digest
        return Fetched(page=None if known else page, validators=Validators(body_hash=digest), url=url)


class Weather(Channel):
    """Takes most of what it is given, and keeps nothing."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self._dice = dice

    async def send(self, to: str, message: Message) -> Receipt:
        luck = self._dice.random()
        if to != "ops" and luck < 0.08:
            raise Refused("429", retry_after=30) if luck < 0.05 else Unknown("no answer")
        if to != "ops" and luck < 0.085:
            raise Rejected("too long")
        return Receipt("1")

    async def find(self, to: str, key: str) -> Receipt | None:
        return None


class Tally(list[Report]):
    """Counts reports instead of keeping them; what operators are told is not counted."""

    def __init__(self) -> None:
        super().__init__()
        self.queued = 0
        self.ended: Counter[DeliveryOutcome] = Counter()

    def append(self, report: Report) -> None:
        if isinstance(report, PollReport):
            self.queued += sum(delivery.destination != "ops" for delivery in report.queued)
        elif isinstance(report, DeliveryReport) and report.delivery.destination != "ops":
            self.ended[report.outcome] += 1


@dataclass(frozen=True)
class Size:
    """What must not grow: bytes of memory and of the file, tasks, open descriptors."""

    memory: int
    file: int
    tasks: int
    descriptors: int

    @classmethod
    def now(cls, folder: Path) -> Size:
        gc.collect()
        return cls(
            memory=tracemalloc.get_traced_memory()[0],
            file=sum(path.stat().st_size for path in folder.glob("watcher.db*")),
            tasks=len(asyncio.all_tasks()),
            descriptors=len(list(Path("/proc/self/fd").iterdir())),
        )


@pytest.mark.slow
async def test_a_busy_day_loses_nothing_and_nothing_grows(world: World, tmp_path: Path) -> None:
    dice = random.Random(20261123)
    world.site, world.channel, world.reports = sites, _, tally = Sites(dice), Weather(dice), Tally()
    each = DESTINATIONS // TOPICS
    await world.wire(
        [
            Watch(
                id=0,
                owner="config",
                query=f"topic{topic}",
                destinations=tuple(f"d{topic * each + n}" for n in range(each)),
            )
            for topic in range(TOPICS)
        ]
    )
    sources = [Source(id=f"s{n}", name=f"Source {n}", url=f"https://n.example/{n}") for n in range(SOURCES)]
    for source in sources:
        for _number in range(10):
            sites.publish(source.url)
    tracemalloc.start()
    sizes: list[Size] = []
    minutes = int(HOURS * 60)
    for minute in range(minutes):
        for source in sources[minute % 5 :: 5]:
            if dice.random() < 1 / 10:
                sites.publish(source.url)
            await world.poll(source)
        await world.deliverer.flush()
        await world.failing.look()
        world.clock.forward(minutes=1)
        if minute % 15 == 14:
            await world.store.prune(world.clock.now - KEPT)
            sizes.append(Size.now(tmp_path))
    for _hour in range(3):
        world.clock.forward(hours=1)
        await world.deliverer.flush()
    tracemalloc.stop()
    left = (await world.store.counts()).deliveries
    assert not left.get(State.PENDING)
    assert not left.get(State.SENDING)
    assert tally.queued > minutes
    assert tally.queued == tally.ended[DeliveryOutcome.SENT] + tally.ended[DeliveryOutcome.DEAD]
    middle, end = sizes[len(sizes) // 2], sizes[-1]
    assert end.tasks <= middle.tasks
    assert end.descriptors <= middle.descriptors
    assert end.memory < middle.memory + 2_000_000
    # What is kept is the last minutes of it, and what is still on a page.
    assert end.file < middle.file * 1.5
