"""`python -m tests.bot.slack.app_process URL FILE MINUTES`: the app on a real store, made to be killed.

Its clock is so many minutes ahead, so that what a dead process left needs no waiting for.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from notifiers.secret import Secret
from tests.bot.slack.front import APP, BOT
from watcher.bot.registry import VERBS
from watcher.bot.verb import Desk
from watcher.config.service import SlackBot
from watcher.rules import Matcher
from watcher.service.slack_app import slack_app
from watcher.store.tiny.store import TinyStore
from watcher.watchbook import WatchBook


async def main(url: str, file: str, minutes: str) -> None:
    ahead = timedelta(minutes=int(minutes))
    store = await TinyStore.open(file)
    book = WatchBook(store, Matcher())
    await book.load()
    tokens = {"token": Secret(BOT), "app_token": Secret(APP)}
    bot = SlackBot.model_validate({**tokens, "base_url": f"{url}/api/", "timeout": 5.0})
    desk = Desk(store=store, book=book, clock=lambda: datetime.now(UTC) + ahead, verbs=VERBS)
    await slack_app(bot, desk).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
