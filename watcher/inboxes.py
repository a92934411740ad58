"""The bots that people talk to: for each one configured, the loop that answers and the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from notifiers.port import Notifier
from notifiers.telegram import Login, Telegram
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.verb import Desk
from watcher.config import Settings
from watcher.config.service import TelegramBot
from watcher.store.port import Store
from watcher.watchbook import WatchBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One bot."""

    kind: str
    """What its chats' destination ids begin with."""
    notifier: Notifier
    """Sends to its chats, over the same account."""
    run: Callable[[], Awaitable[object]]
    """Receives and answers until cancelled."""


def inboxes(
    settings: Settings, store: Store, book: WatchBook, clock: Callable[[], datetime]
) -> tuple[Inbox, ...]:
    """Make the bots of the configuration. Opens no connection."""
    bot = settings.bot.telegram
    return (_telegram(bot, store, book, clock),) if bot else ()


def _telegram(bot: TelegramBot, store: Store, book: WatchBook, clock: Callable[[], datetime]) -> Inbox:
    notifier = Telegram(Login(token=bot.token, base_url=bot.base_url))
    desk = Desk(store=store, book=book, clock=clock, verbs=VERBS, max_watches=bot.max_watches)
    dialogue = Dialogue(desk, allowed={f"{notifier.kind}:{chat}" for chat in bot.allow})
    inbox = TelegramInbox(notifier.account, dialogue, book, store, clock, verbs=tuple(VERBS.values()))
    return Inbox(kind=notifier.kind, notifier=notifier, run=inbox.run)
