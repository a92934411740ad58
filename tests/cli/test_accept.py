"""`accept` notes an operator's word where the running service finds it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.run import Cli
from tests.config.files import WHOLE, written
from tests.drift import pages
from watcher.polling.doubted import DoubtedPages

BEFORE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def doubted(folder: Path, html: str) -> DoubtedPages:
    """Return the service's folder with one page in it."""
    kept = DoubtedPages.beside(folder / "state" / "watcher.db")
    asyncio.run(kept.keep("news", BEFORE, html.encode()))
    return kept


def test_accepting_shows_what_is_accepted_and_reaches_the_service(cli: Cli, tmp_path: Path) -> None:
    kept = doubted(tmp_path, pages.OTHER_LIST)
    done = cli("accept", "news", "-c", written(tmp_path, WHOLE))
    assert (done.code, done.err) == (0, "")
    assert "news: 10 items on " in done.out
    assert "by river mile 500\n" in done.out
    assert "  and 5 more\n" in done.out
    accepted_at = asyncio.run(kept.accepted_at("news"))
    assert accepted_at is not None
    assert accepted_at > BEFORE


def test_a_page_without_a_listing_cannot_be_accepted(cli: Cli, tmp_path: Path) -> None:
    kept = doubted(tmp_path, pages.LOG_IN)
    done = cli("accept", "news", "-c", written(tmp_path, WHOLE))
    assert done.code == 1
    assert "nothing to accept: no list was found: the page looks like a log-in form" in done.err
    assert asyncio.run(kept.accepted_at("news")) is None


def test_an_empty_list_can_be_accepted(cli: Cli, tmp_path: Path) -> None:
    doubted(tmp_path, pages.SAYS_EMPTY)
    done = cli("accept", "news", "-c", written(tmp_path, WHOLE))
    assert done.code == 0
    assert "news: 0 items on " in done.out


def test_a_source_without_a_doubted_page_has_nothing_to_accept(cli: Cli, tmp_path: Path) -> None:
    done = cli("accept", "news", "-c", written(tmp_path, WHOLE))
    assert (done.code, done.err) == (1, "watcher: news: no page of it is in doubt\n")
    assert not (tmp_path / "state").exists()


def test_a_mistyped_source_is_guessed(cli: Cli, tmp_path: Path) -> None:
    done = cli("accept", "newz", "-c", written(tmp_path, WHOLE))
    assert done.code == 2
    assert "news" in done.err
