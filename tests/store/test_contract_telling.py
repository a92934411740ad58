"""The contract of every store: who was told of which article."""

from __future__ import annotations

from tests.store.contract import MINUTE, NOON, Backend, a_delivery, a_poll, an_article, send
from watcher.models import Entry, Event, State
from watcher.store.port import Store


async def test_nobody_was_told_of_what_is_unknown_or_waits_to_be_sent(store: Store) -> None:
    await store.commit_poll(
        a_poll(
            an_article(1),
            an_article(2),
            deliveries=[a_delivery(1), a_delivery(2, state=State.HELD)],
        )
    )
    assert await store.alerted("nk", ["a1", "a2", "a3"]) == {}
    assert await store.alerted("nk", []) == {}


async def test_who_got_an_alert_was_told_and_for_which_watches(store: Store, backend: Backend) -> None:
    deliveries = [a_delivery(1), a_delivery(1, "email:me"), a_delivery(2), a_delivery(1, "late")]
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=deliveries))
    await send(store)
    await send(store, "email:me")
    survivor = await backend.crash()
    told = {"a1": {"slack:news": (1, 2), "email:me": (1, 2)}}
    assert await survivor.alerted("nk", ["a1", "a2"]) == told
    assert await survivor.alerted("other", ["a1"]) == {}
    await survivor.close()


async def test_a_digest_tells_of_its_articles_once_it_is_sent(store: Store) -> None:
    held = [
        a_delivery(1, state=State.HELD),
        a_delivery(2, state=State.HELD, entries=(Entry(source="nk", article="a2", watches=(7,)),)),
    ]
    await store.commit_poll(a_poll(an_article(1), an_article(2), deliveries=held))
    await store.cut_digest("slack:news", "2026-11-22T13:00", NOON + MINUTE)
    assert await store.alerted("nk", ["a1", "a2"]) == {}
    await send(store, at=NOON + MINUTE)
    assert await store.alerted("nk", ["a1", "a2"]) == {
        "a1": {"slack:news": (1, 2)},
        "a2": {"slack:news": (7,)},
    }


async def test_what_is_being_sent_or_may_have_arrived_counts_as_told(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    claim = await store.claim("slack:news", NOON)
    assert claim
    assert "a1" in await store.alerted("nk", ["a1"])
    await store.unknown(claim, NOON, "no answer", NOON + MINUTE)
    assert "a1" in await store.alerted("nk", ["a1"])


async def test_what_was_surely_refused_was_not_told(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    claim = await store.claim("slack:news", NOON)
    assert claim
    await store.refused(claim, NOON, "429", NOON + MINUTE)
    assert await store.alerted("nk", ["a1"]) == {}
    again = await store.claim("slack:news", NOON + MINUTE)
    assert again
    await store.dead(again, NOON + MINUTE, "channel_not_found")
    assert await store.alerted("nk", ["a1"]) == {}


async def test_the_news_of_an_edit_is_not_what_first_told_of_an_article(store: Store) -> None:
    edit = Entry(source="nk", article="a1", watches=(1,), before="Article one", after="Article 1")
    told = a_delivery(1, id="edited:a1", event=Event.EDITED, entries=(edit,))
    await store.commit_poll(a_poll(an_article(1), deliveries=[told]))
    (row,) = await store.deliveries()
    assert row.entries == (edit,)
    await send(store)
    assert await store.alerted("nk", ["a1"]) == {}
