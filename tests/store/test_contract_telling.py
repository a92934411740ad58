"""The contract of every store: who was told of which article."""

from __future__ import annotations

import pytest

from tests.store.contract import MINUTE, NOON, Backend, a_delivery, a_poll, an_article, send
from watcher.models import Delivery, Entry, Event, State
from watcher.store.port import Store


def an_edit(number: int = 1, destination: str = "slack:news") -> Delivery:
    entry = Entry(source="nk", article=f"a{number}", watches=(1,), before="Old", after=f"Article {number}")
    return a_delivery(number, destination, id=f"edited:{number}", event=Event.EDITED, entries=(entry,))


async def queues_an_edit(store: Store, number: int = 1) -> bool:
    """Commit a poll with news of an edit; return whether it was queued."""
    page = (an_article(1), an_article(2))
    commit = a_poll(*page, new=(), edited=page[:1], deliveries=[an_edit(number)], at=NOON + MINUTE)
    return bool(await store.commit_poll(commit))


async def test_whom_an_alert_is_for_is_known_in_any_state_with_its_watches(
    store: Store, backend: Backend
) -> None:
    deliveries = [a_delivery(1), a_delivery(1, "email:me", state=State.HELD), a_delivery(2)]
    await store.commit_poll(a_poll(an_article(1), an_article(2), an_article(3), deliveries=deliveries))
    await send(store)
    survivor = await backend.crash()
    assert await survivor.alerted("nk", ["a1", "a2", "a3", "a4"]) == {
        "a1": {"slack:news": (1, 2), "email:me": (1, 2)},
        "a2": {"slack:news": (1, 2)},
    }
    assert await survivor.alerted("other", ["a1"]) == {}
    assert await survivor.alerted("nk", []) == {}
    await survivor.close()


async def test_a_digest_tells_of_each_of_its_articles(store: Store) -> None:
    held = [
        a_delivery(1, state=State.HELD),
        a_delivery(2, state=State.HELD, entries=(Entry(source="nk", article="a2", watches=(7,)),)),
    ]
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=held))
    await store.cut_digest("slack:news", "2026-11-22T13:00", NOON + MINUTE)
    told = {"a1": {"slack:news": (1, 2)}, "a2": {"slack:news": (7,)}}
    assert await store.alerted("nk", ["a1", "a2"]) == told
    assert not await queues_an_edit(store, 2)
    await send(store, at=NOON + MINUTE)
    assert await store.alerted("nk", ["a1", "a2"]) == told
    assert await queues_an_edit(store, 2)


@pytest.mark.parametrize("state", [State.PENDING, State.HELD])
async def test_news_of_an_edit_is_not_queued_before_the_alert_has_left(store: Store, state: State) -> None:
    deliveries = [a_delivery(1, state=state), a_delivery(1, "email:me")]
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=deliveries))
    await send(store, "email:me")
    assert not await queues_an_edit(store)


async def test_news_of_an_edit_follows_an_alert_that_was_sent_once(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=[a_delivery(1)]))
    await send(store)
    assert await queues_an_edit(store)
    assert not await queues_an_edit(store)
    (row, _) = await store.deliveries()
    assert row == an_edit()


async def test_an_alert_that_is_being_sent_counts_as_told(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=[a_delivery(1)]))
    assert await store.claim("slack:news", NOON)
    assert await queues_an_edit(store)


async def test_an_alert_without_an_answer_counts_as_told(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=[a_delivery(1)]))
    claim = await store.claim("slack:news", NOON)
    assert claim
    await store.unknown(claim, NOON, "no answer", NOON + MINUTE)
    assert await queues_an_edit(store)


async def test_what_was_surely_refused_or_given_up_was_not_told(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=[a_delivery(1)]))
    claim = await store.claim("slack:news", NOON)
    assert claim
    await store.refused(claim, NOON, "429", NOON + MINUTE)
    assert not await queues_an_edit(store)
    again = await store.claim("slack:news", NOON + MINUTE)
    assert again
    await store.dead(again, NOON + MINUTE, "channel_not_found")
    assert not await queues_an_edit(store)


async def test_the_news_of_an_edit_is_not_what_first_told_of_an_article(store: Store) -> None:
    await store.enqueue([an_edit()])
    await send(store)
    assert await store.alerted("nk", ["a1"]) == {}
