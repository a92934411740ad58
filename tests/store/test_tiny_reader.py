"""A store can be read beside the process that owns it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.contract import NOON, a_poll, a_watch, an_article
from tests.store.test_contract_search import asking
from watcher.errors import StoreError
from watcher.store.registry import open_reader, open_store


async def test_what_the_owner_wrote_is_read_at_once(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "state.db")
    reader = await open_reader(tmp_path / "state.db")
    await store.add_watch(a_watch("ship"))
    await store.commit_poll(a_poll(an_article(1, title="ship one")))
    assert [watch.query for watch in await reader.watches()] == ["ship"]
    assert (await reader.search(asking("ships"))).matches == 1
    await store.commit_poll(a_poll(an_article(2, title="ship two")))
    assert (await reader.search(asking("ships"))).matches == 2
    assert len(await reader.recent(NOON)) == 2
    await reader.close()
    await store.close()


async def test_a_language_not_asked_for_before_is_read_without_writing(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "state.db")
    await store.commit_poll(a_poll(an_article(1, title="les navires")))
    await store.close()
    reader = await open_reader(tmp_path / "state.db")
    assert (await reader.search(asking("navire", languages={"nk": "french"}))).matches == 1
    await reader.close()


async def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is none yet"):
        await open_reader(tmp_path / "state.db")
    with pytest.raises(StoreError, match="there is none yet"):
        await open_reader(tmp_path / "state.db")


async def test_a_store_of_an_older_watcher_is_refused(tmp_path: Path) -> None:
    await (await open_store(tmp_path / "state.db")).close()
    with closing(sqlite3.connect(tmp_path / "state.db")) as older:
        older.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="an older watcher wrote it"):
        await open_reader(tmp_path / "state.db")
