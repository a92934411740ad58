"""The contract of every store: nobody is sent more than their provider takes, whoever asks."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from notifiers.port import Limits, Rate
from tests.store.contract import DAY, NOON, SECOND, Backend, a_delivery
from watcher.store.port import Store

BOT = Rate("telegram:42", 5, 1.0)


def to(chat: int) -> str:
    return f"telegram:{chat}"


def limits(chat: int) -> Limits:
    return Limits(own=(Rate(f"telegram:42:{chat}", 1, 1.0),), account=BOT)


async def taken(store: Store, chats: range, now: datetime) -> list[int]:
    """Claim and settle for each chat that is due; return those that had a place, in order."""
    return [chat for _, chat in await served(store, chats, now)]


async def served(store: Store, chats: range, now: datetime) -> list[tuple[datetime, int]]:
    """Do the same; return also from when each has its place."""
    found = []
    for destination in await store.due_destinations(now):
        chat = int(destination.removeprefix("telegram:"))
        if chat in chats and (claim := await store.claim(destination, now, limits(chat))):
            assert claim.delivery.claimed_at
            await store.sent(claim, now, "")
            found.append((claim.delivery.claimed_at, chat))
    return found


async def test_a_chat_and_its_bot_take_no_more_than_their_limits_and_nobody_starves(store: Store) -> None:
    chats = range(12)
    await store.enqueue([a_delivery(number, to(chat)) for number in range(3) for chat in chats])
    sent: list[tuple[datetime, int]] = []
    now = NOON
    while now < NOON + timedelta(minutes=1):
        sent += await served(store, chats, now)
        due = await store.next_due()
        if due is None:
            break
        now = max(now + timedelta(milliseconds=10), due)
    assert len(sent) == 36
    for moment, chat in sent:
        within = [one for at, one in sent if timedelta(0) <= at - moment < SECOND]
        assert len(within) <= 5
        assert within.count(chat) == 1
    # Nobody could be done before the seventh second, with five each second.
    assert now - NOON < timedelta(seconds=7 * 1.05)
    assert {chat for _, chat in sent[:12]} == set(chats)


async def test_what_waits_for_its_turn_is_not_due_before_it(store: Store) -> None:
    await store.enqueue([a_delivery(number, to(7)) for number in range(2)])
    assert await taken(store, range(9), NOON) == [7]
    assert await store.claim(to(7), NOON, limits(7)) is None
    assert await store.due_destinations(NOON) == ()
    assert await store.next_due() == NOON + SECOND
    assert await store.claim(to(7), NOON + SECOND, limits(7)) is not None


async def test_of_many_that_ask_at_once_as_many_pass_as_have_a_place(store: Store) -> None:
    await store.enqueue([a_delivery(1, to(chat)) for chat in range(20)])
    asked = await asyncio.gather(*(store.claim(to(chat), NOON, limits(chat)) for chat in range(20)))
    assert sum(claim is not None for claim in asked) == 5


async def test_what_was_sent_counts_after_a_crash(store: Store, backend: Backend) -> None:
    await store.enqueue([a_delivery(number, to(7)) for number in range(2)])
    await taken(store, range(9), NOON)
    survivor = await backend.crash()
    assert await survivor.claim(to(7), NOON, limits(7)) is None
    await survivor.close()


async def test_a_closed_gate_stays_closed_across_a_crash_and_then_lets_one_try(
    store: Store, backend: Backend
) -> None:
    await store.enqueue([a_delivery(1, to(chat)) for chat in range(4)])
    await store.close_gate(BOT.key, NOON, NOON + 10 * SECOND)
    survivor = await backend.crash()
    assert await taken(survivor, range(4), NOON) == []
    later = NOON + 30 * SECOND
    asked = [await survivor.claim(to(chat), later, limits(chat)) for chat in range(4)]
    (probe,) = [claim for claim in asked if claim]
    await survivor.sent(probe, later, "")
    assert len(await taken(survivor, range(4), later + 3 * SECOND)) == 3
    await survivor.close()


async def test_a_failed_try_leaves_it_closed(store: Store) -> None:
    await store.enqueue([a_delivery(1, to(chat)) for chat in range(4)])
    await store.close_gate(BOT.key, NOON, NOON + SECOND)
    later = NOON + 2 * SECOND
    probe = await store.claim(to(0), later, limits(0))
    assert probe is not None
    await store.refused(probe, later, "no route to host", later + SECOND)
    await store.close_gate(BOT.key, later, later + 10 * SECOND)
    assert await taken(store, range(4), later + 5 * SECOND) == []


async def test_gates_are_forgotten_with_age(store: Store) -> None:
    await store.enqueue([a_delivery(1, to(7))])
    await store.close_gate(BOT.key, NOON, NOON + 10 * SECOND)
    await store.prune(NOON + DAY)
    assert await taken(store, range(9), NOON) == [7]
