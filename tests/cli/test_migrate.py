"""`migrate`, `store export` and `store import`: a whole store elsewhere, and back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests import postgres
from tests.cli.run import Cli
from tests.store.test_copying import filled
from watcher.store.registry import open_store

TOLD = "521 articles, 34 deliveries, 2 watches, 2 sources, 1 chats\n"


@pytest.fixture
def path(config: Path) -> Path:
    file = config.parent / "state" / "watcher.db"
    file.parent.mkdir()
    asyncio.run(filled(str(file)))
    return file


def test_a_store_moves_to_postgresql_and_back(
    cli: Cli, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE", postgres.new_database())
    done = cli("migrate", path, "env:DATABASE")
    assert done.code == 0
    assert done.out.startswith(f"Copied and verified: {TOLD}")
    done = cli("migrate", "env:DATABASE", tmp_path / "back.db")
    assert done.out.startswith(f"Copied and verified: {TOLD}")
    refused = cli("migrate", path, "env:DATABASE")
    assert (refused.code, refused.err.count("\n")) == (3, 1)
    assert "give one that is empty" in refused.err


def test_a_store_is_exported_and_imported(cli: Cli, config: Path, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    assert cli("store", "export", file, "-c", config).out == f"{file}: {TOLD}"
    again = cli("store", "export", file, "-c", config)
    assert again.code == 1
    assert "there is a file already" in again.err
    assert cli("store", "import", file, "-c", config).code == 3
    path.unlink()
    assert cli("store", "import", file, "-c", config).out == f"{file}: imported and verified: {TOLD}"
    assert cli("store", "check", "-c", config).code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.json", "config.toml", "state"]


def test_a_store_in_use_is_exported_but_not_moved(cli: Cli, config: Path, path: Path, tmp_path: Path) -> None:
    async def beside() -> None:
        store = await open_store(path)
        exported = await asyncio.to_thread(cli, "store", "export", tmp_path / "all.json", "-c", config)
        assert exported.code == 0
        for args in ((path, tmp_path / "other.db"), (tmp_path / "other.db", path)):
            moved = await asyncio.to_thread(cli, "migrate", *args)
            assert moved.code == 3
        await store.close()

    asyncio.run(beside())
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("a.db", "a.db"), "FROM and TO are the same"),
        (("a.db", "env:NO_SUCH_NAME"), "env:NO_SUCH_NAME: the environment has no such variable"),
        (("mysql://me:secret@host/x", "a.db"), "mysql://: give a file's path, or postgresql://"),
    ],
)
def test_a_mistake_is_told_without_a_password(cli: Cli, args: tuple[str, str], words: str) -> None:
    done = cli("migrate", *args)
    assert done.code == 2
    assert words in " ".join(done.err.replace("│", " ").split())
    assert "secret" not in done.err
