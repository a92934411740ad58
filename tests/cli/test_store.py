"""`store`: checked, backed up beside a running service, restored, made small."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.run import Cli, Outcome
from tests.store.contract import a_delivery, a_poll, an_article
from watcher.store.registry import open_store

ARTICLES = 300


@pytest.fixture
def path(config: Path) -> Path:
    """A store with some of everything that indexes are kept of."""
    file = config.parent / "state" / "watcher.db"

    async def write() -> None:
        store = await open_store(file)
        page = [an_article(number) for number in range(ARTICLES)]
        owed = [a_delivery(number) for number in range(3)]
        await store.commit_poll(a_poll(*page, deliveries=owed))
        await store.put("key", "value")
        await store.close()

    file.parent.mkdir()
    asyncio.run(write())
    return file


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def seen(path: Path) -> int:
    with raw(path) as connection:
        found = connection.execute("SELECT count(*) FROM documents WHERE tbl = 'articles'").fetchone()
    return int(found[0])


def test_a_store_that_is_sound_is_called_so(cli: Cli, config: Path, path: Path) -> None:
    done = cli("store", "check", "-c", config)
    assert (done.code, done.out) == (0, f"{path}: sound\n")


def test_a_store_that_is_not_there_is_told(cli: Cli, config: Path) -> None:
    for args in (("check",), ("backup", "x"), ("compact",), ("rebuild",)):
        done = cli("store", *args, "-c", config)
        assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("DELETE FROM entries WHERE doc_id = 2", "the index of articles by id does not agree"),
        ("UPDATE entries SET rank = 'x' WHERE value = 'a1'", "the index of articles by id does not agree"),
        ("DELETE FROM indexes WHERE declaration LIKE '%keys%'", "the index of articles by keys is missing"),
        (
            "DELETE FROM news WHERE doc_id < 3",
            "the index of words has 298 articles of 300",
        ),
        (
            "UPDATE documents SET body = replace(body, '\"ready\"', '\"idle\"') WHERE tbl = 'lanes'",
            "the lane of slack:news does not agree with its deliveries",
        ),
    ],
)
def test_what_is_made_from_documents_is_made_anew(
    cli: Cli, config: Path, path: Path, harm: str, words: str
) -> None:
    with raw(path) as connection:
        connection.execute(harm)
    done = cli("store", "check", "-c", config)
    assert done.code == 1
    assert words in done.out
    assert "watcher store rebuild" in done.out
    assert cli("store", "rebuild", "-c", config).code == 0
    assert cli("store", "check", "-c", config).out == f"{path}: sound\n"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (
            "UPDATE documents SET body = '{' WHERE tbl = 'articles' AND doc_id = 7",
            "articles 7 cannot",
        ),
        (
            "UPDATE documents SET body = '{}' WHERE tbl = 'deliveries'",
            "deliveries 1 cannot be read",
        ),
    ],
)
def test_a_document_that_cannot_be_read_is_named(
    cli: Cli, config: Path, path: Path, harm: str, words: str
) -> None:
    with raw(path) as connection:
        connection.execute(harm)
    done = cli("store", "check", "-c", config)
    assert done.code == 1
    assert words in done.out
    assert "restore" in done.out


def test_a_delivery_whose_article_is_gone_is_named(cli: Cli, config: Path, path: Path) -> None:
    with raw(path) as connection:
        connection.execute("DELETE FROM documents WHERE tbl = 'articles' AND doc_id = 1")
    assert (
        f"the pending delivery {a_delivery(0).id}: its article a0 is missing"
        in cli("store", "check", "-c", config).out
    )


def tear(path: Path) -> None:
    torn = bytearray(path.read_bytes())
    torn[len(torn) // 2 : len(torn) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(torn)


def test_a_torn_file_is_told_and_neither_backed_up_nor_restored(
    cli: Cli, config: Path, path: Path, tmp_path: Path
) -> None:
    tear(path)
    done = cli("store", "check", "-c", config)
    assert done.code == 1
    assert "the file is damaged" in done.out
    backed = cli("store", "backup", tmp_path / "copy.db", "-c", config)
    assert backed.code == 3
    assert "damaged" in backed.err
    assert not (tmp_path / "copy.db").exists()
    restored = cli("store", "restore", path, "--force", "-c", config)
    assert restored.code == 3
    assert not [one.name for one in path.parent.iterdir() if ".new" in one.name or ".before" in one.name]


def backed_up(cli: Cli, config: Path, to: Path) -> Outcome:
    done = cli("store", "backup", to, "-c", config)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("verified\n")
    return done


def test_a_backup_is_restored_and_the_old_store_kept(
    cli: Cli, config: Path, path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backed_up(cli, config, copy)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["config.toml", "copy.db", "state"]
    with raw(path) as connection:
        connection.execute("DELETE FROM documents WHERE tbl = 'articles'")
    refused = cli("store", "restore", copy, "-c", config)
    assert refused.code == 3
    assert "there is one: --force" in refused.err
    done = cli("store", "restore", copy, "--force", "-c", config)
    assert done.code == 0
    (kept,) = path.parent.glob("watcher.db.before-*")
    assert str(kept) in done.out
    assert (seen(path), seen(kept)) == (ARTICLES, 0)
    assert cli("store", "check", "-c", config).code == 0


def test_a_backup_is_restored_where_there_is_no_store(
    cli: Cli, config: Path, path: Path, tmp_path: Path
) -> None:
    backed_up(cli, config, tmp_path / "copy.db")
    path.unlink()
    assert cli("store", "restore", tmp_path / "copy.db", "-c", config).code == 0
    assert seen(path) == ARTICLES


def test_another_file_is_neither_replaced_nor_restored(
    cli: Cli, config: Path, path: Path, tmp_path: Path
) -> None:
    refused = cli("store", "backup", config, "-c", config)
    assert refused.code == 3
    assert "there is a file already" in refused.err
    with raw(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE mine (x)")
    for stranger in (config, tmp_path / "other.db", tmp_path / "none.db"):
        done = cli("store", "restore", stranger, "--force", "-c", config)
        assert (done.code, done.err.count("\n")) == (3, 1)
    assert seen(path) == ARTICLES


def test_compacting_gives_disk_back(cli: Cli, config: Path, path: Path) -> None:
    with raw(path) as connection:
        connection.execute("INSERT INTO documents VALUES ('values', 9, zeroblob(3000000))")
        connection.execute("DELETE FROM documents WHERE doc_id = 9 AND tbl = 'values'")
    before = path.stat().st_size
    done = cli("store", "compact", "-c", config)
    assert done.code == 0
    assert "MB before" in done.out
    assert path.stat().st_size < before - 2_900_000
    assert cli("store", "check", "-c", config).code == 0


def test_beside_a_running_service_it_is_checked_and_backed_up_but_not_changed(
    path: Path, service: subprocess.Popen[bytes], cli: Cli, config: Path, tmp_path: Path
) -> None:
    assert cli("store", "check", "-c", config).code == 0
    backed_up(cli, config, tmp_path / "copy.db")
    for args in (("compact",), ("rebuild",), ("restore", str(tmp_path / "copy.db"), "--force")):
        done = cli("store", *args, "-c", config)
        assert done.code == 3
        assert "is in use by process" in done.err
    assert service.poll() is None


def test_a_database_is_for_its_own_tools(cli: Cli, config: Path) -> None:
    (config.parent / "url").write_text("postgresql://localhost/x")
    config.write_text(config.read_text() + '[store]\nurl = "file:url"\n')
    done = cli("store", "backup", "x", "-c", config)
    assert done.code == 1
    assert "pg_dump" in done.err
