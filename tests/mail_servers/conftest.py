"""What sends: the real store, words and channel, with a note of each message that was worded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifiers.email import Email, Login, Options
from notifiers.port import Message
from notifiers.secret import Secret
from tests.loops.ports import Clock
from tests.mail_servers.servers import PASSWORD, MailServers, mail_servers, missing
from watcher.delivery.attempt import Attempts, Patience
from watcher.delivery.compose import Composer
from watcher.delivery.deliver import Deliverer
from watcher.delivery.routes import Route, Routes
from watcher.holding.holds import Holds
from watcher.models import Watch
from watcher.render import Renderer
from watcher.rules import Matcher
from watcher.store.port import Claim, Store
from watcher.store.registry import open_store
from watcher.subscribe.links import Links, links_key
from watcher.watchbook import WatchBook

ALERTS = "alerts@watcher.example"
"""Who sends, and whom bounces come back to."""
DANA = "dana@example.org"
"""Whom the configuration names, as `dana`."""
ANN = "ann@example.org"
"""Who subscribed, as `email:ann@example.org`."""
BOB = "bob@example.org"
"""Who subscribed, and has no mailbox."""
UNSUBSCRIBE = "https://alerts.example.org/one-click"


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    if why := missing():
        pytest.skip(why)
    with mail_servers(ALERTS, DANA, ANN) as opened:
        yield opened


@dataclass
class Sender:
    """The outbox and what empties it."""

    store: Store
    book: WatchBook
    routes: Routes
    deliverer: Deliverer
    clock: Clock
    worded: dict[str, Message] = field(default_factory=dict)
    """The latest message of each delivery, by id."""


@asynccontextmanager
async def sender(folder: Path, login: dict[str, object]) -> AsyncIterator[Sender]:
    """Wire all of it, with a mail server's options, at today's date: servers compare it with theirs."""
    store, clock = await open_store(folder / "w.db"), Clock(datetime.now(UTC).replace(microsecond=0))
    book = WatchBook(store, Matcher())
    await book.load()
    for address in (ANN, BOB):
        await book.chat_seen(f"email:{address}", address, clock())
        await book.add(
            Watch(
                id=0,
                owner=f"email:{address}",
                query="ship",
                destinations=(f"email:{address}",),
                created_at=clock(),
            )
        )
    dana = Email(Options.model_validate({**login, "to": DANA, "unsubscribe": UNSUBSCRIBE}))
    zone = ZoneInfo("Asia/Seoul")
    routes = Routes(
        [Route(destination="dana", notifier=dana, to=DANA, zone=zone)],
        {"email": Email(Login.model_validate(login))},
        zone,
        chats=book,
    )
    links = Links("https://news.example.org", await links_key(store))
    composer = Composer(store, book, {}, clock, renderer=Renderer(), builtin=Renderer(), links=links)

    async def compose(claim: Claim, route: Route) -> Message:
        made.worded[claim.delivery.id] = message = await composer.compose(claim, route)
        return message

    attempts = Attempts(
        store,
        book,
        routes,
        Holds(book, routes),
        compose,
        clock,
        patience=Patience(send_timeout=20),
        operators=("dana",),
        listen=lambda _: None,
    )
    made = Sender(store, book, routes, Deliverer(store, attempts.attempt, clock, limits=routes.limits), clock)
    yield made
    await store.close()


@pytest.fixture
async def wired(servers: MailServers, tmp_path: Path) -> AsyncIterator[Sender]:
    """One that sends by the real servers."""
    login = {
        "host": "127.0.0.1",
        "port": servers.smtp,
        "security": "starttls",
        "ca_file": str(servers.tls.authority),
        "username": ALERTS,
        "password": Secret(PASSWORD),
        "sender": f"News alerts <{ALERTS}>",
        "timeout": 10,
    }
    async with sender(tmp_path, login) as made:
        yield made


LATER = timedelta(minutes=20)
"""After which the first retry of anything is due."""
