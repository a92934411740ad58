"""The bots that people talk to: for each one configured, the loop that answers and the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from notifiers.email import Email
from notifiers.port import Notifier
from notifiers.slack.channel import Slack
from notifiers.telegram.login import Login
from notifiers.telegram.send import Telegram
from notifiers.telegram.updates import Menus
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.verb import Desk
from watcher.config.service import SlackBot, TelegramBot
from watcher.config.settings import Settings
from watcher.service import slack_app
from watcher.subscribe.links import SUBSCRIBERS
from watcher.web import hooks
from watcher.web.server import Route
from watcher.wording.speech import LANGUAGES, speech_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One bot."""

    kind: str
    """What its chats' destination ids begin with."""
    run: Callable[[], Awaitable[object]]
    """Receives and answers until cancelled."""
    pages: tuple[Route, ...] = ()
    """What the web server serves for it."""
    trouble: Callable[[], str] = str
    """Returns what keeps it from receiving, in one line; empty while all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bots:
    """The accounts of the configuration that people have watches of their own at. Opens no connection."""

    telegram: Telegram | None = None
    slack: Slack | None = None
    email: Email | None = None
    """Sends only: people subscribe on a page."""

    @classmethod
    def of(cls, settings: Settings) -> Bots:
        """Make them."""
        bot, app, mail = settings.bot.telegram, settings.bot.slack, settings.bot.email
        return cls(
            telegram=Telegram(Login(token=bot.token, base_url=bot.base_url)) if bot else None,
            slack=slack_app.account(app) if app else None,
            email=Email(mail) if mail else None,
        )

    @property
    def notifiers(self) -> Mapping[str, Notifier]:
        """What sends to their chats, over the same accounts, by kind."""
        accounts = {Telegram.kind: self.telegram, Slack.kind: self.slack, SUBSCRIBERS: self.email}
        return {kind: account for kind, account in accounts.items() if account}


def inboxes(settings: Settings, bots: Bots, desk: Desk) -> tuple[Inbox, ...]:
    """Make the loops of the bots."""
    bot, app = settings.bot.telegram, settings.bot.slack
    return (
        *((_telegram(bot, bots.telegram, desk, settings.operator.to),) if bot and bots.telegram else ()),
        *((_slack(app, desk, settings.operator.to),) if app else ()),
    )


def menus() -> Menus:
    """Return the commands for the clients' menus."""
    listed = [verb for verb in VERBS.values() if verb.menu]
    tags = {"" if tag == "en" else tag for tag in LANGUAGES}
    return {tag: [(verb.name, speech_for(tag).gettext(verb.menu)) for verb in listed] for tag in sorted(tags)}


def _telegram(bot: TelegramBot, notifier: Telegram, desk: Desk, operators: tuple[str, ...]) -> Inbox:
    desk = replace(desk, max_watches=bot.max_watches, zone=bot.timezone or desk.zone)
    dialogue = Dialogue(desk, allowed={f"{notifier.kind}:{chat}" for chat in bot.allow})
    inbox = TelegramInbox(
        notifier.account,
        dialogue,
        desk.book,
        desk.store,
        desk.clock,
        menus=menus(),
        operators=operators,
        webhook=bot.webhook or "",
    )
    pages: tuple[Route, ...] = ()
    if bot.webhook and inbox.webhook:
        pages = hooks.routes(urlsplit(bot.webhook).path, inbox.webhook.accept)
    return Inbox(kind=notifier.kind, run=inbox.run, trouble=lambda: inbox.trouble.now, pages=pages)


def _slack(bot: SlackBot, desk: Desk, operators: tuple[str, ...]) -> Inbox:
    app = slack_app.slack_app(bot, desk, operators)
    return Inbox(kind=Slack.kind, run=app.run, pages=app.pages, trouble=app.trouble)
