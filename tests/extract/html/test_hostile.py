"""Pages made to break a reader end in a listing or a `ReadError`, and cost no more than their size."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import ReadError
from watcher.extract.html import read
from watcher.extract.html.parse import MAX_DEPTH, MAX_NODES, parse
from watcher.models import Listing, Page

PAGES = [p.read_text() for p in sorted((Path(__file__).parents[2] / "fixtures" / "html").glob("*.html"))]
SCRAPS = [
    "<",
    ">",
    "</div>",
    "<div>",
    "<table>",
    "</a>",
    "<a href='",
    "\x00",
    "&#x0;",
    "&bad;",
    "<!--",
    "<li>",
    "é",
    "]]>",
]


def attempt(text: str) -> Listing | None:
    with suppress(ReadError):
        return read(Page(url="https://hostile.example/list", body=b""), text)
    return None


@given(seed=st.integers(0, 2**32), which=st.integers(0, len(PAGES) - 1), cuts=st.integers(1, 30))
def test_a_damaged_page_raises_nothing_but_read_error(seed: int, which: int, cuts: int) -> None:
    chance = random.Random(seed)
    text = PAGES[which]
    for _ in range(cuts):
        start = chance.randrange(len(text) + 1)
        stop = min(len(text), start + chance.choice([0, 1, 5, 80, 900]))
        text = text[:start] + chance.choice([*SCRAPS, text[start:stop] * 2, ""]) + text[stop:]
    attempt(text)


@given(text=st.text(max_size=300))
def test_any_text_at_all_raises_nothing_but_read_error(text: str) -> None:
    attempt(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x00",
        "plain words",
        "<?xml version='1.0' encoding='utf-16'?><a/>",
        "<html></html>",
        "\ud800<p>x",
    ],
)
def test_a_page_without_a_list_is_a_read_error(text: str) -> None:
    assert attempt(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 200_000 + "deep",
        "<p>" + "x" * 3_000_000,
        "<p>" + "one &amp; " * 300_000,
        "<a href='" + "y" * 3_000_000 + "'>Long address of a story</a>" * 3,
        "<div class='" + "c " * 500_000 + "'>" + "<p>one</p>" * 50,
        "<table>" * 400 + "<tr><td><a href=/x>Nested table of tables</a>" * 400,
        "<li>" * 60_000,
        "".join(
            f"<li class='{'c' * 100_000}'><a href='https://news.example/{n}'>Story number {n} of many</a>"
            for n in range(8)
        ),
        "<title>" + "no page to speak of " * 30_000,
        "<b><i>" * 40_000 + "formatted",
        "".join(
            f"<div><h2><a href='/{i}'>Story number {i} of a very long page</a></h2><p>text</p></div>"
            for i in range(20_000)
        ),
        "<p>" + " ".join(f"<a href='/{i}'>Link number {i} among many</a>" for i in range(30_000)),
        "<dl>" + "".join(f"<dt>May {i}<dd><a href='/{i}'>Story {i} of many</a>" for i in range(13_000)),
        "<tr>" + "".join(f"<td><a href='/{i}'>Story {i} of many</a>" for i in range(10_000)),
    ],
    ids=[
        "deep",
        "long text",
        "text in many pieces",
        "long address",
        "many classes",
        "tables",
        "items",
        "endless classes",
        "endless title",
        "formatting",
        "records",
        "links",
        "siblings",
        "cells",
    ],
)
def test_an_outsized_page_is_read_within_its_bounds(text: str) -> None:
    tree = parse(text)
    assert len(tree.nodes) <= MAX_NODES
    assert max(node.depth for node in tree.nodes) <= MAX_DEPTH
    attempt(text)


def test_nesting_without_end_in_what_is_not_read_ends_the_page() -> None:
    # the parser searched all that was open for each of the end tags: 3.5 s
    tree = parse("<p>Story</p><noscript>" + "<table><tr><td>" * 20_000 + "</div>" * 20_000)
    assert tree.cut


def test_a_page_with_too_many_elements_says_that_its_end_was_not_read() -> None:
    cards = "".join(
        f"<li><a href='/{i}'>Story number {i} of a very long page</a> told</li>" for i in range(50_000)
    )
    listing = attempt(f"<ul>{cards}</ul>")
    assert listing is not None
    assert "the page is too large: its end was not read" in listing.warnings


@pytest.mark.parametrize("page", ["<div>" * 20_000 + "</b>" * 20_000, "<b>" * 20_000 + "</i>" * 20_000])
def test_open_elements_and_stray_ends_are_given_up_early(page: str) -> None:
    assert parse(page + "<p>the end").cut
