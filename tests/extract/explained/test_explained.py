"""An explanation names the list that is read, and its selectors give exactly that list."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from watcher import extract
from watcher.errors import ReadError
from watcher.extract.explained import Explanation, explain
from watcher.extract.explained.kinds import HOW
from watcher.extract.explained.words import WORDS
from watcher.extract.html.evidence import NAMES
from watcher.models import Kind, Page

FIXTURES = Path(__file__).parents[2] / "fixtures"
LISTINGS = Path(__file__).parents[4] / "shared" / "listings"
PAGES = sorted(FIXTURES.glob("html/*.html"))


def expected(path: Path) -> dict[str, Any]:
    found = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    return found if isinstance(found, dict) else {"items": found}


def load(path: Path) -> Page:
    return Page(url=expected(path).get("url") or "https://n.example/", body=path.read_bytes())


@cache
def explained(path: Path) -> Explanation:
    return explain(load(path))


def readable(paths: list[Path]) -> list[Path]:
    """Leave out pages that say that they hold no list."""
    return [path for path in paths if expected(path).get("items")]


READABLE = readable(PAGES)


@pytest.mark.parametrize("path", READABLE, ids=lambda p: p.stem)
def test_the_first_pattern_is_what_is_read(path: Path) -> None:
    assert explained(path).patterns[0].items == extract.read(load(path)).items


@pytest.mark.parametrize("path", READABLE, ids=lambda p: p.stem)
def test_the_selectors_of_a_pattern_give_its_items_and_no_others(path: Path) -> None:
    page = load(path)
    for pattern in explained(path).patterns:
        if pattern.exact:
            assert pattern.select is not None
            assert extract.read(page, None, pattern.select).items == pattern.items


def test_hardly_a_list_is_without_exact_selectors() -> None:
    """What no selector says: a date that stands once for several records, say."""
    first = [explained(path).patterns[0].exact for path in READABLE]
    every = [pattern.exact for path in PAGES for pattern in explained(path).patterns]
    assert sum(first) >= 0.97 * len(first)
    assert sum(every) >= 0.97 * len(every)


@pytest.mark.skipif(not LISTINGS.is_dir(), reason="the folder of public test pages is not there")
def test_the_selectors_of_the_public_test_pages_give_what_was_read() -> None:
    for path in readable(sorted(LISTINGS.glob("*.html"))):
        first = explained(path).patterns[0]
        assert first.exact, path.stem


def test_patterns_are_clearly_different_and_come_best_first() -> None:
    patterns = explained(FIXTURES / "html" / "two_lists.html").patterns
    assert 2 <= len(patterns) <= 3
    assert [p.score for p in patterns] == sorted((p.score for p in patterns), reverse=True)
    titles = [{item.title for item in p.items} for p in patterns]
    assert len({frozenset(t) for t in titles}) == len(patterns)


def test_other_titles_of_the_same_records_do_not_hide_the_other_lists() -> None:
    patterns = explained(FIXTURES / "html" / "seedlike_cards.html").patterns
    links = [{item.url for item in pattern.items} for pattern in patterns]
    assert links[0] == links[1]
    assert not links[0] & links[2]


def test_reasons_are_in_words_and_add_up_to_the_score() -> None:
    best = explained(FIXTURES / "html" / "seedlike_cards.html").patterns[0]
    assert "its titles read like headlines" in [reason.words for reason in best.reasons]
    assert sum(reason.points for reason in best.reasons) == pytest.approx(best.score, abs=0.1)


def test_all_evidence_and_all_kinds_have_words() -> None:
    assert WORDS.keys() == set(NAMES)
    assert HOW.keys() == set(Kind)


def test_a_page_that_is_no_listing_is_explained_too() -> None:
    page = Page(url="https://n.example/", body=(FIXTURES / "html" / "prose.html").read_bytes())
    with pytest.raises(ReadError):
        extract.read(page)
    assert explain(page).kind is Kind.HTML


@pytest.mark.parametrize(
    ("page", "kind", "told"),
    [
        (Page(url="", body=b"<!doctype html><ul><li>a</ul>"), None, (Kind.HTML, "by its content")),
        (
            Page(url="", body=b"Title\nSummary", content_type="text/plain"),
            None,
            (Kind.TEXT, "by its content"),
        ),
        (
            Page(url="", body=b"<items><a/></items>", content_type="application/rss+xml"),
            None,
            (Kind.RSS, "by its media type, application/rss+xml"),
        ),
        (
            Page(url="https://n.example/all.xml", body=b"<items><a/></items>"),
            None,
            (Kind.RSS, "by the end of its address"),
        ),
        (Page(url="", body=b"<!doctype html><ul><li>a</ul>"), Kind.TEXT, (Kind.TEXT, "the kind was given")),
    ],
)
def test_it_says_what_the_kind_was_told_by(page: Page, kind: Kind | None, told: tuple[Kind, str]) -> None:
    found = explain(page, kind)
    assert (found.kind, found.why) == told


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(ReadError, match="the page is empty"):
        explain(Page(url="", body=b"  "))
