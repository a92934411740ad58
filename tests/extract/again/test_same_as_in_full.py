"""However a page changes, reading it again gives what a full reading gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.extract.again.changes import Changes
from watcher import extract
from watcher.errors import ReadError
from watcher.extract.again import ReadingAgain
from watcher.extract.again.learn import learn
from watcher.extract.decode import decode
from watcher.models import Listing, Page

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests/fixtures/html", ROOT.parent / "shared/listings", ROOT.parent / "shared/seeds")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def pages(pattern: str = "*.html") -> Iterator[tuple[str, Page, Changes]]:
    """Yield the pages that something can be learned from."""
    for path in sorted(path for folder in FOLDERS for path in folder.glob(pattern)):
        page = Page(
            url="https://news.example/list/", body=path.read_bytes(), content_type="text/html", fetched_at=NOW
        )
        try:
            lesson = learn(page, decode(page)[0], extract.read(page))
        except ReadError:
            continue
        if lesson is not None:
            yield path.name, page, Changes(lesson.edges)


def in_full(page: Page) -> Listing | str:
    try:
        return extract.read(page)
    except ReadError as error:
        return str(error)


def again(reading: ReadingAgain, page: Page) -> Listing | str:
    try:
        return reading.read("source", page)
    except ReadError as error:
        return str(error)


def follow(name: str, page: Page, changes: Changes, seed: int, steps: int) -> ReadingAgain:
    """Let a page change step by step, each time from what it was or from what it has become."""
    chance = random.Random(f"{name} {seed}")
    reading = ReadingAgain()
    history = [page, changes.come(chance, page)]
    for old in history:
        assert again(reading, old) == in_full(old)
    said = []
    for step in range(steps):
        change = chance.choice(changes.likely if step % 3 else changes.any)
        said.append(change.__name__)
        now = change(chance, history[-1])
        assert again(reading, now) == in_full(now), f"{name} {seed}: {' '.join(said)}"
        if change in changes.likely:
            history.append(now)
    return reading


def test_a_page_with_new_articles_is_read_as_in_full() -> None:
    readings = [follow(name, page, changes, 1, 8) for name, page, changes in pages("wild_n*.html")]
    assert sum(reading.again for reading in readings) > len(readings)


@pytest.mark.slow
def test_pages_that_change_again_and_again_are_read_as_in_full() -> None:
    for name, page, changes in pages():
        for seed in range(2):
            follow(name, page, changes, seed, 24)
