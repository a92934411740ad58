"""The feed of a watch, asked for over a socket and read by a reader of feeds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import feedparser
import pytest

from tests.store.contract import a_poll, an_article
from watcher.feeds.address import key_of, make_key, path_of, watch_of
from watcher.feeds.feeds import Feeds
from watcher.models import Article, Watch
from watcher.rules import Matcher
from watcher.store.tiny.reader import TinyReader
from watcher.store.tiny.store import TinyStore
from watcher.watchbook import WatchBook
from watcher.web import feeds as pages
from watcher.web.server import WebServer

NOW = datetime(2026, 11, 22, 12, 0, 30, 5, tzinfo=UTC)
BASE = "https://watcher.example"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Library:
    """A store with watches, and its feeds on a socket."""

    def __init__(self, store: TinyStore, book: WatchBook, http: aiohttp.ClientSession) -> None:
        self.store = store
        self.book = book
        self.http = http

    async def publish(self, *articles: Article, at: datetime = NOW - timedelta(hours=1)) -> None:
        await self.store.commit_poll(a_poll(*articles, source="news", at=at))

    async def watch(self, query: str, **more: tuple[str, ...]) -> Watch:
        watch = Watch(id=0, owner="cli", query=query, destinations=("desk",), created_at=NOW, **more)  # type: ignore[arg-type]  # only texts
        return (await self.book.add(watch))[0]

    async def path(self, watch: Watch) -> str:
        return path_of(await key_of(self.store) or "", watch.id)

    async def get(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.get(path, headers=named) as answer:
            return Answer(answer.status, answer.headers, await answer.read())


@asynccontextmanager
async def open_library(folder: Path) -> AsyncIterator[Library]:
    store = await TinyStore.open(folder / "state.db")
    book = WatchBook(store, Matcher(), {"news": "Evening News"})
    await make_key(store)
    server = WebServer("127.0.0.1", 0, pages.routes(Feeds(store, book, lambda: NOW, BASE).feed))
    await server.start()
    async with aiohttp.ClientSession(server.address) as http:
        yield Library(store, book, http)
    await server.stop()
    await store.close()


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with open_library(tmp_path) as library:
        yield library


async def test_a_reader_finds_what_matches_newest_first_with_all_that_is_known(library: Library) -> None:
    full = replace(
        an_article(1, title="Sanctions <b>bite</b> & \x00more\ufffe 북한"),
        url="https://news.example/1?a=1&b=2",
        authors=("Ada Kim", "Bo"),
        labels=("Trade",),
        summary="In short.",
        published=NOW - timedelta(hours=3),
    )
    later = replace(an_article(2, title="New sanctions"), published=(NOW - timedelta(hours=2)))
    await library.publish(full, later, an_article(3, title="Football"))
    watch = await library.watch("sanctions")
    path = await library.path(watch)

    answer = await library.get(path)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.body)
    assert not read.bozo
    assert read.version == "atom10"
    assert (read.feed.title, read.feed.links[0].href) == ("sanctions", f"{BASE}{path}")
    assert [entry.title for entry in read.entries] == ["New sanctions", "Sanctions <b>bite</b> & more 북한"]
    entry = read.entries[1]
    assert (entry.link, entry.summary) == ("https://news.example/1?a=1&b=2", "In short.")
    assert [author.name for author in entry.authors] == ["Ada Kim", "Bo"]
    assert [tag.term for tag in entry.tags] == ["Trade"]
    assert entry.published == "2026-11-22T09:00:30+00:00"
    assert len({entry.id for entry in read.entries} | {read.feed.id}) == 3


async def test_an_article_keeps_its_id_under_a_new_headline(library: Library) -> None:
    watch = await library.watch("sanctions")
    await library.publish(an_article(1, title="Sanctions one"))
    before = feedparser.parse((await library.get(await library.path(watch))).body).entries[0]
    edited = an_article(1, title="Sanctions two")
    poll = a_poll(edited, source="news", at=NOW)
    await library.store.commit_poll(replace(poll, new=(), edited=[edited]))
    after = feedparser.parse((await library.get(await library.path(watch))).body).entries[0]

    assert (before.id, before.title, after.title) == (after.id, "Sanctions one", "Sanctions two")


async def test_a_reader_that_has_it_is_told_so_until_there_is_more(library: Library) -> None:
    await library.publish(an_article(1, title="Sanctions"))
    path = await library.path(await library.watch("sanctions"))
    first = await library.get(path)
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]

    for known in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": since}):
        again = await library.get(path, **known)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert (await library.get(path, If_None_Match='"x"', If_Modified_Since=since)).status == 200

    await library.publish(an_article(2, title="More sanctions"), at=NOW)
    for known in ({"If_None_Match": tag}, {"If_Modified_Since": since}):
        assert (await library.get(path, **known)).status == 200


async def test_a_watch_for_one_source_reads_only_that_one(library: Library) -> None:
    await library.publish(an_article(1, title="Sanctions"))
    elsewhere = await library.watch("sanctions", sources=("other",))

    assert feedparser.parse((await library.get(await library.path(elsewhere))).body).entries == []


async def test_addresses_of_others_cannot_be_made_up_and_a_stopped_watch_is_gone(library: Library) -> None:
    mine, other = await library.watch("sanctions"), await library.watch("football")
    path = await library.path(mine)
    signature = path.partition("-")[2]
    guesses = (
        f"{other.id}-{signature}",
        f"{other.id}-.atom",
        "x.atom",
        "1.atom",
        f"٣-{signature}",
        "1-é.atom",
    )

    for guess in guesses:
        assert (await library.get(f"/feeds/{guess}")).status == 404
    await library.book.remove(mine.id, "cli")
    assert (await library.get(path)).status == 410


async def test_the_key_is_made_once_and_read_beside_the_service(library: Library, tmp_path: Path) -> None:
    key = await key_of(library.store)
    await make_key(library.store)
    beside = await TinyReader.open(str(tmp_path / "state.db"))

    assert key
    assert await key_of(library.store) == await key_of(beside) == key
    assert watch_of(key, path_of(key, 7).removeprefix("/feeds/").removesuffix(".atom")) == 7
    assert watch_of("another", path_of(key, 7)[7:-5]) is None
    await beside.close()
