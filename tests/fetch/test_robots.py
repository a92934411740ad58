from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from notifiers.guard import Guard
from tests.fetch.sites import Handler, page, site
from watcher.errors import FetchError
from watcher.fetch import Fetcher, FetchSettings
from watcher.fetch.client import Answer, Client
from watcher.fetch.robots import LONGEST_CRAWL_DELAY, Robots, Verdict

POLITE = FetchSettings(allow_private=True, per_host_delay=0)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Switch:
    """A handler that can be exchanged while the site is up."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        return await self.handler(request)


def robots(text: str) -> Handler:
    return page(text)


async def test_a_page_that_robots_should_leave_alone_is_not_asked_for() -> None:
    handlers = {"/robots.txt": robots("User-agent: *\nDisallow: /drafts"), "/": page(), "/drafts/1": page()}
    async with site(handlers) as here, Fetcher(POLITE) as fetcher:
        await fetcher.fetch(here.url)
        with pytest.raises(FetchError, match=r"its robots.txt asks us not to fetch /drafts/1"):
            await fetcher.fetch(f"{here.url}/drafts/1")
    assert here.paths == ["/robots.txt", "/"]


async def test_rules_for_our_own_name_go_before_those_for_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Listing-Watcher\nAllow: /"
    async with site({"/robots.txt": robots(text), "/": page()}) as here, Fetcher(POLITE) as fetcher:
        assert (await fetcher.fetch(here.url)).page


async def test_robots_are_not_asked_where_the_operator_says_so() -> None:
    settings = FetchSettings(allow_private=True, per_host_delay=0, respect_robots=False)
    handlers = {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/": page()}
    async with site(handlers) as here, Fetcher(settings) as fetcher:
        await fetcher.fetch(here.url)
    assert here.paths == ["/"]


async def test_a_redirect_to_a_page_that_robots_should_leave_alone_is_not_followed() -> None:
    async def go(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/private"})

    handlers = {"/robots.txt": robots("User-agent: *\nDisallow: /private"), "/": go}
    async with site(handlers) as here, Fetcher(POLITE) as fetcher:
        with pytest.raises(FetchError, match="/private"):
            await fetcher.fetch(here.url)
    assert here.paths == ["/robots.txt", "/"]


async def test_robots_are_asked_once_a_day_even_by_many_fetches_at_once() -> None:
    clock = Clock()
    async with (
        site({"/robots.txt": robots(""), "/": page()}) as here,
        Fetcher(POLITE, clock=clock) as fetcher,
    ):
        await asyncio.gather(*(fetcher.fetch(here.url) for _ in range(5)))
        clock.now += timedelta(hours=23)
        await fetcher.fetch(here.url)
        assert here.paths.count("/robots.txt") == 1
        clock.now += timedelta(hours=2)
        await fetcher.fetch(here.url)
        assert here.paths.count("/robots.txt") == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
async def test_a_robots_txt_that_cannot_be_had_forbids_nothing(status: int) -> None:
    handlers = {"/robots.txt": page("User-agent: *\nDisallow: /", status=status), "/": page()}
    async with site(handlers) as here, Fetcher(POLITE) as fetcher:
        assert (await fetcher.fetch(here.url)).page


async def test_a_robots_txt_of_any_bytes_forbids_nothing() -> None:
    async def noise(_: web.Request) -> web.Response:
        return web.Response(body=bytes(range(256)) * 100)

    async with site({"/robots.txt": noise, "/": page()}) as here, Fetcher(POLITE) as fetcher:
        assert (await fetcher.fetch(here.url)).page


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_known_rules_hold_while_the_server_is_in_trouble(status: int) -> None:
    clock, door = Clock(), Switch(robots("User-agent: *\nDisallow: /drafts"))
    async with (
        site({"/robots.txt": door, "/": page(), "/drafts": page()}) as here,
        Fetcher(POLITE, clock=clock) as fetcher,
    ):
        await fetcher.fetch(here.url)
        door.handler = page(status=status)
        clock.now += timedelta(days=2)
        with pytest.raises(FetchError, match=r"robots\.txt"):
            await fetcher.fetch(f"{here.url}/drafts")
        door.handler = robots("")
        clock.now += timedelta(minutes=11)
        assert (await fetcher.fetch(f"{here.url}/drafts")).page


async def test_a_crawl_delay_is_kept_between_two_pages_of_a_host() -> None:
    starts: list[float] = []

    async def timed(_: web.Request) -> web.Response:
        starts.append(asyncio.get_running_loop().time())
        return web.Response(text="x")

    handlers = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 0.2"), "/": timed}
    async with site(handlers) as here, Fetcher(POLITE) as fetcher:
        await asyncio.gather(*(fetcher.fetch(here.url) for _ in range(3)))
    assert starts[2] - starts[0] >= 0.39


@pytest.mark.parametrize(
    ("text", "status", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 3", 200, 3.0),
        ("User-agent: *\nCrawl-delay: 86400", 200, LONGEST_CRAWL_DELAY),
        ("User-agent: *\nCrawl-delay: soon", 200, 0.0),
        ("User-agent: *\nCrawl-delay: -5", 200, 0.0),
        ("User-agent: *\nCrawl-delay: nan", 200, 0.0),
        ("", 404, 0.0),
        ("", 503, 10.0),
    ],
)
async def test_the_pause_at_a_host_follows_its_robots_txt(text: str, status: int, delay: float) -> None:
    settings = FetchSettings(allow_private=True)
    guard = Guard(allow_private=True)
    async with site({"/robots.txt": page(text, status=status)}) as here:
        client = Client(settings, guard, ThreadedResolver())
        judge = Robots(lambda url: client.get(url, {}, 1_000), lambda: NOON)
        verdict = await judge.verdict(URL(here.url))
        await client.close()
    assert verdict == Verdict(allowed=True, delay=delay)


async def test_a_host_without_a_network_behind_it_is_not_slowed_down() -> None:
    async def unreachable(_: URL) -> Answer:
        raise FetchError("news.example: no such host")

    verdict = await Robots(unreachable, lambda: NOON).verdict(URL("https://news.example/"))
    assert verdict == Verdict(allowed=True, delay=0.0)
