"""`preview` shows what was read; what cannot be read is one clear line on stderr."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.cli.run import Cli
from watcher.cli.reading import leads_inside

LISTING = """
<html><head><title>The News</title></head><body><h1>The News</h1>
<div class="card"><h2><a href="/a">Port of Busan reopens after the storm</a></h2>
  <p>Ships wait no longer.</p><span>Kim Min</span> <time datetime="2026-11-20">20 Nov 2026</time></div>
<div class="card"><h2><a href="/b">New sanctions on shipping insurers</a></h2>
  <p>Twelve firms are named.</p><span>Ada Lee</span> <time datetime="2026-11-19">19 Nov 2026</time></div>
<div class="card"><h2><a href="/c">Ferry line to Vladivostok opens</a></h2>
  <p>Twice a week from spring.</p><span>Kim Min</span> <time datetime="2026-11-18">18 Nov 2026</time></div>
</body></html>
"""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "listing.html"
    path.write_text(LISTING, encoding="utf-8")
    return path


def test_json_is_one_object_with_the_promised_keys(cli: Cli, listing: Path) -> None:
    done = cli("preview", listing, "--url", "https://n.example/news/", "--json")
    found = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert found.keys() >= {"source", "kind", "items", "next_page", "warnings"}
    assert (found["source"], found["kind"]) == (str(listing), "html")
    first = found["items"][0]
    assert first.keys() == {"id", "title", "url", "summary", "authors", "published", "labels"}
    assert first["title"] == "Port of Busan reopens after the storm"
    assert first["url"] == "https://n.example/a"
    assert first["published"] == "2026-11-20"


def test_a_table_is_shown_to_people(cli: Cli, listing: Path) -> None:
    done = cli("preview", listing)
    assert done.code == 0
    assert f"{listing}: 3 items, read as html" in done.out
    assert "New sanctions on shipping insurers" in done.out
    assert "\x1b" not in done.out


def test_control_characters_of_a_page_do_not_reach_the_terminal(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    items = [{"id": str(n), "title": f"Title {n} \x1b[2J\x1b]0;owned\x07 [red]x[/red]"} for n in range(3)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F\x1b[31m", "items": items}
    path.write_text(json.dumps(feed))
    done = cli("preview", path)
    assert done.code == 0
    assert not {"\x1b", "\x07"} & set(done.out)
    assert "[red]x[/red]" in done.out


def test_the_kind_can_be_given(cli: Cli, listing: Path) -> None:
    done = cli("preview", listing, "--kind", "rss", "--json")
    assert done.code == 1
    assert done.err.startswith("watcher: ")


BROKEN = {
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "no list": b"<html><body><p>We are a firm of surveyors.</p></body></html>",
    "broken JSON": b'{"items": [',
    "broken UTF-8 without a list": b"\xff\xfe\xff\xfe<p>\xc3\x28</p>",
    "too large": b"<p>a</p>" * 2_000_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_listing_is_one_line_on_stderr(cli: Cli, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "page"
    path.write_bytes(body)
    done = cli("preview", path, "--json")
    assert done.code == 1
    assert done.out == ""
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("missing.html", "missing.html: no such file"),
        (".", ".: a folder, not a file"),
        ("ftp://n.example/", "only http and https can be fetched, not ftp"),
        ("http://[::1", "not an address that can be fetched"),
        ("http://", "the address names no host"),
    ],
)
def test_what_cannot_be_had_is_one_line_on_stderr(cli: Cli, source: str, line: str) -> None:
    done = cli("preview", source)
    assert (done.code, done.out, done.err) == (1, "", f"watcher: {line}\n")


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def flood(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(200):
            await response.write(b"<p>x</p>" * 131_072)
        return response

    async def listing(request: web.Request) -> web.Response:
        return web.Response(text=LISTING, content_type="text/html")

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPFound("/news")

    app = web.Application()
    app.router.add_get("/news", listing)
    app.router.add_get("/moved", moved)
    app.router.add_get("/flood", flood)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def test_an_address_on_the_own_machine_may_be_read_when_it_is_typed(cli: Cli, site: str) -> None:
    done = await asyncio.to_thread(cli, "preview", f"{site}/moved", "--json")
    found = json.loads(done.out)
    assert found["source"] == f"{site}/moved"
    assert [item["url"] for item in found["items"]] == [f"{site}/{name}" for name in "abc"]


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://127.0.0.1:80/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("http://10.1.2.3/", True),
        ("http://169.254.169.254/latest", True),
        ("http://8.8.8.8/", False),
        ("http://[2606:4700::1111]/", False),
        ("http://no-such-host.invalid/", False),
        ("http://[::1", False),
    ],
)
def test_only_an_address_inside_may_lead_inside(url: str, inside: bool) -> None:
    assert leads_inside(url) is inside


async def test_an_error_of_the_host_is_told(cli: Cli, site: str) -> None:
    done = await asyncio.to_thread(cli, "preview", f"{site}/nowhere")
    assert (done.code, done.err) == (1, "watcher: 127.0.0.1: answered 404 Not Found\n")


async def test_a_flood_is_cut_off(cli: Cli, site: str) -> None:
    done = await asyncio.to_thread(cli, "preview", f"{site}/flood")
    assert (done.code, done.err) == (1, "watcher: 127.0.0.1: the page is larger than 10,000,000 bytes\n")
