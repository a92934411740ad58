"""The index of words is made where it is missing, made again where words change, and done without."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.store.contract import a_poll, an_article
from tests.store.test_contract_search import asking
from watcher.errors import StoreError
from watcher.store.port import PollCommit
from watcher.store.tiny import polling
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.fulltext.search import search
from watcher.store.tiny.fulltext.words import ALL, STEP, Words
from watcher.store.tiny.schema import INDEXES, Tables
from watcher.store.tiny.store import TinyStore

SIZE = STEP + 50


def file_with(path: Path, size: int) -> Path:
    """Make a store with articles, every second of which has the word `ship`."""
    with opened(path) as tables:
        page = [an_article(n, title=f"{('ship', 'boat')[n % 2]} {n}") for n in range(size)]
        remember(tables, a_poll(*page))
    return path


def remember(tables: Tables, commit: PollCommit) -> None:
    polling.commit_poll(tables, polling.source_state(tables, commit.source), commit)


@contextmanager
def opened(path: Path, words: Callable[[sqlite3.Connection], Words] = Words) -> Iterator[Tables]:
    database = RowDatabase(path, indexes=INDEXES, followers=(words,))
    with database, database.transaction():
        yield Tables.of(database)


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def write_and_fail(tables: Tables) -> None:
    remember(tables, a_poll(an_article(99, title="ship zeppelin")))
    raise StoreError("the disk failed")


def ships(tables: Tables) -> int:
    return search(tables, asking("ships"), 0).matches


async def test_a_store_of_before_there_was_an_index_gets_one(tmp_path: Path) -> None:
    path = file_with(tmp_path / "state.db", SIZE)
    tables = ("words", "news", "forms", "stemmed", "fulltext")
    change(path, *(f"DROP TABLE {name}" for name in tables), "PRAGMA user_version = 1")
    store = await TinyStore.open(path)
    assert (await store.search(asking("ships"))).matches == SIZE // 2
    while store._tables.words.reached != ALL:
        await asyncio.sleep(0.01)
    assert (await store.search(asking("ships"))).matches == SIZE // 2
    await store.close()


def test_an_index_of_other_words_is_made_again_step_by_step(tmp_path: Path) -> None:
    path = file_with(tmp_path / "state.db", SIZE)
    change(path, "UPDATE fulltext SET version = 'older'")
    with opened(path) as tables:
        assert (tables.words.reached, ships(tables)) == (0, SIZE // 2)
        assert not tables.words.build()
        assert (tables.words.reached, ships(tables)) == (STEP, SIZE // 2)
        tables.articles.update({"title": "ship 1"}, doc_ids=[2])
        tables.articles.update({"title": "ship 221"}, doc_ids=[222])
        assert ships(tables) == SIZE // 2 + 2
        assert tables.words.build()
        assert (tables.words.reached, ships(tables)) == (ALL, SIZE // 2 + 2)


def test_stems_made_otherwise_are_learnt_again(tmp_path: Path) -> None:
    path = file_with(tmp_path / "state.db", 10)
    change(path, "UPDATE stemmed SET version = 'older'", "UPDATE forms SET stem = 'x' || stem")
    with opened(path) as tables:
        assert ships(tables) == 5


def test_without_fts5_articles_are_read_and_the_index_is_not_trusted_afterwards(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = file_with(tmp_path / "state.db", 10)
    with caplog.at_level(logging.WARNING), opened(path, partial(Words, fts5=False)) as tables:
        tables.articles.update({"title": "ship 1"}, doc_ids=[2])
        assert ships(tables) == 6
    assert "has no FTS5: searches read all articles" in caplog.text
    with opened(path) as tables:
        assert (tables.words.reached, ships(tables)) == (0, 6)
        assert tables.words.build()
        assert ships(tables) == 6


def test_a_write_that_is_undone_leaves_no_words(tmp_path: Path) -> None:
    path = file_with(tmp_path / "state.db", 10)
    database = RowDatabase(path, indexes=INDEXES, followers=(Words,))
    with database:
        tables = Tables.of(database)
        with pytest.raises(StoreError), database.transaction():
            write_and_fail(tables)
        assert ships(tables) == 5
        with database.transaction():
            remember(tables, a_poll(an_article(99, title="ship zeppelins")))
        assert search(tables, asking("zeppelin"), 0).matches == 1


def test_an_article_that_only_left_its_page_is_not_written_to_the_index(tmp_path: Path) -> None:
    path = file_with(tmp_path / "state.db", 10)
    with opened(path) as tables:
        before = tables.words.connection.total_changes
        tables.articles.update({"last_seen": "2026-11-23"}, doc_ids=[1])
        in_documents_and_entries = 3
        assert tables.words.connection.total_changes - before <= in_documents_and_entries
