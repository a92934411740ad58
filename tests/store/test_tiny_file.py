"""The embedded store's file: what makes a commit durable, and every file that must be refused."""

# ruff: noqa: ASYNC220, ASYNC240 - nothing else runs on a test's loop that it could hold up

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from watcher.errors import StoreError
from watcher.store.registry import open_store
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.file import VERSION

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "watcher.db"


async def filled(path: Path, size: int = 100) -> bytes:
    """Make a store with some values; return its file's bytes."""
    store = await open_store(path)
    await asyncio.gather(*(store.put(f"key-{number}", "x" * 200) for number in range(size)))
    await store.close()
    return path.read_bytes()


async def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        await open_store(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("fullfsync", 1), ("user_version", VERSION)],
)
def test_each_commit_is_synced_to_the_disk(path: Path, pragma: str, value: object) -> None:
    with RowDatabase(path) as database:
        assert database.rows._db.execute(f"PRAGMA {pragma}").fetchone() == (value,)


async def test_a_second_owner_in_this_process_is_refused_and_told_who_has_it(path: Path) -> None:
    store = await open_store(path)
    message = await refusal(path)
    assert f"in use by process {os.getpid()} on " in message
    assert "stop that one" in message
    await store.close()
    await (await open_store(path)).close()


async def test_a_second_process_is_refused(path: Path) -> None:
    holder = (
        "import sys; from watcher.store.tiny.database import RowDatabase;"
        "database = RowDatabase(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        message = await refusal(path)
    assert f"in use by process {process.pid} on " in message
    await (await open_store(path)).close()


async def test_a_refused_opening_leaves_no_lock_behind(path: Path) -> None:
    path.write_text("no database at all, but long enough to be read as one" * 40)
    await refusal(path)
    path.unlink()
    await (await open_store(path)).close()


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert f"no folder {tmp_path / 'missing'}" in await refusal(tmp_path / "missing" / "watcher.db")


async def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert "this is a folder" in await refusal(tmp_path)


async def test_a_text_file_is_no_store(path: Path) -> None:
    path.write_text('{"_default": {}}' * 100)
    assert "not a watcher store" in await refusal(path)


async def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    store = await open_store(path)
    await store.put("key", "value")
    await store.close()


async def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
        other.commit()
    before = path.read_bytes()
    assert "another program's database" in await refusal(path)
    assert path.read_bytes() == before


async def test_a_newer_layout_is_refused_and_left_alone(path: Path) -> None:
    await filled(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    message = await refusal(path)
    assert "newer watcher" in message
    assert "update watcher" in message
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
async def test_a_torn_file_is_refused_with_a_way_out(path: Path, kept: float) -> None:
    whole = await filled(path)
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert "restore a backup" in await refusal(path)


async def test_a_file_damaged_inside_says_so_when_it_is_read(path: Path) -> None:
    whole = await filled(path, size=400)
    path.write_bytes(whole[: 4096 * 2] + b"\xff" * (len(whole) - 4096 * 2))
    with pytest.raises(StoreError, match="damaged: restore a backup"):
        await (await open_store(path)).get("key-1")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can write any file")
async def test_a_read_only_file_is_refused(path: Path) -> None:
    await filled(path)
    path.chmod(0o444)
    assert "cannot be written" in await refusal(path)


async def test_a_write_that_the_disk_refuses_harms_nothing_and_the_store_goes_on(path: Path) -> None:
    store = await open_store(path)
    await store.put("before", "x")
    with files_no_larger_than(256 * 1024):
        with pytest.raises(StoreError, match="disk"):
            await store.put("large", "x" * 1024 * 1024)
        assert await store.get("before") == "x"
    assert await store.get("large") is None
    await store.put("after", "y")
    await store.close()
    again = await open_store(path)
    assert (await again.get("before"), await again.get("after")) == ("x", "y")
    await again.close()


async def test_a_log_torn_at_its_end_loses_only_what_was_not_committed(path: Path, tmp_path: Path) -> None:
    store = await open_store(path)
    await store.put("first", "x")
    whole = Path(f"{path}-wal").stat().st_size
    await store.put("second", "x")
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    Path(f"{copy}-wal").write_bytes(Path(f"{path}-wal").read_bytes()[: whole + 100])
    await store.close()
    survivor = await open_store(copy)
    assert (await survivor.get("first"), await survivor.get("second")) == ("x", None)
    await survivor.close()


async def test_an_unknown_kind_of_address_is_refused() -> None:
    with pytest.raises(StoreError, match=r"no store of kind 'mysql': .* or one of tiny"):
        await open_store("mysql://host/db")
