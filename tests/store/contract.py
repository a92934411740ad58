"""The backends under contract, and the samples that the contract is told with.

To put a backend under contract: a class with `open` and `crash`, and a line in `BACKENDS`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from tests import postgres
from watcher.models import (
    Article,
    Delivery,
    DigestTime,
    Entry,
    Event,
    Preferences,
    QuietHours,
    Rest,
    State,
    Validators,
    Watch,
)
from watcher.store.port import PollCommit, Store
from watcher.store.registry import open_store

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


ALL_PREFERENCES = Preferences(
    timezone="Asia/Seoul",
    locale="ko",
    digest=DigestTime(at=time(8), days=frozenset({0, 3}), empty=True),
    rest=Rest(
        paused=True,
        muted_until=NOON + DAY,
        quiet_hours=QuietHours(since=time(22, 30), until=time(7)),
    ),
)
"""Each field other than it is by itself."""


class Backend(Protocol):
    """One place for a store, and what a kill of its process leaves there."""

    async def open(self) -> Store:
        """Open the store at this place."""
        ...

    async def crash(self) -> Store:
        """Open a store as it is found when its process was killed at this moment."""
        ...


class TinyBackend:
    """The embedded store: what a kill leaves are its files as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lives = 0

    async def open(self) -> Store:
        return await open_store(self._folder / f"life-{self._lives}.db")

    async def crash(self) -> Store:
        before = f"life-{self._lives}.db"
        self._lives += 1
        for suffix in ("", "-wal"):
            shutil.copy(self._folder / f"{before}{suffix}", self._folder / f"life-{self._lives}.db{suffix}")
        return await self.open()


class PostgresBackend:
    """A database of its own in a real server; a kill of its process leaves what was committed."""

    def __init__(self, folder: Path) -> None:
        self.address = postgres.new_schema()

    async def open(self) -> Store:
        return await open_store(self.address)

    async def crash(self) -> Store:
        # What the process had is nobody's then: it lives on in this one, and says so.
        await postgres.run(self.address, "update deliveries set sender = 0; update leases set holder = 0")
        return await self.open()


BACKENDS: dict[str, Callable[[Path], Backend]] = {"postgres": PostgresBackend, "tiny": TinyBackend}


def an_article(number: int, **fields: object) -> Article:
    sample = {
        "id": f"a{number}",
        "keys": (f"url:{number}", f"title:{number}"),
        "title": f"Article {number}",
        "url": f"https://news.example/{number}",
    }
    return Article(**{**sample, **fields})  # type: ignore[arg-type]  # the test names the fields


def a_poll(*page: Article, source: str = "nk", at: datetime = NOON, **fields: object) -> PollCommit:
    sample = {"source": source, "at": at, "validators": Validators(etag='"1"'), "page": page, "new": page}
    return PollCommit(**{**sample, **fields})  # type: ignore[arg-type]  # the test names the fields


def a_delivery(
    number: int, destination: str = "slack:news", at: datetime = NOON, **fields: object
) -> Delivery:
    sample = {
        "id": f"alert:nk:a{number}:{destination}",
        "event": Event.ALERT,
        "destination": destination,
        "entries": (Entry(source="nk", article=f"a{number}", watches=(1, 2)),),
        "created_at": at,
    }
    return Delivery(**{**sample, **fields})  # type: ignore[arg-type]  # the test names the fields


def a_watch(query: str = "sanctions", owner: str = "telegram:5", **fields: object) -> Watch:
    sample = {"id": 0, "owner": owner, "query": query, "destinations": (owner,), "created_at": NOON}
    return Watch(**{**sample, **fields})  # type: ignore[arg-type]  # the test names the fields


async def send(store: Store, destination: str = "slack:news", at: datetime = NOON) -> str | None:
    """Claim and settle the next delivery of a destination; return its id, None where nothing is due."""
    claim = await store.claim(destination, at)
    if claim is None:
        return None
    assert await store.sent(claim, at, "receipt")
    return claim.delivery.id


async def states(store: Store) -> dict[str, State]:
    """Return the state of every delivery by id."""
    return {delivery.id: delivery.state for delivery in await store.deliveries(limit=10_000)}
