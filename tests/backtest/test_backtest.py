"""A backtest says what a query would have found, what it nearly found, and what would change that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.contract import DAY, NOON, a_poll, an_article
from watcher.backtest import Backtest, backtest
from watcher.backtest.relax import relaxed
from watcher.rules import parse
from watcher.store.port import Question
from watcher.store.tiny.store import TinyStore

TITLES = (
    *(f"Sanctions on bank {number}" for number in range(6)),
    *(f"Sanctions and oil embargo {number}" for number in range(4)),
    "A cargo ship at sea",
    "Ship with a cargo of rice",
    "Football: a cargo ship in the final",
    *(f"Weather of day {number}" for number in range(30)),
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await TinyStore.open(tmp_path / "state.db")
    page = [an_article(number, title=title) for number, title in enumerate(TITLES)]
    await opened.commit_poll(a_poll(*page))
    yield opened
    await opened.close()


async def told(store: TinyStore, query: str, shown: int = 10) -> Backtest:
    question = Question(query=parse(query), since=NOON - 30 * DAY, until=NOON)
    return await backtest(store, question, shown)


async def test_matches_are_counted_and_the_latest_shown(store: TinyStore) -> None:
    found = (await told(store, "sanctions", shown=3)).found
    assert (found.matches, found.read, found.weeks, len(found.latest)) == (10, len(TITLES), (10,), 3)


async def test_articles_that_fail_by_one_part_are_told_with_that_part(store: TinyStore) -> None:
    misses = (await told(store, '"cargo ship" -football')).near_misses
    assert {miss.part: [stored.article.title for stored in miss.latest] for miss in misses} == {
        "-football": ["Football: a cargo ship in the final"],
        '"cargo ship"': ["Ship with a cargo of rice"],
    }


async def test_a_word_that_some_matches_share_narrows(store: TinyStore) -> None:
    narrower = {hint.word: hint.matches for hint in (await told(store, "sanctions")).narrower}
    assert narrower["bank"] == 6


async def test_a_word_that_near_misses_share_widens(store: TinyStore) -> None:
    wider = (await told(store, "sanctions embargo")).wider
    assert [(hint.query, hint.matches) for hint in wider] == [("bank OR (embargo sanctions)", 10)]


async def test_a_query_that_nothing_meets_is_told_so(store: TinyStore) -> None:
    nothing = await told(store, "zeppelin")
    assert (nothing.found.matches, nothing.near_misses, nothing.narrower, nothing.wider) == (0, (), (), ())


@pytest.mark.parametrize(
    ("query", "easier"),
    [
        ("sanctions", []),
        ("sanctions -russia", [("-russia", "sanctions")]),
        ("a b", [("a", "b"), ("b", "a")]),
        ("title:kim", [("title:kim", "kim")]),
        ("=launch", [("=launch", "launch")]),
        ('"cargo ship"~3', [('"cargo ship"~3', "cargo ship")]),
        ('x OR "cargo ship"', [('"cargo ship"', "(cargo ship) OR x")]),
        ("(a OR b) -c", [("-c", "a OR b")]),
    ],
)
def test_one_part_is_relaxed_at_a_time(query: str, easier: list[tuple[str, str]]) -> None:
    found = [(each.part, each.query.normal) for each in relaxed(parse(query))]
    assert sorted(found) == sorted(easier)
