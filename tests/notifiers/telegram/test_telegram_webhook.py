"""Updates that come by webhook: over real sockets, kept before they are confirmed, handled once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.events import Command, Event
from notifiers.telegram.login import Login
from notifiers.telegram.webhook import Webhook
from watcher.demo.receivers.telegram import TelegramReceiver, wire
from watcher.errors import StoreError
from watcher.web import hooks
from watcher.web.server import WebServer

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PERSON = 77


class Shelf:
    """A text in memory that outlives the bots that use it."""

    def __init__(self) -> None:
        self.text: str | None = None
        self.full = False

    async def get(self) -> str | None:
        return self.text

    async def put(self, text: str) -> None:
        if self.full:
            raise StoreError("no space left")
        self.text = text


class Bot:
    """One life of a bot behind an address."""

    def __init__(self, webhook: Webhook, address: str, session: aiohttp.ClientSession) -> None:
        self.webhook = webhook
        self._address = address
        self._session = session

    async def post(self, update: object, *, secret: str | None = None) -> int:
        headers = {HEADER: self.webhook.secret if secret is None else secret}
        async with self._session.post(self._address, json=update, headers=headers) as answer:
            return answer.status


def an_update(number: int, text: str, chat: int = PERSON) -> wire.Json:
    return {"update_id": number, "message": wire.message(number, chat, wire.user(chat), text, {})}


@asynccontextmanager
async def life(
    telegram: TelegramReceiver, shelf: Shelf, heard: list[str], gate: asyncio.Event | None = None
) -> AsyncIterator[Bot]:
    account = Account(Login(token=Secret(telegram.token), base_url=telegram.url, timeout=5))

    async def handle(event: Event) -> None:
        assert isinstance(event, Command)
        if gate:
            await gate.wait()
        heard.append(event.text)

    webhook = Webhook(account, "https://bot.example/hook", shelf, handle, menus={})
    server = WebServer("127.0.0.1", 0, hooks.routes("/hook", webhook.accept))
    await server.start()
    task = asyncio.ensure_future(webhook.run())
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        bot = Bot(webhook, f"{server.address}/hook", session)
        while await bot.post({}, secret=None) != 400 or telegram.chats.webhook is None:
            await asyncio.sleep(0.005)
        while not webhook.is_running:
            await asyncio.sleep(0.005)
        yield bot
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await server.stop()
    await account.close()


async def until(heard: list[str], count: int) -> None:
    async with asyncio.timeout(10):
        while len(heard) < count:
            await asyncio.sleep(0.005)


async def test_an_update_is_handled_once_however_often_it_comes(telegram: TelegramReceiver) -> None:
    heard: list[str] = []
    shelf = Shelf()
    async with life(telegram, shelf, heard) as bot:
        assert telegram.chats.webhook == ("https://bot.example/hook", bot.webhook.secret)
        assert await bot.post(an_update(1, "/watch one")) == 200
        assert await bot.post(an_update(1, "/watch one")) == 200
        assert await bot.post(an_update(2, "/watch two")) == 200
        await until(heard, 2)
    async with life(telegram, shelf, heard) as bot:
        assert await bot.post(an_update(2, "/watch two")) == 200
        assert await bot.post(an_update(3, "/watch three")) == 200
        await until(heard, 3)
    assert heard == ["/watch one", "/watch two", "/watch three"]


@pytest.mark.parametrize("secret", ["", "wrong", "ünicode"])
async def test_only_telegram_knows_the_secret(telegram: TelegramReceiver, secret: str) -> None:
    heard: list[str] = []
    async with life(telegram, Shelf(), heard) as bot:
        assert await bot.post(an_update(1, "/watch one"), secret=secret) == 403
    assert heard == []


async def test_what_was_confirmed_and_not_handled_survives_the_death_of_the_bot(
    telegram: TelegramReceiver,
) -> None:
    shelf, found, gate, heard = Shelf(), Shelf(), asyncio.Event(), list[str]()
    async with life(telegram, shelf, [], gate) as bot:
        assert await bot.post(an_update(1, "/watch one")) == 200
        found.text = shelf.text  # as it is on the disk at this moment
        gate.set()
    async with life(telegram, found, heard):
        await until(heard, 1)
    assert heard == ["/watch one"]


async def test_what_cannot_be_kept_is_not_confirmed(telegram: TelegramReceiver) -> None:
    heard: list[str] = []
    shelf = Shelf()
    async with life(telegram, shelf, heard) as bot:
        shelf.full = True
        assert await bot.post(an_update(1, "/watch one")) == 503
        shelf.full = False
        assert await bot.post(an_update(1, "/watch one")) == 200
        await until(heard, 1)
    assert heard == ["/watch one"]
