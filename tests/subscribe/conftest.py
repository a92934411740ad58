"""The pages of subscribers on a real server, a real store, and a mail server on loopback."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from notifiers.email import Email, Login
from tests.loops.ports import Clock
from watcher.delivery.attempt import Attempts, Patience
from watcher.delivery.compose import Composer
from watcher.delivery.deliver import Deliverer
from watcher.delivery.routes import Routes
from watcher.demo.receivers.smtp import SmtpReceiver
from watcher.holding.holds import Holds
from watcher.render import Renderer
from watcher.reports import Report
from watcher.rules import Matcher
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.subscribe.links import Links, links_key
from watcher.subscribe.subscriptions import Subscriptions
from watcher.watchbook import WatchBook
from watcher.web import subscribe
from watcher.web.server import WebServer

BASE = "https://news.example.org"
ANN = "ann@example.org"


@dataclass
class Post:
    """What a subscriber has in hand: a browser, and a mailbox."""

    store: Store
    mail: SmtpReceiver
    http: aiohttp.ClientSession
    clock: Clock
    book: WatchBook
    deliverer: Deliverer
    links: Links
    pages: Subscriptions
    routes: Routes
    reports: list[Report] = field(default_factory=list)

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(path) as response:
            return response.status, await response.text()

    async def post(self, path: str, **form: str) -> tuple[int, str]:
        async with self.http.post(path, data=form) as response:
            return response.status, await response.text()

    async def ask(self, address: str = ANN, query: str = "sanctions", **more: str) -> tuple[int, str]:
        return await self.post(
            "/subscribe", form=self.links.form(self.clock()), address=address, query=query, **more
        )

    async def mails(self) -> list[EmailMessage]:
        """Deliver what is due; return all that arrived."""
        await self.deliverer.flush()
        return self.mail.received

    async def link(self, mail: EmailMessage) -> str:
        """Return the path of the first link of ours in a mail's text."""
        body = mail.get_body(("plain",))
        assert body
        found, *_ = re.findall(rf"{re.escape(BASE)}(/(?:confirm|manage)/\S+)", body.get_content())
        return str(found)

    async def subscribe(self, address: str = ANN, query: str = "sanctions", **more: str) -> str:
        """Do all that it takes; return the path of the subscriber's page."""
        await self.ask(address, query, **more)
        status, page = await self.post(await self.link((await self.mails())[-1]))
        assert status == 200, page
        return self.links.manage(address, self.clock()).removeprefix(BASE)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    store, mail, clock = await open_store(tmp_path / "w.db"), SmtpReceiver(), Clock()
    await mail.start()
    book = WatchBook(store, Matcher())
    await book.load()
    options = Login(host="127.0.0.1", port=mail.port, security="none", sender="News <news@example.org>")
    routes = Routes((), {"email": Email(options)}, ZoneInfo("UTC"), chats=book)
    links = Links(BASE, await links_key(store))
    reports: list[Report] = []
    composer = Composer(store, book, {}, clock, renderer=Renderer(), builtin=Renderer(), links=links)
    attempts = Attempts(
        store,
        book,
        routes,
        Holds(book, routes),
        composer.compose,
        clock,
        patience=Patience(send_timeout=5),
        operators=(),
        listen=reports.append,
    )
    deliverer = Deliverer(store, attempts.attempt, clock, limits=routes.limits, lanes=2)
    pages = Subscriptions(store, book, links, clock, wake=deliverer.wake, zone="UTC", max_watches=3)
    server = WebServer("127.0.0.1", 0, subscribe.routes(pages))
    await server.start()
    async with aiohttp.ClientSession(server.address) as http:
        yield Post(store, mail, http, clock, book, deliverer, links, pages, routes, reports)
    await server.stop()
    await mail.stop()
    await store.close()
