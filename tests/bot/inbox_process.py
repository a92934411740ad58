"""`python -m tests.bot.inbox_process URL TOKEN FILE`: a bot on a real store, made to be killed."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.login import Login
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.verb import Desk
from watcher.rules import Matcher
from watcher.store.tiny.store import TinyStore
from watcher.watchbook import WatchBook


def now() -> datetime:
    return datetime.now(UTC)


async def main(url: str, token: str, file: str) -> None:
    store = await TinyStore.open(file)
    book = WatchBook(store, Matcher())
    await book.load()
    dialogue = Dialogue(Desk(store=store, book=book, clock=now, verbs=VERBS))
    account = Account(Login(token=Secret(token), base_url=url))
    await TelegramInbox(account, dialogue, book, store, now, menus={}).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
