"""The contract of every store: digests."""

from __future__ import annotations

from dataclasses import replace

from tests.store.contract import MINUTE, NOON, Backend, a_delivery, send, states
from watcher.models import Delivery, Event, State
from watcher.store.port import Store

SLOT = "2026-11-22T08:00"
DIGEST_ID = f"digest:slack:news:{SLOT}"


def held(number: int, destination: str = "slack:news") -> Delivery:
    return a_delivery(number, destination, at=NOON + number * MINUTE, state=State.HELD)


async def test_a_digest_gathers_all_that_is_held_in_order(store: Store) -> None:
    await store.enqueue([held(2), held(1), held(3)])
    digest = await store.cut_digest("slack:news", SLOT, NOON)
    assert digest == Delivery(
        id=DIGEST_ID,
        event=Event.DIGEST,
        destination="slack:news",
        entries=held(2).entries + held(1).entries + held(3).entries,
        created_at=NOON,
    )
    assert await store.deliveries(State.PENDING) == (digest,)
    assert await send(store) == DIGEST_ID


async def test_what_became_part_of_a_digest_is_settled(store: Store) -> None:
    await store.enqueue([held(1)])
    await store.cut_digest("slack:news", SLOT, NOON)
    (part,) = await store.deliveries(State.DIGESTED)
    assert (part.id, part.settled_at) == (held(1).id, NOON)
    assert await store.held_since("slack:news") is None


async def test_a_slot_is_cut_once(store: Store) -> None:
    await store.enqueue([held(1)])
    assert await store.cut_digest("slack:news", SLOT, NOON)
    await store.enqueue([held(2)])
    assert await store.cut_digest("slack:news", SLOT, NOON) is None
    assert (await states(store))[held(2).id] is State.HELD
    later = await store.cut_digest("slack:news", "2026-11-23T08:00", NOON)
    assert later is not None
    assert later.entries == held(2).entries


async def test_cutting_when_nothing_is_held_leaves_the_slot_open(store: Store) -> None:
    assert await store.cut_digest("slack:news", SLOT, NOON) is None
    assert await store.deliveries() == ()
    await store.enqueue([held(1)])
    assert await store.cut_digest("slack:news", SLOT, NOON) is not None


async def test_a_digest_is_of_one_destination(store: Store) -> None:
    await store.enqueue([held(1), held(2, "b"), a_delivery(3)])
    digest = await store.cut_digest("slack:news", SLOT, NOON)
    assert digest is not None
    assert digest.entries == held(1).entries
    assert await store.held_since("b") == held(2).created_at
    assert (await states(store))[a_delivery(3).id] is State.PENDING


async def test_held_since_is_the_time_of_the_first_queued(store: Store) -> None:
    assert await store.held_since("slack:news") is None
    await store.enqueue([held(1), held(2)])
    assert await store.held_since("slack:news") == held(1).created_at


async def test_what_waits_for_something_else_is_not_in_the_digest(store: Store) -> None:
    await store.enqueue([held(1), replace(held(2), hold="rest"), replace(held(3), hold="watch:3"), held(4)])
    assert await store.holding() == {"slack:news": {"", "rest", "watch:3"}}
    assert await store.held_since("slack:news", "rest") == held(2).created_at
    digest = await store.cut_digest("slack:news", SLOT, NOON)
    assert digest is not None
    assert digest.entries == held(1).entries + held(4).entries
    assert await store.held_since("slack:news") is None
    assert await store.cut_digest("slack:news", "again", NOON) is None
    later = await store.cut_digest("slack:news", "later", NOON, {"watch:3", "rest", "watch:9"})
    assert later is not None
    assert later.entries == held(2).entries + held(3).entries
    assert await store.holding() == {}


async def test_what_is_held_back_on_its_way_waits_as_if_it_had_been_queued_so(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    claim = await store.claim("slack:news", NOON)
    assert claim is not None
    assert await store.hold(claim, "rest", "paused")
    assert not await store.hold(claim, "rest", "paused")
    (waits,) = await store.deliveries(State.HELD)
    assert (waits.id, waits.hold, waits.reason, waits.claimed_at) == (
        a_delivery(1).id,
        "rest",
        "paused",
        None,
    )
    assert await send(store) == a_delivery(2).id
    digest = await store.cut_digest("slack:news", SLOT, NOON, ["rest"])
    assert digest is not None
    assert digest.entries == a_delivery(1).entries


async def test_a_cut_outlives_a_crash_whole(store: Store, backend: Backend) -> None:
    await store.enqueue([held(1), held(2)])
    await store.cut_digest("slack:news", SLOT, NOON)
    survivor = await backend.crash()
    assert await survivor.cut_digest("slack:news", SLOT, NOON) is None
    assert await states(survivor) == {
        held(1).id: State.DIGESTED,
        held(2).id: State.DIGESTED,
        DIGEST_ID: State.PENDING,
    }
    assert await send(survivor) == DIGEST_ID
    await survivor.close()
