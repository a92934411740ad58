"""One run: publish and strike for a time, then calm, drain and judge."""

from __future__ import annotations

import asyncio
import random
import re
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.world import CHANNELS, World, story, world
from tests.torture.lives import Lives
from tests.torture.mischief import STAGES, Blow, Weather, blows
from tests.torture.received import received
from tests.torture.verdict import Place, Told, Verdict, judge
from watcher.demo.articles import Story
from watcher.demo.layouts import LAYOUTS
from watcher.models import Event, State
from watcher.store.registry import open_store

DELIVERY = 'send_timeout = "2s"\nfirst_retry = "50ms"\nlongest_retry = "400ms"'
ANSWER_WITHIN = 1.0
AHEAD = 6
"""Articles that may be published and not yet read: more would scroll off before a poll, and be a gap."""
STAGE_WITHIN = 4.0
LIFE = 1.5
FROZEN = 0.25
"""Of processes that are frozen for a while before their end."""
DRAIN = 90.0
EVERYTHING = 1_000_000


class Torture:
    """A process, its world, and what happens to them."""

    def __init__(self, folder: Path, *, seed: int, seconds: float, url: str = "") -> None:
        self.blows: Counter[Blow] = Counter()
        self.frozen = 0
        self.published = 0
        self._folder = folder
        self._seconds = seconds
        self._url = url
        self._dice = random.Random(f"{seed} process")
        self._news = random.Random(f"{seed} listing")
        self._weather = {name: Weather(f"{seed} {name}") for name in ("slack", "phone", "mail")}
        self._shown: list[Story] = []

    async def run(self) -> Verdict:
        """Live through all of it and judge."""
        async with world(self._folder, url=self._url, delivery=DELIVERY, patience=ANSWER_WITHIN) as w:
            w.slack.plan = self._weather["slack"].plan()
            w.telegram.plan = self._weather["phone"].plan("sendMessage")
            w.mail.plan = self._weather["mail"].plan()
            lives = Lives(
                self._folder / "config.toml",
                {
                    "SLACK_TOKEN": w.slack.token,
                    "TELEGRAM_TOKEN": w.telegram.token,
                    "WATCHER_DATABASE": self._url,
                },
                self._folder / "log.txt",
            )
            lives.start()
            await w.baseline()
            await lives.kill()
            self._calm(False)
            publishing = asyncio.create_task(self._publish(w))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._seconds):
                    while True:
                        await self._strike(w, lives)
            publishing.cancel()
            await asyncio.wait([publishing])
            self._calm(True)
            w.site.broken, w.site.layout = False, "cards"
            await self._drain(w, lives)
            return await self._judge(w)

    def tally(self) -> tuple[str, ...]:
        """Return what happened, in lines."""
        faults = sum(weather.made for weather in self._weather.values())
        happened = ", ".join(f"{count} {blow.value}" for blow, count in self.blows.items())
        return (
            f"{self.published} articles, {faults} faults of providers",
            f"the process: {happened}, {self.frozen} frozen",
        )

    def _calm(self, calm: bool) -> None:
        for weather in self._weather.values():
            weather.calm = calm

    async def _publish(self, w: World) -> None:
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
            elif self.published - len(set(received(w)["file"])) < AHEAD:
                self.published += 1
                w.site.publish(story(self.published))
                self._shown = [*self._shown[-3:], story(self.published)]

    async def _strike(self, w: World, lives: Lives) -> None:
        """Let one life begin and end, with a pause of all its work now and then."""
        blow = blows(self._dice)
        lives.start(self._dice.choice(STAGES) if blow is Blow.STAGE else None)
        if blow is not Blow.STAGE:
            await self._alive(w)
        if self._dice.random() < FROZEN:
            await self._freeze(lives)
        if blow is Blow.STAGE:
            # One that never gets there ends all the same.
            await lives.ended(STAGE_WITHIN)
            await lives.kill()
        else:
            await asyncio.sleep(self._dice.uniform(0, LIFE))
            lives.send(signal.SIGKILL if blow is Blow.KILL else signal.SIGTERM)
        assert await lives.ended(40), "the process does not end"
        self.blows[blow] += 1

    async def _freeze(self, lives: Lives) -> None:
        await asyncio.sleep(self._dice.uniform(0, 0.5))
        lives.send(signal.SIGSTOP)
        await asyncio.sleep(self._dice.uniform(0.2, 2.5))
        lives.send(signal.SIGCONT)
        self.frozen += 1

    async def _alive(self, w: World) -> None:
        """Wait until the process has polled."""
        before = w.site.requests
        with suppress(TimeoutError):
            async with asyncio.timeout(8):
                while w.site.requests == before:
                    await asyncio.sleep(0.02)

    async def _drain(self, w: World, lives: Lives) -> None:
        """Let one last life go on until everybody has everything, or for so long."""
        await lives.kill()
        lives.start()
        all_of_it = set(range(1, self.published + 1))
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                while any(set(received(w)[channel]) != all_of_it for channel in CHANNELS):
                    await asyncio.sleep(0.2)
                # What was taken before its answer was lost is still to be settled, and may come once more.
                await asyncio.sleep(5)
        lives.send(signal.SIGTERM)
        assert await lives.ended(40), "the process does not stop"

    async def _judge(self, w: World) -> Verdict:
        store = await open_store(self._url or self._folder / "state" / "watcher.db")
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
        return judge(
            self.published,
            received(w),
            told,
            unsettled=sum(row.state in {State.PENDING, State.SENDING} for row in rows),
            tracebacks=w.log().count("Traceback"),
        )


def _corrected(w: World, shown: Story) -> Story:
    title = f"{shown.title}, corrected"
    w.site.correct(shown, title)
    return replace(shown, title=title, first_title=shown.first_title or shown.title)
