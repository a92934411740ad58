"""Servers that are broken, slow, endless or mean: each fetch ends soon, in one clear line."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib

import pytest
from aiohttp import web

from tests.fetch.sites import Names, Talk, page, raw_site, saying, site
from watcher.errors import FetchError, TooLarge
from watcher.fetch import Fetcher, FetchSettings

MEGABYTE = 1_000_000
LOCAL = FetchSettings(
    allow_private=True, per_host_delay=0, respect_robots=False, total_timeout=0.5, max_bytes=MEGABYTE
)


async def test_an_endless_stream_is_cut_off_early() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while sent < 200 * MEGABYTE:
            await response.write(b"x" * 100_000)
            sent += 100_000
        return response

    patient = FetchSettings(allow_private=True, respect_robots=False, max_bytes=MEGABYTE)
    async with site({"/": endless}) as here, Fetcher(patient) as fetcher:
        with pytest.raises(TooLarge, match="larger than 1,000,000 bytes"):
            await fetcher.fetch(here.url)
    assert sent < 100 * MEGABYTE


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_decompression_bomb_is_cut_off_early(encoding: str) -> None:
    packed = (gzip.compress if encoding == "gzip" else zlib.compress)(b"\0" * 50 * MEGABYTE)

    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=packed, headers={"Content-Encoding": encoding, "Content-Type": "text/html"})

    patient = FetchSettings(allow_private=True, respect_robots=False, max_bytes=MEGABYTE)
    async with site({"/": bomb}) as here, Fetcher(patient) as fetcher:
        tracemalloc.start()
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 10 * MEGABYTE


async def test_a_body_of_exactly_the_cap_is_taken() -> None:
    async with site({"/": page("x" * MEGABYTE)}) as here, Fetcher(LOCAL) as fetcher:
        fetched = await fetcher.fetch(here.url)
    assert fetched.page is not None
    assert len(fetched.page.body) == MEGABYTE


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _drip_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _silence(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


@pytest.mark.parametrize("talk", [_drip, _drip_headers, _silence])
async def test_a_server_that_takes_its_time_is_left(talk: Talk) -> None:
    async with raw_site(talk) as url, Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match=r"no complete answer within 0.5 s|not valid HTTP"):
            await fetcher.fetch(url)


async def test_slow_redirects_do_not_add_up_past_the_total() -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": f"/{len(here.asked)}"})

    async with site({f"/{n}" if n else "/": slow for n in range(6)}) as here, Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match=r"no complete answer within 0.5 s"):
            await fetcher.fetch(here.url)
    assert len(here.asked) < 6


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (
            saying("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", b"5\r\nhello\r\nZZ\r\n"),
            "body broke off|not valid HTTP",
        ),
        (saying("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", b"5\r\nhello\r\n"), "body broke off"),
        (saying("HTTP/1.1 200 OK\nContent-Length: 100", b"short"), "body broke off"),
        (
            saying("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 5", b"hello"),
            "body broke off|not valid",
        ),
        (
            saying("HTTP/1.1 200 OK\nContent-Encoding: br\nContent-Length: 5", b"hello"),
            "body broke off|not valid",
        ),
        (saying("HTTP/1.1 abc"), "not valid HTTP"),
        (saying("SSH-2.0-OpenSSH_9.6"), "not valid HTTP"),
        (saying(f"HTTP/1.1 200 OK\nX-Long: {'x' * 100_000}"), "not valid HTTP"),
    ],
)
async def test_broken_http_is_an_error_in_one_line(talk: Talk, words: str) -> None:
    async with raw_site(talk) as url, Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match=words) as caught:
            await fetcher.fetch(url)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


async def test_a_header_of_ten_kilobytes_is_no_obstacle() -> None:
    async with (
        site({"/": page("news", Content_Security_Policy="x" * 10_000)}) as here,
        Fetcher(LOCAL) as fetcher,
    ):
        fetched = await fetcher.fetch(here.url)
    assert fetched.page is not None


async def test_a_server_that_hangs_up_is_named() -> None:
    async def hang_up(_: asyncio.StreamWriter) -> None:
        return

    async with raw_site(hang_up) as url, Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match=r"^127.0.0.1: hung up without an answer$"):
            await fetcher.fetch(url)


async def test_a_closed_port_is_named(unused_tcp_port: int) -> None:
    async with Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match=r"^127.0.0.1: cannot connect: "):
            await fetcher.fetch(f"http://127.0.0.1:{unused_tcp_port}")


async def test_a_host_that_does_not_exist_is_named() -> None:
    async with Fetcher(LOCAL, resolver=Names({})) as fetcher:
        with pytest.raises(FetchError, match=r"^news.example: no such host$"):
            await fetcher.fetch("https://news.example/")


async def test_plain_http_where_tls_should_be_is_named() -> None:
    async with site({}) as here, Fetcher(LOCAL) as fetcher:
        with pytest.raises(FetchError, match="TLS"):
            await fetcher.fetch(here.url.replace("http://", "https://"))


async def test_fetches_that_are_cancelled_leave_nothing_open() -> None:
    async with raw_site(_silence) as url, Fetcher(LOCAL) as fetcher:
        fetching = [asyncio.create_task(fetcher.fetch(url)) for _ in range(3)]
        await asyncio.sleep(0.05)
        for task in fetching:
            task.cancel()
        ended = await asyncio.gather(*fetching, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in ended)
