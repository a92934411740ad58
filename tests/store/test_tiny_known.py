"""The embedded store's own promise on what is known: from memory or from the file, it is the same."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.contract import DAY, MINUTE, NOON, a_poll, an_article
from watcher.models import Article, Known
from watcher.store.tiny import known, polling
from watcher.store.tiny.store import TinyStore

KEYS = [f"{kind}:{number}" for kind in ("url", "title") for number in range(12)]


async def in_the_file(store: TinyStore, source: str) -> Mapping[str, Known]:
    return await store._do(polling.known, source, KEYS)


def some_article(chance: random.Random) -> Article:
    """Return an article whose title another may share, and whose fields differ from time to time."""
    number = chance.randrange(12)
    keys = (f"url:{number}", f"title:{chance.randrange(12)}")
    return an_article(number, keys=keys[: chance.choice((1, 2, 2))], title=f"Title {chance.randrange(3)}")


async def random_step(store: TinyStore, chance: random.Random, minute: int) -> None:
    at, source = NOON + minute * MINUTE, chance.choice(("nk", "nk2"))
    match chance.randrange(10):
        case 0:
            await store.prune(at - timedelta(minutes=chance.randrange(20)))
        case 1 | 2 | 3:
            await store.known(source, chance.sample(KEYS, 8))
        case _:
            page = [some_article(chance) for _ in range(chance.randrange(6))]
            new, edited = page[: chance.randrange(3)], page[4:]
            await store.commit_poll(a_poll(*page, source=source, at=at, new=new, edited=edited))


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_at_hand_is_what_the_file_says(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = await TinyStore.open(tmp_path / "w.db")
    for minute in range(60):
        await random_step(store, chance, minute)
        for source in ("nk", "nk2"):
            assert await store.known(source, KEYS) == await in_the_file(store, source)
    await store.close()


@pytest.mark.parametrize("seed", range(3))
async def test_who_asks_while_a_poll_lands_gets_one_moment(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = await TinyStore.open(tmp_path / "w.db")
    for minute in range(20):
        await asyncio.gather(*(random_step(store, chance, minute) for _ in range(6)))
        assert await store.known("nk", KEYS) == await in_the_file(store, "nk")
    await store.close()


async def test_what_no_longer_fits_is_still_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "LARGEST", 3)
    store = await TinyStore.open(tmp_path / "w.db")
    for number in range(4):
        await store.commit_poll(a_poll(an_article(number), at=NOON + number * DAY))
        assert await store.known("nk", KEYS) == await in_the_file(store, "nk")
    await store.close()


async def test_a_commit_that_fails_leaves_what_is_known(tmp_path: Path) -> None:
    store = await TinyStore.open(tmp_path / "w.db")
    await store.commit_poll(a_poll(an_article(1)))
    await store.known("nk", KEYS)
    unwritable = an_article(1, title=object())
    with pytest.raises(TypeError):
        await store.commit_poll(a_poll(unwritable, new=[], edited=[unwritable]))
    assert await store.known("nk", KEYS) == await in_the_file(store, "nk")
    await store.close()
