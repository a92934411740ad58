"""`status` asks the running service over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from tests.cli.run import Cli
from tests.config.files import WHOLE, written
from watcher.errors import StoreError
from watcher.web import health
from watcher.web.server import WebServer
from watcher.web.status import SourceStatus, Status

WELL = SourceStatus(
    id="news",
    name="The News",
    url="https://n.example/",
    ok=True,
    last_poll="2026-11-22T08:00:00+00:00",
    last_success="2026-11-22T08:00:00+00:00",
    last_change=None,
    articles_read=10,
    polls=96,
    failures=0,
    error="",
)
BROKEN = SourceStatus(
    id="old",
    name="The \x1b[31mOld",
    url="https://o.example/",
    ok=False,
    last_poll="2026-11-22T08:00:00+00:00",
    last_success=None,
    last_change=None,
    articles_read=0,
    polls=3,
    failures=3,
    error="o.example: answered 404 Not Found",
)


def reading(*sources: SourceStatus) -> Callable[[], Awaitable[Status]]:
    async def read() -> Status:
        return Status(
            ok=all(source.ok for source in sources),
            started_at="2026-11-22T00:00:00+00:00",
            now="2026-11-22T08:01:00+00:00",
            sources=sources,
            articles=10,
            watches=1,
            deliveries={"sent": 4},
        )

    return read


async def broken_store() -> Status:
    raise StoreError("the disk is full")


@asynccontextmanager
async def service(read: Callable[[], Awaitable[Status]], folder: Path) -> AsyncIterator[Path]:
    """Serve a status, and give the configuration that leads to it."""
    server = WebServer("127.0.0.1", 0, health.routes(read))
    await server.start()
    yield written(folder, WHOLE + f'[web]\nlisten = "0.0.0.0:{urlsplit(server.address).port}"\n')
    await server.stop()


async def test_a_service_that_is_well_exits_0(cli: Cli, tmp_path: Path) -> None:
    async with service(reading(WELL), tmp_path) as config:
        done = await asyncio.to_thread(cli, "status", "--strict", "-c", config)
    assert (done.code, done.err) == (0, "")
    assert "all is well" in done.out
    assert "deliveries: 4 sent" in done.out


async def test_a_broken_source_is_shown_and_counts_only_when_asked(cli: Cli, tmp_path: Path) -> None:
    async with service(reading(WELL, BROKEN), tmp_path) as config:
        lenient = await asyncio.to_thread(cli, "status", "-c", config)
        strict = await asyncio.to_thread(cli, "status", "--strict", "-c", config)
    assert (lenient.code, strict.code) == (0, 1)
    assert "needs a look" in lenient.out
    assert "3 failed in a row: o.example: answered 404 Not Found" in lenient.out
    assert "\x1b" not in lenient.out


async def test_a_service_that_cannot_work_exits_1(cli: Cli, tmp_path: Path) -> None:
    async with service(broken_store, tmp_path) as config:
        done = await asyncio.to_thread(cli, "status", "-c", config)
    assert done.code == 1
    assert "cannot work: the disk is full" in done.out


async def test_json_is_what_the_service_says(cli: Cli, tmp_path: Path) -> None:
    async with service(reading(WELL), tmp_path) as config:
        done = await asyncio.to_thread(cli, "status", "--json", "-c", config)
    assert json.loads(done.out)["sources"][0]["articles_read"] == 10


async def test_a_service_that_is_not_running_exits_1_with_one_line(cli: Cli, tmp_path: Path) -> None:
    async with service(reading(WELL), tmp_path) as config:
        pass
    done = cli("status", "-c", config)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert done.err.endswith("is it running?\n")


@pytest.mark.parametrize("body", ["hello", "[]", '{"a": 1}'])
async def test_another_program_at_the_address_is_told_apart(cli: Cli, tmp_path: Path, body: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=body)

    app = web.Application()
    app.router.add_get("/health", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    config = written(tmp_path, WHOLE + f'[web]\nlisten = "127.0.0.1:{runner.addresses[0][1]}"\n')
    done = await asyncio.to_thread(cli, "status", "-c", config)
    await runner.cleanup()
    assert done.code == 1
    assert "is something else's" in done.err


@pytest.mark.parametrize(
    ("table", "words"),
    [("enabled = false", "cannot be asked"), ('listen = "127.0.0.1:0"', "took any free one")],
)
def test_a_service_without_an_address_cannot_be_asked(
    cli: Cli, tmp_path: Path, table: str, words: str
) -> None:
    done = cli("status", "-c", written(tmp_path, WHOLE + f"[web]\n{table}\n"))
    assert done.code == 1
    assert words in done.err
