"""Whole polls a CPU second: `python -m benchmarks.polls [--sources 200] [--rounds 5] [--urlwatch PATH]`.

A server in a process of its own serves listings of 30 invented articles (about 40 kB each) over loopback. One
process polls them through the whole application: fetch, read, compare, match 20 watches, commit to the
embedded store with its fsync. Counted is the CPU time of the polling process with its threads, the best of
several rounds, since other work on the machine only ever adds. Beside it run a bare aiohttp client that
fetches the same pages, and urlwatch with a CSS filter, from PyPI where no program of it is given.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from aiohttp import web

from benchmarks.result import Result, at_least
from benchmarks.rival import Unavailable, program
from watcher.config.loading import load
from watcher.extract.collector import spare_what_stays
from watcher.reports import PollOutcome
from watcher.service.app import App, opened

ARTICLES = 30
SOURCES = 200
ROUNDS = 5
URLWATCH = "2.29"
OF_BARE = 0.6
"""At least this share of the bare client's pages, where nothing changed."""
OF_URLWATCH = 4
"""At least this many times urlwatch's pages, where something did."""
HOSTS = 10
"""Loopback addresses (Linux has them all): with two requests at once a host, 20 in all."""
AT_ONCE = 20
TOPICS = ("harbour", "tariff", "satellite", "election", "drought", "railway", "vaccine", "border")
PADDING = f"<svg><path d='{'M0 0h24v24H0z ' * 60}'/></svg>"


def listing(source: int, last: int) -> str:
    """Return a page whose newest article is number `last`."""
    cards = (card(source, number) for number in range(last, last - ARTICLES, -1))
    head = f"<html><title>News {source}</title><body><nav>{PADDING}</nav>"
    return f"{head}<main>{''.join(cards)}</main></body></html>"


def card(source: int, number: int) -> str:
    topic = TOPICS[number % len(TOPICS)]
    return (
        f"<article class='card'>{PADDING}<h2><a href='/{source}/story-{number}'>"
        f"Officials weigh the {topic} plan of district {source}, part {number}</a></h2>"
        f"<p>What the {topic} plan means for those who live there.</p>"
        f"<time datetime='2026-{number % 12 + 1:02}-{number % 28 + 1:02}'></time></article>"
    )


def serve(ready: Connection) -> None:
    """Serve `/etag/N` (304 when asked with it), `/same/N`, and `/new/N` (one article more each time)."""
    asyncio.run(_serve(ready))


async def _serve(ready: Connection) -> None:
    asked: Counter[int] = Counter()

    async def answer(request: web.Request) -> web.Response:
        kind, source = request.match_info["kind"], int(request.match_info["source"])
        if kind == "etag" and request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        if kind == "new":
            asked[source] += 1
        headers = {"ETag": '"1"'} if kind == "etag" else {}
        body = listing(source, ARTICLES + asked[source])
        return web.Response(text=body, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/{kind}/{source:[0-9]+}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for host in range(1, HOSTS + 1):
        await web.TCPSite(runner, f"127.0.0.{host}", 0).start()
    ready.send([f"http://{host}:{port}" for host, port in runner.addresses])
    await asyncio.Event().wait()


async def per_cpu_second(count: int, rounds: int, work: Callable[[], Awaitable[None]]) -> float:
    """Return how many of `count` were done in a CPU second, in the best round."""
    await work()
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        await work()
        best = max(best, count / (time.process_time() - start))
    return best


async def bare(urls: list[str], rounds: int) -> float:
    """Fetch pages and do nothing with them."""
    seats = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession() as session:

        async def one(url: str) -> None:
            async with seats, session.get(url) as response:
                await response.read()

        async def all_of_them() -> None:
            await asyncio.gather(*map(one, urls))

        return await per_cpu_second(len(urls), rounds, all_of_them)


async def whole(urls: list[str], rounds: int, expected: PollOutcome) -> float:
    """Poll pages through the application."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(_config(Path(folder), urls), {})
        async with opened(settings, listen=lambda _: None) as app:
            spare_what_stays()  # as `watcher run` does
            await _polled(app)
            return await per_cpu_second(len(urls), rounds, lambda: _all_as_expected(app, expected))


async def _all_as_expected(app: App, expected: PollOutcome) -> None:
    outcomes = await _polled(app)
    if set(outcomes) != {expected}:
        raise SystemExit(f"not what was to be measured: {outcomes}")


async def _polled(app: App) -> Counter[PollOutcome]:
    reports = await asyncio.gather(*(app.poller.poll(source) for source in app.sources))
    return Counter(report.outcome for report in reports)


def _config(folder: Path, urls: list[str]) -> Path:
    sources = (f'[[sources]]\nid = "s{n}"\nurl = "{url}"\n' for n, url in enumerate(urls))
    watches = (f'[[watches]]\nquery = "nobody writes this {n}"\nto = ["desk"]\n' for n in range(20))
    rules = '[http]\nallow_private = true\nper_host_delay = "0s"\n'
    store = f'[store]\npath = "{folder / "store.db"}"\n'
    desk = '[[destinations]]\nname = "desk"\nkind = "console"\n'
    path = folder / "config.toml"
    path.write_text("\n".join((rules, store, desk, *sources, *watches)), "utf-8")
    return path


def urlwatch(path: Path, urls: list[str], rounds: int) -> float:
    """Let urlwatch look at pages, told by selector what to read; return pages a CPU second."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = Path(folder) / "jobs.yaml"
        jobs.write_text("\n---\n".join(f"url: {url}\nfilter:\n  - css: article h2" for url in urls), "utf-8")
        settings = Path(folder) / "urlwatch.yaml"
        settings.write_text("report: {}\n", "utf-8")
        files = ("--urls", jobs, "--config", settings, "--cache", Path(folder) / "cache.db")
        command = [str(path), *map(str, files)]
        best = 0.0
        for _ in range(rounds):
            before = _children()
            subprocess.run(command, check=True, capture_output=True)
            best = max(best, len(urls) / (_children() - before))
        return best


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(sources: int, rounds: int, rival: Path | None) -> Iterator[Result]:
    """Measure, print, and yield the figures; urlwatch is installed where `rival` is not its path."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    try:
        sites = here.recv()
        etag, same, new = (
            [f"{sites[n % HOSTS]}/{kind}/{n}" for n in range(sources)] for kind in ("etag", "same", "new")
        )
        print(f"pages a CPU second, {sources} sources of {len(listing(0, ARTICLES)):,} bytes")
        limit = asyncio.run(bare(same, rounds))
        _row("bare aiohttp client", limit)
        for label, urls in (("polls answered by 304", etag), ("polls of the same body", same)):
            rate = asyncio.run(whole(urls, rounds, PollOutcome.UNCHANGED))
            _row(label, rate, f"{rate / limit:.2f} of the bare client, goal {OF_BARE}")
            yield at_least(f"{label}, to the bare client", rate / limit, "x", OF_BARE)
        rate = asyncio.run(whole(new, rounds, PollOutcome.CHANGED))
        _row("polls with one new article", rate, f"{rate / limit:.2f} of the bare client")
        yield from _beside_urlwatch(rate, new, rounds, rival)
    finally:
        server.kill()
        server.join()


def _beside_urlwatch(rate: float, urls: list[str], rounds: int, rival: Path | None) -> Iterator[Result]:
    yield Result("polls with one new article", rate, "/CPU s")
    try:
        theirs = urlwatch(rival or program("urlwatch", URLWATCH), urls, rounds)
    except Unavailable as reason:
        print(f"urlwatch is left out: {reason}")
        return
    _row("urlwatch, CSS filter, one new headline", theirs, f"ours {rate / theirs:.1f}x, goal {OF_URLWATCH}x")
    yield at_least("polls with one new article, to urlwatch", rate / theirs, "x", OF_URLWATCH)


def _row(label: str, rate: float, told: str = "") -> None:
    print(f"{label:40}{rate:8.0f}  {told}", flush=True)


def run(quick: bool) -> Iterator[Result]:
    """Measure with fewer rounds when in a hurry; fewer sources would let urlwatch's start weigh more."""
    return measure(SOURCES, 2 if quick else ROUNDS, None)


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=SOURCES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--urlwatch", type=Path, help="path of urlwatch's program")
    options = parser.parse_args()
    list(measure(options.sources, options.rounds, options.urlwatch))


if __name__ == "__main__":
    main()
