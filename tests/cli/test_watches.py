"""`watches`: kept by commands, tried out on stored articles, moved as text; beside a running service too."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG
from tests.cli.run import Cli
from tests.store.contract import a_poll, an_article
from watcher.feeds.address import make_key
from watcher.store.registry import open_store


def remember(folder: Path, *titles: str) -> None:
    async def write() -> None:
        store = await open_store(folder / "state" / "watcher.db")
        page = [an_article(number, title=title) for number, title in enumerate(titles)]
        await store.commit_poll(a_poll(*page, source="news", at=datetime.now(UTC) - timedelta(days=1)))
        await store.close()

    (folder / "state").mkdir(exist_ok=True)
    asyncio.run(write())


def listed(cli: Cli, config: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(cli("watches", "list", "--json", "-c", config).out)
    return found


def test_an_added_watch_is_listed_and_removed(cli: Cli, config: Path) -> None:
    done = cli("watches", "add", "Sanctions -russia", "--to", "desk", "--name", "S", "-c", config)
    assert (done.code, done.out, done.err) == (0, "Watching #1 sanctions -russia\n", "")
    assert listed(cli, config) == [
        {"id": 1, "owner": "cli", "query": "Sanctions -russia", "to": ["desk"], "name": "S"}
    ]
    assert "Sanctions -russia" in cli("watches", "list", "-c", config).out
    assert cli("watches", "remove", "1", "-c", config).out == "Removed #1 Sanctions -russia\n"
    assert listed(cli, config) == []


def test_the_address_of_a_feed_is_told_once_the_service_has_run(cli: Cli, config: Path) -> None:
    config.write_text(
        config.read_text("utf-8").replace("enabled = false", 'public_url = "https://w.example"')
    )
    cli("watches", "add", "sanctions", "--to", "desk", "-c", config)
    assert cli("watches", "list", "--feeds", "-c", config).out == "#1 sanctions: none\n"

    async def run_once() -> None:
        store = await open_store(config.parent / "state" / "watcher.db")
        await make_key(store)
        await store.close()

    asyncio.run(run_once())
    (watch,) = listed(cli, config)
    assert re.fullmatch(r"https://w\.example/feeds/1-[0-9a-f]{32}\.atom", str(watch["feed"]))
    assert str(watch["feed"]) in cli("watches", "list", "--feeds", "-c", config).out


def test_a_watch_is_added_once(cli: Cli, config: Path) -> None:
    for _ in range(2):
        assert cli("watches", "add", "sanctions", "--to", "desk", "-c", config).code == 0
    assert len(listed(cli, config)) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["add", "(kim", "--to", "desk"], 'That "(" is not closed'),
        (["add", "kim", "--to", "desc"], 'there is no destination "desc"; did you mean "desk"?'),
        (["add", "kim", "--to", "desk", "--source", "x"], 'there is no source "x"; known: news'),
        (["backtest", "kim", "--since", "month"], "write a duration such as"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(cli: Cli, config: Path, args: list[str], words: str) -> None:
    done = cli("watches", *args, "-c", config)
    assert done.code == 2
    assert words in re.sub(r"\s*\n\W*", " ", done.err)


def test_a_mistake_in_a_query_stands_over_a_caret(cli: Cli, config: Path) -> None:
    done = cli("watches", "test", "kim from:x", "--title", "x", "-c", config)
    assert done.err.splitlines()[:2] == ["watcher: kim from:x", "watcher:     ^"]


def test_a_watch_of_the_configuration_is_not_removed(cli: Cli, config: Path) -> None:
    cli("check", "--dry-run", "-c", config)
    done = cli("watches", "remove", "1", "-c", config)
    assert done.code == 2
    assert "take it out of the configuration" in re.sub(r"\s*\n\W*", " ", done.err)


def test_a_trial_says_what_matched_or_what_failed(cli: Cli, config: Path) -> None:
    met = cli("watches", "test", "sanction", "--title", "New sanctions", "-c", config)
    assert (met.code, met.out) == (0, "match: 'sanctions' for 'sanction' in the title\n")
    missed = cli("watches", "test", "sanction -new", "--title", "New sanctions", "-c", config)
    assert missed.code == 1
    assert missed.out.startswith("no match: ")


def test_a_trial_reads_a_file(cli: Cli, config: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("A title\nand sanctions below")
    done = cli("watches", "test", "summary:sanctions", "--text", tmp_path / "article.txt", "-c", config)
    assert done.code == 0


def test_a_backtest_tells_matches_and_near_misses(cli: Cli, config: Path, tmp_path: Path) -> None:
    remember(tmp_path, "Sanctions on a bank", "A cargo ship", "Football on a cargo ship", "Weather")
    query = 'sanctions OR "cargo ship" -football'
    done = cli("watches", "backtest", query, "--since", "7d", "-c", config)
    assert done.code == 0
    lines = done.out.splitlines()
    assert "2 matches among 4 articles of the last 7d, about 2.0 a week" in lines
    assert any("excluded by football" in line for line in lines)
    found = json.loads(cli("watches", "backtest", query, "--json", "-c", config).out)
    assert (found["matches"], found["read"]) == (2, 4)
    assert [miss["part"] for miss in found["near_misses"]] == ["-football"]


def test_a_backtest_without_a_store_says_so(cli: Cli, config: Path) -> None:
    done = cli("watches", "backtest", "kim", "-c", config)
    assert done.code == 3
    assert "there is none yet" in done.err


@pytest.mark.parametrize("form", ["toml", "jsonl"])
def test_what_is_exported_is_imported(cli: Cli, config: Path, tmp_path: Path, form: str) -> None:
    for query in ('"cargo ship" -x\\y', "“제재” OR sanctions"):
        limited = ("--to", "desk", "--source", "news", "--limit-per-day", "3")
        cli("watches", "add", query, *limited, "-c", config)
    before = listed(cli, config)
    text = cli("watches", "export", "--format", form, "-c", config).out
    (tmp_path / "kept").write_text(text, "utf-8")
    for watch in before:
        cli("watches", "remove", str(watch["id"]), "-c", config)
    assert cli("watches", "import", tmp_path / "kept", "-c", config).code == 0
    assert [{**w, "id": 0} for w in listed(cli, config)] == [{**w, "id": 0} for w in before]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        (
            '{"query": "a", "to": ["desk"]}\n{"query": "b (", "to": ["desk"]}\n'
            '{"query": "c", "to": ["x"]}\n{,\n',
            ["line 2: query", "line 3: to", "line 4"],
        ),
        (
            '[[watches]]\nquery = "a"\nto = ["desk"]\n\n[[watches]]\nto = ["desk"]\nquery = "b ("\n',
            ["line 7: query"],
        ),
    ],
)
def test_a_file_with_a_mistake_is_not_imported_at_all(
    cli: Cli, config: Path, tmp_path: Path, text: str, mistakes: list[str]
) -> None:
    cli("watches", "add", "first", "--to", "desk", "-c", config)
    (tmp_path / "file").write_text(text)
    done = cli("watches", "import", tmp_path / "file", "-c", config)
    assert done.code == 2
    told = [line.strip() for line in done.err.splitlines()]
    assert all(any(line.startswith(f"{place}: ") for line in told) for place in mistakes)
    assert "^" in done.err
    assert [watch["query"] for watch in listed(cli, config)] == ["first"]


def test_a_destination_that_is_gone_is_told_by_check(cli: Cli, config: Path) -> None:
    cli("watches", "add", "sanctions", "--to", "desk", "-c", config)
    config.write_text(CONFIG.replace('"desk"', '"office"'))
    told = cli("check", "--dry-run", "-c", config).err
    assert 'watch #1 of cli (sanctions): there is no destination "desk" any more' in told


def test_watches_change_while_the_service_runs(
    service: subprocess.Popen[bytes], cli: Cli, config: Path
) -> None:
    done = cli("watches", "add", "sanctions", "--to", "desk", "-c", config)
    assert (done.code, done.err) == (0, "")
    assert "Watching #2 sanctions" in done.out
    assert [watch["owner"] for watch in listed(cli, config)] == ["config", "cli"]
    assert cli("watches", "backtest", "sanctions", "-c", config).code == 0
    assert cli("watches", "remove", "2", "-c", config).out == "Removed #2 sanctions\n"
    assert len(listed(cli, config)) == 1
    assert service.poll() is None
    assert not list((config.parent / "state" / "requests").iterdir())
