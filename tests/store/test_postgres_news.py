"""Two processes keep the watches of one database in memory: each hears what the other does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import postgres
from tests.store.contract import NOON, PostgresBackend, a_watch
from tests.test_watchbook import NEWS
from watcher.rules import Matcher
from watcher.store.port import Store
from watcher.watchbook import WatchBook

CHAT = "telegram:5"
MOVED = "telegram:-100"


class Pair(NamedTuple):
    """Two processes' books, their stores, and where these are."""

    ours: WatchBook
    theirs: WatchBook
    stores: tuple[Store, Store]
    address: str


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    backend = PostgresBackend(tmp_path)
    stores = await backend.open(), await backend.open()
    ours, theirs = (WatchBook(store, Matcher()) for store in stores)
    for book in (ours, theirs):
        await book.load()
    yield Pair(ours, theirs, stores, backend.address)
    for store in stores:
        await store.close()


def ids(book: WatchBook) -> list[int]:
    return [watch.id for watch in book.match(NEWS, "nk")]


async def test_a_watch_is_live_with_the_other_and_gone_with_it(pair: Pair) -> None:
    watch, _ = await pair.ours.add(a_watch())
    assert ids(pair.theirs) == []
    await pair.theirs.follow()
    assert pair.theirs.match(NEWS, "nk") == (watch,)
    assert await pair.theirs.remove(watch.id, CHAT) == watch
    assert ids(pair.ours) == [watch.id]
    await pair.ours.follow()
    assert ids(pair.ours) == []


async def test_watches_rest_and_wake_with_their_chat(pair: Pair) -> None:
    await pair.ours.chat_seen(CHAT, "Dana", NOON)
    watch, _ = await pair.ours.add(a_watch())
    await pair.theirs.follow()
    await pair.theirs.chat_left(CHAT)
    await pair.ours.follow()
    assert ids(pair.ours) == ids(pair.theirs) == []
    await pair.ours.chat_seen(CHAT, "Dana", NOON)
    await pair.theirs.follow()
    assert ids(pair.ours) == ids(pair.theirs) == [watch.id]


async def test_a_chat_that_moves_takes_its_watches_along(pair: Pair) -> None:
    await pair.ours.chat_seen(CHAT, "Dana", NOON)
    await pair.ours.add(a_watch())
    same, _ = await pair.ours.add(a_watch("visit"))
    taken, _ = await pair.ours.add(a_watch("visit", MOVED))
    await pair.theirs.follow()
    await pair.ours.chat_moved(CHAT, MOVED)
    await pair.theirs.follow()
    assert pair.theirs.of(CHAT) == ()
    assert pair.theirs.of(MOVED) == pair.ours.of(MOVED)
    assert taken in pair.theirs.of(MOVED)
    assert same.id not in {watch.id for watch in pair.theirs.of(MOVED)}
    assert [watch.destinations for watch in pair.theirs.match(NEWS, "nk")] == [(MOVED,)]


async def test_what_both_do_at_once_ends_the_same(pair: Pair) -> None:
    async def churn(book: WatchBook, offset: int) -> None:
        for number in range(30):
            watch, _ = await book.add(a_watch(f"sanctions OR word{offset + number}"))
            if number % 3 == 0:
                await book.remove(watch.id, watch.owner)
            await book.follow()

    await asyncio.gather(churn(pair.ours, 0), churn(pair.theirs, 20))
    for book in (pair.ours, pair.theirs):
        await book.follow()
    stored = await pair.stores[0].watches()
    assert pair.ours.of(CHAT) == pair.theirs.of(CHAT) == stored
    assert ids(pair.ours) == ids(pair.theirs) == [watch.id for watch in stored]


async def test_more_changes_than_are_told_at_a_time_are_all_heard(pair: Pair) -> None:
    await postgres.run(
        pair.address,
        """
        with one as (update watch_revision set revision = revision + 2500)
        insert into watches (owner, sameness, body, revision)
        select 'telegram:5', n::text,
          '{"owner": "telegram:5", "query": "sanctions", "destinations": ["telegram:5"], "sources": [],'
          ' "name": "", "language": "", "limit_per_day": null, "created_at": null}', n
        from generate_series(1, 2500) n
        """,
    )
    await pair.ours.follow()
    assert len(pair.ours.of(CHAT)) == 2500


async def test_who_did_not_listen_for_longer_than_removals_are_kept_reads_all_anew(pair: Pair) -> None:
    watch, _ = await pair.ours.add(a_watch())
    await pair.theirs.follow()
    await pair.ours.remove(watch.id, CHAT)
    await postgres.run(pair.address, "update removals set at = now() - interval '2 days'")
    await pair.stores[0].prune(NOON)
    assert not (await pair.stores[1].watch_news(1)).complete
    await pair.theirs.follow()
    assert ids(pair.theirs) == []


async def test_a_database_that_was_set_back_is_read_anew(pair: Pair) -> None:
    await pair.ours.add(a_watch())
    await pair.theirs.follow()
    await postgres.run(pair.address, "update watch_revision set revision = 0")
    await postgres.run(pair.address, "delete from watches")
    await pair.theirs.follow()
    assert ids(pair.theirs) == []
