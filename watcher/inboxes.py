"""The bots that people talk to: for each one configured, the loop that answers and the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from notifiers.email import Email
from notifiers.port import Notifier
from notifiers.telegram import Login, Menus, Telegram
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.verb import Desk
from watcher.config import Settings
from watcher.config.service import TelegramBot
from watcher.subscribe.links import SUBSCRIBERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One bot."""

    kind: str
    """What its chats' destination ids begin with."""
    run: Callable[[], Awaitable[object]]
    """Receives and answers until cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bots:
    """The accounts of the configuration that people have watches of their own at. Opens no connection."""

    telegram: Telegram | None = None
    email: Email | None = None
    """Sends only: people subscribe on a page."""

    @classmethod
    def of(cls, settings: Settings) -> Bots:
        """Make them."""
        bot, mail = settings.bot.telegram, settings.bot.email
        return cls(
            telegram=Telegram(Login(token=bot.token, base_url=bot.base_url)) if bot else None,
            email=Email(mail) if mail else None,
        )

    @property
    def notifiers(self) -> Mapping[str, Notifier]:
        """What sends to their chats, over the same accounts, by kind."""
        accounts = {Telegram.kind: self.telegram, SUBSCRIBERS: self.email}
        return {kind: account for kind, account in accounts.items() if account}


def inboxes(settings: Settings, bots: Bots, desk: Desk) -> tuple[Inbox, ...]:
    """Make the loops of the bots."""
    bot = settings.bot.telegram
    return (_telegram(bot, bots.telegram, desk),) if bot and bots.telegram else ()


def menus() -> Menus:
    """Return the commands for the clients' menus."""
    return {"": [(verb.name, verb.menu) for verb in VERBS.values() if verb.menu]}


def _telegram(bot: TelegramBot, notifier: Telegram, desk: Desk) -> Inbox:
    desk = replace(desk, max_watches=bot.max_watches, zone=bot.timezone or desk.zone)
    dialogue = Dialogue(desk, allowed={f"{notifier.kind}:{chat}" for chat in bot.allow})
    inbox = TelegramInbox(notifier.account, dialogue, desk.book, desk.store, desk.clock, menus=menus())
    return Inbox(kind=notifier.kind, run=inbox.run)
