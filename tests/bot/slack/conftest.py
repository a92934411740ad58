"""An app in a workspace on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest

from notifiers.secret import Secret
from tests.bot.conftest import NOW, Talk, store, talk
from tests.bot.slack.front import APP, BOT, Front
from tests.bot.slack.person import Person
from watcher.bot.registry import VERBS
from watcher.bot.verb import Desk
from watcher.config.service import SlackBot
from watcher.service.slack_app import SlackApp, slack_app
from watcher.store.port import Store

__all__ = ["store", "talk"]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def front(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Front]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    front = Front()
    await front.start()
    yield front
    await front.stop()
    assert front.faults == []


def bot_of(front: Front, **options: object) -> SlackBot:
    return SlackBot.model_validate(
        {"token": Secret(BOT), "base_url": f"{front.url}/api/", "timeout": 5.0, **options}
    )


def app(front: Front, talk: Talk, clock: Clock, *, store: Store | None = None, **options: object) -> SlackApp:
    bot = bot_of(front, **options)
    return slack_app(bot, Desk(store=store or talk.store, book=talk.book, clock=clock, verbs=VERBS))


@asynccontextmanager
async def at_work(inbox: SlackApp) -> AsyncIterator[None]:
    task = asyncio.ensure_future(inbox.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def running(front: Front, talk: Talk, clock: Clock) -> AsyncIterator[SlackApp]:
    """The app in Socket Mode."""
    inbox = app(front, talk, clock, app_token=Secret(APP))
    async with at_work(inbox):
        yield inbox


@pytest.fixture
def person(front: Front, running: SlackApp) -> Person:
    return Person(front)
