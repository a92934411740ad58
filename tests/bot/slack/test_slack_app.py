"""The whole service with the app: what is typed in a channel brings alerts there, with buttons that work."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from tests.bot.slack.front import APP, BOT, Front
from tests.bot.slack.person import Person
from tests.config.files import written
from watcher.config.loading import load
from watcher.demo.articles import STORIES, Story
from watcher.demo.site import Site
from watcher.service.app import opened

CONFIG = """
[[sources]]
id = "gazette"
url = "{site}"
interval = "200ms"
jitter = "0s"
[bot.slack]
token = "env:BOT"
app_token = "env:APP"
base_url = "{slack}/api/"
[http]
allow_private = true
per_host_delay = "0s"
[web]
enabled = false
"""


async def test_an_alert_comes_to_the_channel_that_asked_and_can_be_muted_there(
    tmp_path: Path, front: Front
) -> None:
    site = Site(STORIES[:10], layout="cards", today=date(2026, 11, 22))
    await site.start()
    config = written(tmp_path, CONFIG.format(site=site.url, slack=front.url))
    stop = asyncio.Event()
    async with opened(load(config, {"BOT": BOT, "APP": APP})) as app:
        running = asyncio.ensure_future(app.run(stop))
        person = Person(front)
        assert (await person.type("lighthouse")).text.startswith("👁 Watching *lighthouse* (#1)")
        while not (await app.store.source_state("gazette")).last_success:
            await asyncio.sleep(0.05)
        site.publish(Story("The lighthouse is lit", "At last", ("Ada Lamplighter",)))
        await front.until(lambda: any("is lit" in one.text for one in front.shown))
        (card,) = (one for one in front.shown if "is lit" in one.text)
        assert (card.channel, list(card.buttons)) == ("C1", ["Open", "🔕 24h", "⋯"])
        muted = await person.press(card, "🔕 24h")
        assert muted.thread == card.ts
        stop.set()
        await running
    await site.stop()
