"""Doubted pages on the disk: bounded, whole, and never a reason to fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.polling.doubted import KEPT, LARGEST, DoubtedPages

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> DoubtedPages:
    return DoubtedPages.beside(tmp_path / "state" / "watcher.db")


async def test_only_the_last_pages_of_a_source_stay(kept: DoubtedPages) -> None:
    await kept.keep("other", NINE, b"other")
    for number in range(KEPT + 3):
        await kept.keep("news", NINE + timedelta(minutes=number), b"page %d" % number)
    assert [path.read_bytes() for path in kept.pages("news")] == [b"page %d" % n for n in range(3, KEPT + 3)]
    assert len(kept.pages("other")) == 1


async def test_sources_whose_names_begin_alike_do_not_mix(kept: DoubtedPages) -> None:
    await kept.keep("news", NINE, b"1")
    await kept.keep("news-world", NINE, b"2")
    assert [path.read_bytes() for path in kept.pages("news")] == [b"1"]
    assert [path.read_bytes() for path in kept.pages("news-world")] == [b"2"]


async def test_the_same_page_is_kept_once(kept: DoubtedPages) -> None:
    first = await kept.keep("news", NINE, b"page")
    again = await kept.keep("news", NINE + timedelta(hours=1), b"page")
    assert first == again
    assert kept.pages("news") == (first,)


async def test_a_large_page_is_cut(kept: DoubtedPages) -> None:
    path = await kept.keep("news", NINE, b"x" * (LARGEST + 10))
    assert path is not None
    assert path.stat().st_size == LARGEST


async def test_nothing_half_written_stays(kept: DoubtedPages) -> None:
    path = await kept.keep("news", NINE, b"page")
    assert path is not None
    assert list(path.parent.iterdir()) == [path]


async def test_a_folder_that_cannot_be_written_is_told_and_hides_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "doubted").write_text("a file where the folder should be")
    kept = DoubtedPages(tmp_path / "doubted")
    assert await kept.keep("news", NINE, b"page") is None
    assert "the doubted page cannot be kept" in caplog.text


async def test_an_operators_word_is_read_back(kept: DoubtedPages) -> None:
    assert await kept.accepted_at("news") is None
    kept.accept("news", NINE)
    kept.accept("news", NINE + timedelta(hours=1))
    assert await kept.accepted_at("news") == NINE + timedelta(hours=1)
    assert await kept.accepted_at("other") is None


async def test_a_word_that_cannot_be_read_counts_as_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "news.accepted").write_text("yesterday")
    assert await DoubtedPages(tmp_path).accepted_at("news") is None
    assert "cannot be read" in caplog.text
