"""`preview --explain` shows why a page was read so; `--select` tries what could be written instead."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.cli.run import Cli, process
from tests.config.files import CONSOLE, SOURCE, WATCH, written
from watcher import extract
from watcher.config.loading import load
from watcher.models import Page
from watcher.service import wiring

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = [*sorted(FIXTURES.glob("html/*.html")), *sorted(FIXTURES.glob("text/*.txt"))]
CARDS = FIXTURES / "html" / "seedlike_cards.html"
BLOCK = re.compile(r"^ +\[sources\.select\]\n(?: +\w+ = .*\n)+", re.MULTILINE)
BASE = "https://n.example/news/"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_explaining_changes_nothing_in_what_is_read(cli: Cli, path: Path) -> None:
    plain = cli("preview", path, "--json", "--url", BASE)
    explained = cli("preview", path, "--json", "--url", BASE, "--explain")
    assert explained.code == plain.code
    assert explained.err == plain.err
    if plain.code == 0:
        found = json.loads(explained.out)
        reasons = found.pop("explain")
        assert found == json.loads(plain.out)
        assert reasons["kind"] == found["kind"]


def test_a_block_that_is_pasted_into_the_configuration_gives_that_list(cli: Cli, tmp_path: Path) -> None:
    done = cli("preview", CARDS, "--url", BASE, "--explain")
    found = json.loads(cli("preview", CARDS, "--url", BASE, "--explain", "--json").out)["explain"]
    blocks = BLOCK.findall(done.out)
    assert len(blocks) == len(found["patterns"]) == 3
    for block, pattern in zip(blocks, found["patterns"], strict=True):
        settings = load(written(tmp_path, CONSOLE + WATCH + SOURCE + block), {})
        (source,) = wiring.sources(settings)
        listing = extract.read(Page(url=BASE, body=CARDS.read_bytes()), source.kind, source.select)
        assert pattern["exact"]
        assert [item.title for item in listing.items] == pattern["titles"]


def test_it_tells_what_won_by_what_evidence_and_what_came_second(cli: Cli) -> None:
    out = cli("preview", CARDS, "--url", BASE, "--explain").out
    assert "Recognised as html by its content" in out
    assert "1. div.row > div.col-lg-4 > div.tile-body > h5: 10 items, score" in out
    assert "for: its titles read like headlines (+3.0)" in out
    assert "\n2. " in out
    assert "Next page: " in out
    assert "Linked feeds: " in out
    assert all(len(line) <= 160 for line in out.splitlines())


@pytest.mark.parametrize(
    ("page", "options", "outcome"),
    [
        ("seedlike_cards", (), "The first of these lists is read."),
        ("empty_words", (), "The page shows that its list is empty, so none of these is read."),
        ("prose", (), "Nothing was read: none of these could be believed to be the list."),
        ("seedlike_cards", ("--select", "item=div.tile"), "The selectors that were given were obeyed;"),
        ("seedlike_cards", ("--select", "item=.gone"), "The selectors that were given found no list;"),
    ],
)
def test_it_says_what_became_of_the_proposals(
    cli: Cli, page: str, options: tuple[str, ...], outcome: str
) -> None:
    assert f"\n{outcome}" in cli("preview", FIXTURES / "html" / f"{page}.html", "--explain", *options).out


def test_json_tells_the_same(cli: Cli) -> None:
    found = json.loads(cli("preview", CARDS, "--url", BASE, "--explain", "--json").out)["explain"]
    assert found.keys() == {"kind", "why", "how", "patterns", "feeds"}
    first = found["patterns"][0]
    assert first.keys() == {"pattern", "score", "reasons", "count", "titles", "select", "exact"}
    assert first["reasons"][0].keys() == {"name", "words", "points"}
    assert first["select"] == '[sources.select]\nitem = "div.tile"\ntitle = "div.tile-body > h5"\n'


def test_a_page_that_is_no_listing_is_explained_before_the_error(cli: Cli) -> None:
    done = cli("preview", FIXTURES / "html" / "prose.html", "--explain")
    assert done.code == 1
    assert "Recognised as html" in done.out
    assert "[sources.select]" in done.out
    assert done.err.count("\n") == 1


def test_a_page_of_another_kind_has_no_patterns(cli: Cli) -> None:
    done = cli("preview", FIXTURES / "text" / "korean.txt", "--explain")
    assert done.code == 0
    assert "Recognised as text" in done.out
    assert "[sources.select]" not in done.out


def test_it_works_in_a_pipe(tmp_path: Path) -> None:
    done = process("preview", CARDS, "--explain", cwd=tmp_path, env={"PYTHONPATH": str(Path.cwd())})
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out


def test_control_characters_of_a_page_do_not_reach_the_terminal(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    rows = "".join(
        f"<li class='\x1b[2J'><a href='/{n}'>Headline {n} \x9b31m of the day</a></li>" for n in range(5)
    )
    path.write_text(f"<ul>{rows}</ul>", encoding="utf-8")
    done = cli("preview", path, "--explain")
    assert not {"\x1b", "\x9b"} & set(done.out)


def test_selectors_can_be_tried(cli: Cli) -> None:
    done = cli(
        "preview",
        CARDS,
        "--url",
        BASE,
        "--json",
        "--select",
        "item=div.tile",
        "--select",
        "title=p.tile-lead",
    )
    titles = [item["title"] for item in json.loads(done.out)["items"]]
    assert done.code == 0
    assert (
        titles[1] == "Retired crews kept notebooks of every repair, and a new archive opens them to shipyards"
    )


def test_a_selector_may_hold_an_equals_sign(cli: Cli) -> None:
    done = cli("preview", CARDS, "--json", "--select", "item=div[class~=tile]")
    assert len(json.loads(done.out)["items"]) == 10


def test_a_tried_selector_that_finds_nothing_is_an_error(cli: Cli) -> None:
    done = cli("preview", CARDS, "--select", "item=article.gone")
    assert done.code == 1
    assert done.err.startswith("watcher: select.item found nothing; the page has ")


def test_mistakes_in_tried_selectors_are_told_together(cli: Cli) -> None:
    done = cli("preview", CARDS, "--select", "itm=a", "--select", "title=h2 >", "--select", "link")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "watcher: --select: 4 mistakes",
        '  itm: there is no such field; did you mean "item"?',
        "  title: this is no CSS: expected selector, got the end",
        "  link: write a CSS selector, such as article.card or h2 > a",
        "  item: is missing; write --select item=CSS",
    ]


def test_a_linked_feed_is_offered(cli: Cli) -> None:
    out = cli("preview", CARDS, "--url", BASE).out
    out = " ".join(out.split())
    assert "this page links a feed: https://n.example/category/waterfront/feed/" in out
    assert "use it as the source address if it carries the same items" in out


STORIES = tuple(f"Harbor story number {n} with a headline of its own" for n in range(6))


@pytest.fixture
async def site() -> AsyncIterator[str]:
    links = "".join(
        f"<link rel='alternate' type='application/rss+xml' href='{path}'>"
        for path in ("/feed", "/comments", "/gone")
    )
    rows = "".join(f"<li><h2><a href='/{n}'>{title}</a></h2></li>" for n, title in enumerate(STORIES))

    def feed(items: list[tuple[str, str]]) -> web.Response:
        body = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for link, title in items)
        text = f"<rss version='2.0'><channel><title>F</title>{body}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")

    async def page(request: web.Request) -> web.Response:
        return web.Response(text=f"<html>{links}<ul>{rows}</ul></html>", content_type="text/html")

    async def stories(request: web.Request) -> web.Response:
        same = [(f"http://{request.host}/{n}", title) for n, title in enumerate(STORIES)]
        older = [(f"http://{request.host}/{n}", f"An older story, number {n}") for n in range(20, 24)]
        return feed([*same[1:], *older])

    async def comments(request: web.Request) -> web.Response:
        return feed([(f"http://{request.host}/c/{n}", f"Comment number {n}") for n in range(5)])

    app = web.Application()
    app.router.add_get("/news", page)
    app.router.add_get("/feed", stories)
    app.router.add_get("/comments", comments)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def test_linked_feeds_are_compared_with_the_page(cli: Cli, site: str) -> None:
    done = await asyncio.to_thread(cli, "preview", f"{site}/news", "--explain", "--json")
    feeds = json.loads(done.out)["explain"]["feeds"]
    same, comments, gone = feeds
    assert same == {
        "feed": f"{site}/feed", "carried": 5, "shown": 6, "others": 4, "trouble": "", "good": True,
    }  # fmt: skip
    assert (comments["carried"], comments["good"]) == (0, False)
    assert gone["trouble"] == "127.0.0.1: answered 404 Not Found"


async def test_a_comparison_is_told_in_a_line_for_each_feed(cli: Cli, site: str) -> None:
    out = (await asyncio.to_thread(cli, "preview", f"{site}/news", "--explain")).out
    assert f"Linked feed {site}/feed: has 5 of the 6 items and 4 others; may be used" in out
    assert f"Linked feed {site}/comments: has 0 of the 6 items and 5 others; tells of something else" in out
    assert f"Linked feed {site}/gone: cannot be read (127.0.0.1: answered 404 Not Found)" in out
