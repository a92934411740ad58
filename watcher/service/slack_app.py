"""The Slack app of the configuration: how it is heard, and how it sends. Opens no connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from notifiers.slack.channel import Slack
from notifiers.slack.failures import NotLetIn
from notifiers.slack.options import Options
from notifiers.slack.socket_mode import receive
from notifiers.slack.web_api import WebApi
from watcher.bot.dialogue import Dialogue
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.conversation import Conversation
from watcher.bot.slack.door import Door
from watcher.bot.slack.inbox import SlackInbox
from watcher.bot.slack.telling import Telling
from watcher.bot.slack.tongue import SPOKEN
from watcher.bot.trouble import InboxTrouble
from watcher.bot.verb import Desk
from watcher.config.service import SlackBot
from watcher.errors import WatcherError
from watcher.web import slack as page
from watcher.web.server import Route


@dataclass(frozen=True, slots=True)
class SlackApp:
    """What answers."""

    run: Callable[[], Awaitable[object]]
    """Receives and answers until cancelled."""
    pages: tuple[Route, ...] = ()
    """Where Slack posts events, if not over a socket."""
    trouble: Callable[[], str] = str
    """Returns what keeps it from receiving, in one line; empty while all is well."""


def account(bot: SlackBot) -> Slack:
    """Return what sends to its chats; each has an address of its own."""
    return Slack(Options(token=bot.token, channel="-", base_url=bot.base_url, timeout=bot.timeout))


def slack_app(bot: SlackBot, desk: Desk, operators: tuple[str, ...] = ()) -> SlackApp:
    """Make what answers: events come over a socket, or are posted to the web server."""
    desk = replace(desk, verbs=SPOKEN, max_watches=bot.max_watches, zone=bot.timezone or desk.zone)
    dialogue = Dialogue(desk, allowed={f"{Slack.kind}:{place}" for place in bot.allow})
    answers = Answers(WebApi(bot.token, bot.base_url, bot.timeout))
    conversation = Conversation(Telling(dialogue, desk, answers), desk, answers)
    inbox = SlackInbox(desk.store, conversation, desk.clock)
    if bot.app_token is None and bot.signing_secret:
        door = Door(bot.signing_secret, inbox.take, desk.clock)
        return SlackApp(partial(inbox.run, None), page.routes(door.admit))
    socket = WebApi(bot.app_token, bot.base_url, bot.timeout)
    trouble = InboxTrouble("Slack commands", desk.store, operators, desk.clock)

    def report(line: str) -> None:
        if bool(line) != bool(trouble.now):
            trouble.report(line)

    async def listen() -> None:
        try:
            await receive(socket, inbox.take, report=report)
        except NotLetIn as error:
            line = f"Slack lets the app in no more: {error}; see bot.slack.app_token"
            report(line)
            raise WatcherError(line) from None

    return SlackApp(partial(inbox.run, listen), trouble=lambda: trouble.now)
