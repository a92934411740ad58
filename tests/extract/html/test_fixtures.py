"""Every page in the folder of fixtures is read as the file beside it says: drop in two files, gain a test."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from watcher.errors import ReadError
from watcher.extract.html import read
from watcher.models import Item, Listing, Page

FIXTURES = Path(__file__).parents[2] / "fixtures" / "html"
PAGES = sorted(FIXTURES.glob("*.html"))
Value: TypeAlias = str | int | list[str] | None


def load(path: Path) -> tuple[Page, str]:
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    now = expected.get("fetched_at")
    page = Page(
        url=expected["url"],
        body=path.read_bytes(),
        fetched_at=datetime.fromisoformat(now) if now else None,
    )
    return page, page.body.decode()


def told(item: Item, wanted: dict[str, Value]) -> dict[str, Value]:
    """The item as JSON would have it, with the fields that the expectation names."""
    everything: dict[str, Value] = {
        "title": item.title,
        "url": item.url,
        "summary": item.summary,
        "authors": list(item.authors),
        "published": item.published.isoformat() if item.published else None,
        "labels": list(item.labels),
        "image": item.image,
    }
    return {name: everything[name] for name in wanted}


def surroundings(listing: Listing) -> dict[str, Value]:
    return {
        "heading": listing.heading,
        "next_page": listing.next_page,
        "last_page": listing.last_page,
        "feeds": list(listing.feeds),
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_page_is_read_as_its_expectation_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    page, text = load(path)
    if "error" in expected:
        with pytest.raises(ReadError, match=expected["error"]) as caught:
            read(page, text)
        assert "\n" not in str(caught.value)
        return
    listing = read(page, text)
    titles = [item.title for item in listing.items]
    assert titles == [wanted["title"] for wanted in expected["items"]]
    for item, wanted in zip(listing.items, expected["items"], strict=True):
        assert told(item, wanted) == wanted
    for name, value in surroundings(listing).items():
        if name in expected:
            assert value == expected[name], name
