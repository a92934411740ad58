"""Text fixtures describe themselves: `name.txt` with `name.expected.json` beside it is a test."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from watcher.errors import ReadError
from watcher.extract import read
from watcher.models import Item, Kind, Page

FIXTURES = Path(__file__).parent.parent / "fixtures" / "text"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def told(item: Item) -> dict[str, object]:
    return {
        "title": item.title,
        "summary": item.summary,
        "authors": list(item.authors),
        "published": item.published.isoformat() if item.published else None,
        "labels": list(item.labels),
    }


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_fixture_is_read_as_its_expected_file_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    fetched_at = expected.pop("fetched_at", None)
    page = Page(
        url="", body=path.read_bytes(), fetched_at=datetime.fromisoformat(fetched_at) if fetched_at else None
    )
    if "error" in expected:
        with pytest.raises(ReadError, match=expected["error"]):
            read(page)
        return
    listing = read(page)
    assert listing.kind is Kind.TEXT
    assert [told(item) for item in listing.items] == expected["items"]
    assert (listing.heading, listing.last_page) == (expected["heading"], expected["last_page"])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not beside this checkout")
def test_every_field_of_every_seed_item_is_right() -> None:
    checked = 0
    for path in sorted(SEEDS.glob("*.txt")):
        expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text())
        listing = read(Page(url="", body=path.read_bytes()))
        assert [told(item) for item in listing.items] == [
            {
                "title": item["title"],
                "summary": item["summary"] or "",
                "authors": item["authors"],
                "published": item["date"],
                "labels": [item["label"]] if item["label"] else [],
            }
            for item in expected["items"]
        ]
        assert (listing.heading, listing.last_page) == (expected["heading"], expected["last_page"])
        checked += len(listing.items)
    assert checked == 50
