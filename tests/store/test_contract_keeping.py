"""The contract of every store: reading back, forgetting, small values, many callers at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.store.contract import (
    MINUTE,
    NOON,
    Backend,
    a_delivery,
    a_poll,
    a_watch,
    an_article,
    send,
    states,
)
from watcher.errors import StoreError
from watcher.models import Event, State
from watcher.store.port import Counts, Store

MONTH = timedelta(days=30)


async def seen_and_gone(store: Store, number: int = 1) -> None:
    """Let an article be seen at noon and leave the page a minute later."""
    await store.commit_poll(a_poll(an_article(number)))
    await store.commit_poll(a_poll(an_article(99), at=NOON + MINUTE))


async def is_known(store: Store, number: int = 1) -> bool:
    return bool(await store.known("nk", [f"url:{number}"]))


# --- reading back


async def test_recent_articles_come_newest_first_up_to_a_limit(store: Store) -> None:
    for number in range(4):
        await store.commit_poll(a_poll(an_article(number), at=NOON + number * MINUTE))
    assert [stored.article.id for stored in await store.recent(NOON + MINUTE)] == ["a3", "a2", "a1"]
    assert [stored.article.id for stored in await store.recent(NOON, limit=2)] == ["a3", "a2"]
    (last,) = await store.recent(NOON + 3 * MINUTE)
    assert (last.source, last.first_seen) == ("nk", NOON + 3 * MINUTE)


async def test_counts_tell_how_much_is_where(store: Store) -> None:
    assert await store.counts() == Counts()
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=[a_delivery(1), a_delivery(2)]))
    await store.add_watch(a_watch())
    await send(store)
    assert await store.counts() == Counts(articles=2, watches=1, deliveries={State.PENDING: 1, State.SENT: 1})


# --- small values


async def test_a_small_value_is_replaced_and_outlives_a_crash(store: Store, backend: Backend) -> None:
    assert await store.get("telegram.offset") is None
    await store.put("telegram.offset", "1")
    await store.put("telegram.offset", "2")
    await store.put("other", "")
    survivor = await backend.crash()
    assert await survivor.get("telegram.offset") == "2"
    assert await survivor.get("other") == ""
    await survivor.close()


async def test_a_small_value_can_be_claimed_once_listed_by_its_beginning_and_removed(store: Store) -> None:
    claims = await asyncio.gather(*(store.put_new("inbox:b", str(number)) for number in range(5)))
    assert sorted(claims) == [False, False, False, False, True]
    assert await store.put_new("inbox:a_%", "one")
    assert await store.put_new("inboxes", "another")
    taken = await store.get("inbox:b")
    assert await store.values("inbox:") == {"inbox:a_%": "one", "inbox:b": taken}
    assert await store.values("inbox:a_") == {"inbox:a_%": "one"}
    await store.remove("inbox:b")
    await store.remove("inbox:b")
    assert await store.values("inbox:b") == {}
    assert await store.put_new("inbox:b", "again")


# --- forgetting


async def test_an_article_long_off_every_page_is_forgotten(store: Store) -> None:
    await seen_and_gone(store)
    assert await store.prune(NOON + MONTH) == 1
    assert not await is_known(store)
    assert await store.recent(NOON) != ()


async def test_an_article_off_the_page_for_a_short_time_is_kept(store: Store) -> None:
    await seen_and_gone(store)
    assert await store.prune(NOON + MINUTE) == 0
    assert await is_known(store)


async def test_an_article_on_the_page_is_kept_however_old(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.poll_unchanged("nk", NOON + MONTH)
    assert await store.prune(NOON + 2 * MONTH) == 0
    assert await is_known(store)


async def test_an_article_back_on_the_page_is_kept(store: Store) -> None:
    await seen_and_gone(store)
    await store.commit_poll(a_poll(an_article(1), new=(), at=NOON + 2 * MINUTE))
    await store.prune(NOON + MONTH)
    assert await is_known(store)


async def test_a_page_of_another_source_keeps_nothing(store: Store) -> None:
    await seen_and_gone(store)
    await store.commit_poll(a_poll(an_article(1), source="nk2"))
    assert await store.prune(NOON + MONTH) == 1
    assert not await is_known(store)


@pytest.mark.parametrize("state", [State.PENDING, State.HELD, State.SENDING, State.DEAD])
async def test_an_article_that_a_delivery_may_still_need_is_kept(store: Store, state: State) -> None:
    await seen_and_gone(store)
    await store.enqueue([a_delivery(1, state=State.HELD if state is State.HELD else State.PENDING)])
    if state in {State.SENDING, State.DEAD}:
        claim = await store.claim("slack:news", NOON)
        assert claim is not None
        if state is State.DEAD:
            await store.dead(claim, NOON + MONTH, "gone")
    assert await store.prune(NOON + MONTH) == 0
    assert await is_known(store)
    assert await states(store) == {a_delivery(1).id: state}


async def test_a_settled_delivery_is_kept_while_its_article_is_known(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    await send(store)
    assert await store.prune(NOON + MONTH) == 0
    assert await store.enqueue([a_delivery(1)]) == ()


async def test_a_settled_delivery_goes_with_its_article(store: Store) -> None:
    await seen_and_gone(store)
    await store.enqueue([a_delivery(1)])
    await send(store)
    assert await store.prune(NOON + MONTH) == 2
    assert await states(store) == {}


async def test_a_delivery_settled_lately_outlives_its_article(store: Store) -> None:
    await seen_and_gone(store)
    await store.enqueue([a_delivery(1)])
    await send(store, at=NOON + MONTH)
    assert await store.prune(NOON + MONTH) == 1
    assert await states(store) == {a_delivery(1).id: State.SENT}


async def test_an_old_notice_that_was_sent_is_forgotten(store: Store) -> None:
    await store.enqueue([a_delivery(1, event=Event.NOTICE, entries=(), text="Hello")])
    assert await store.prune(NOON + MONTH) == 0
    await send(store)
    assert await store.prune(NOON + MONTH) == 1


async def test_forgetting_takes_all_that_is_old_however_much(store: Store) -> None:
    crowd = [an_article(number) for number in range(450)]
    await store.commit_poll(a_poll(*crowd))
    await store.commit_poll(a_poll(crowd[7], an_article(999), new=[an_article(999)], at=NOON + MINUTE))
    assert await store.prune(NOON + MONTH) == 449
    assert (await store.counts()).articles == 2
    assert await is_known(store, 7)


async def test_forgetting_twice_finds_nothing_more(store: Store) -> None:
    await seen_and_gone(store)
    await store.prune(NOON + MONTH)
    assert await store.prune(NOON + MONTH) == 0


# --- many callers


async def test_many_callers_at_once_all_land_and_one_error_is_its_callers_alone(
    store: Store, backend: Backend
) -> None:
    values: list[object] = [str(number) for number in range(200)]
    values[77] = object()
    verbs = [store.put(f"key-{n}", value) for n, value in enumerate(values)]  # type: ignore[arg-type]
    outcomes = await asyncio.gather(*verbs, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [TypeError]
    survivor = await backend.crash()
    found = [await survivor.get(f"key-{number}") for number in range(200)]
    assert [number for number, value in enumerate(found) if value != str(number)] == [77]
    await survivor.close()


async def test_a_caller_that_gives_up_harms_no_other(store: Store) -> None:
    impatient = [asyncio.create_task(store.put(f"key-{number}", "x")) for number in range(20)]
    await asyncio.sleep(0)
    for task in impatient[::2]:
        task.cancel()
    await asyncio.wait(impatient)
    assert [await store.get(f"key-{number}") for number in range(1, 20, 2)] == ["x"] * 10


async def test_what_was_under_way_lands_before_the_store_closes(backend: Backend) -> None:
    store = await backend.open()
    writes = [asyncio.create_task(store.put(f"key-{number}", "x")) for number in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    again = await backend.open()
    assert [await again.get(f"key-{number}") for number in range(20)] == ["x"] * 20
    await again.close()


async def test_a_closed_store_says_so_and_closes_again_without_harm(backend: Backend) -> None:
    store = await backend.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.get("key")
