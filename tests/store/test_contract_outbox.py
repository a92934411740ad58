"""The contract of every store: queueing, claims and what becomes of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.store.contract import (
    DAY,
    MINUTE,
    NOON,
    SECOND,
    Backend,
    a_delivery,
    a_poll,
    an_article,
    send,
    states,
)
from watcher.models import Delivery, Entry, Event, State
from watcher.store.port import Claim, Queue, Store


async def claimed(store: Store, destination: str = "slack:news") -> Claim:
    claim = await store.claim(destination, NOON)
    assert claim is not None
    return claim


async def only(store: Store, state: State) -> object:
    (delivery,) = await store.deliveries(state)
    return delivery


# --- queueing


async def test_a_delivery_comes_back_as_it_was_queued(store: Store) -> None:
    delivery = a_delivery(
        1,
        event=Event.NOTICE,
        text="The source is silent: 5 polls failed.",
        entries=(Entry(source="nk", article="a1"), Entry(source="nk2", article="a2", watches=(7,))),
        state=State.HELD,
        not_before=NOON + MINUTE,
    )
    assert await store.enqueue([delivery]) == (delivery,)
    assert await store.deliveries() == (delivery,)


async def test_an_id_is_queued_once_whatever_became_of_it(store: Store) -> None:
    assert await store.enqueue([a_delivery(1), a_delivery(1), a_delivery(2)]) == (
        a_delivery(1),
        a_delivery(2),
    )
    assert await store.enqueue([a_delivery(1)]) == ()
    await send(store)
    assert await store.enqueue([a_delivery(1)]) == ()
    assert len(await store.deliveries()) == 2


async def test_deliveries_are_listed_newest_first_by_state_and_up_to_a_limit(store: Store) -> None:
    await store.enqueue([a_delivery(number) for number in range(5)])
    await send(store)
    ids = [a_delivery(number).id for number in range(5)]
    assert [delivery.id for delivery in await store.deliveries()] == ids[::-1]
    assert [delivery.id for delivery in await store.deliveries(limit=2)] == [ids[4], ids[3]]
    assert [delivery.id for delivery in await store.deliveries(State.PENDING, limit=2)] == [ids[4], ids[3]]
    assert [delivery.id for delivery in await store.deliveries(State.SENT)] == [ids[0]]
    assert await store.deliveries(State.DEAD) == ()


# --- what is due


async def test_nothing_is_due_in_an_empty_outbox(store: Store) -> None:
    assert await store.due_destinations(NOON) == ()
    assert await store.next_due() is None
    assert await store.claim("slack:news", NOON) is None


async def test_destinations_are_due_in_the_order_of_their_oldest_delivery(store: Store) -> None:
    await store.enqueue([a_delivery(1, to) for to in ("b", "a", "c")])
    await store.enqueue([a_delivery(2, "a")])
    assert await store.due_destinations(NOON) == ("b", "a", "c")
    assert await store.due_destinations(NOON, limit=2) == ("b", "a")
    await send(store, "b")
    await send(store, "a")
    assert await store.due_destinations(NOON) == ("c", "a")


async def test_held_and_settled_deliveries_are_never_due(store: Store) -> None:
    await store.enqueue([a_delivery(1, state=State.HELD), a_delivery(2, "b")])
    await store.dead(await claimed(store, "b"), NOON, "gone")
    assert await store.due_destinations(NOON + DAY) == ()
    assert await store.next_due() is None


async def test_a_delivery_for_later_is_due_at_its_time(store: Store) -> None:
    await store.enqueue([a_delivery(1, not_before=NOON + MINUTE)])
    assert await store.due_destinations(NOON) == ()
    assert await store.claim("slack:news", NOON + MINUTE - SECOND) is None
    assert await store.next_due() == NOON + MINUTE
    assert await store.due_destinations(NOON + MINUTE) == ("slack:news",)
    assert await send(store, at=NOON + MINUTE) == a_delivery(1).id


async def test_a_delivery_for_later_lets_younger_ones_pass_until_its_time(store: Store) -> None:
    await store.enqueue([a_delivery(1, not_before=NOON + MINUTE), *(a_delivery(n) for n in (2, 3))])
    assert await send(store) == a_delivery(2).id
    assert await send(store, at=NOON + MINUTE) == a_delivery(1).id
    assert await send(store, at=NOON + MINUTE) == a_delivery(3).id


async def test_next_due_is_the_earliest_of_all_destinations(store: Store) -> None:
    await store.enqueue([a_delivery(1, to, not_before=NOON + n * MINUTE) for n, to in ((3, "a"), (2, "b"))])
    assert await store.next_due() == NOON + 2 * MINUTE
    await store.enqueue([a_delivery(1, "c", at=NOON)])
    assert await store.next_due() == NOON


async def test_a_clock_set_back_makes_nothing_wait(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    assert await store.due_destinations(NOON - DAY) == ("slack:news",)
    assert await send(store, at=NOON - DAY) == a_delivery(1).id


# --- claims


async def test_a_claim_takes_the_oldest_with_its_articles(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2)))
    both = tuple(Entry(source="nk", article=article) for article in ("a2", "a1"))
    await store.enqueue([a_delivery(1, entries=both), a_delivery(2)])
    claim = await claimed(store)
    assert claim.delivery == a_delivery(
        1, entries=both, state=State.SENDING, fence=1, attempts=1, claimed_at=NOON
    )
    assert [stored.article for stored in claim.articles] == [an_article(2), an_article(1)]
    assert await only(store, State.SENDING) == claim.delivery


async def test_one_destination_sends_one_at_a_time_and_others_are_free(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2), a_delivery(1, "b")])
    claim = await claimed(store)
    assert await store.claim("slack:news", NOON) is None
    assert await store.due_destinations(NOON) == ("b",)
    assert await send(store, "b")
    assert await store.next_due() is None
    await store.sent(claim, NOON, "")
    assert await send(store) == a_delivery(2).id


async def test_of_many_claims_at_once_one_wins(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    claims = await asyncio.gather(*(store.claim("slack:news", NOON) for _ in range(50)))
    assert [claim.delivery.id for claim in claims if claim] == [a_delivery(1).id]


# --- outcomes


async def test_sent_settles_with_the_receipt(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    claim = await claimed(store)
    assert await store.sent(claim, NOON + SECOND, "ts-1")
    assert await only(store, State.SENT) == replace(
        claim.delivery, state=State.SENT, receipt="ts-1", settled_at=NOON + SECOND
    )


async def test_dead_settles_with_the_reason_and_frees_the_lane(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    claim = await claimed(store)
    assert await store.dead(claim, NOON + SECOND, "channel_not_found")
    assert await only(store, State.DEAD) == replace(
        claim.delivery, state=State.DEAD, error="channel_not_found", settled_at=NOON + SECOND
    )
    assert await send(store) == a_delivery(2).id


@pytest.mark.parametrize("outcome", ["refused", "unknown"])
async def test_what_is_put_back_holds_its_destination_until_the_retry(store: Store, outcome: str) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2), a_delivery(1, "b")])
    assert await getattr(store, outcome)(await claimed(store), NOON, "HTTP 429", NOON + MINUTE)
    assert await store.due_destinations(NOON) == ("b",)
    assert await store.claim("slack:news", NOON + MINUTE - SECOND) is None
    await send(store, "b")
    assert await store.next_due() == NOON + MINUTE
    await store.enqueue([a_delivery(3)])
    assert await store.due_destinations(NOON + MINUTE - SECOND) == ()
    assert await store.due_destinations(NOON + MINUTE) == ("slack:news",)
    sent = [await send(store, at=NOON + MINUTE) for _ in range(3)]
    assert sent == [a_delivery(number).id for number in (1, 2, 3)]


@pytest.mark.parametrize(("outcome", "maybe_dup"), [("refused", False), ("unknown", True)])
async def test_what_is_put_back_says_why_and_whether_it_may_have_arrived(
    store: Store, outcome: str, maybe_dup: bool
) -> None:
    await store.enqueue([a_delivery(1)])
    await getattr(store, outcome)(await claimed(store), NOON, "no answer", NOON + MINUTE)
    (waiting,) = await store.deliveries(State.PENDING)
    assert (waiting.error, waiting.maybe_dup, waiting.not_before) == ("no answer", maybe_dup, NOON + MINUTE)
    assert (waiting.attempts, waiting.fence, waiting.claimed_at) == (1, 1, None)
    again = await store.claim("slack:news", NOON + MINUTE)
    assert again is not None
    assert (again.delivery.attempts, again.delivery.fence) == (2, 2)
    assert again.delivery.maybe_dup == maybe_dup


async def test_a_refusal_after_an_unknown_outcome_keeps_the_mark(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    await store.unknown(await claimed(store), NOON, "no answer", NOON)
    await store.refused(await claimed(store), NOON, "HTTP 429", NOON)
    assert (await claimed(store)).delivery.maybe_dup


async def test_a_destination_stays_held_back_across_a_crash(store: Store, backend: Backend) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await store.refused(await claimed(store), NOON, "HTTP 429", NOON + MINUTE)
    survivor = await backend.crash()
    assert await survivor.claim("slack:news", NOON + SECOND) is None
    assert await send(survivor, at=NOON + MINUTE) == a_delivery(1).id
    await survivor.close()


async def test_sent_lifts_what_held_the_destination_back(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await store.refused(await claimed(store), NOON, "HTTP 429", NOON + MINUTE)
    await send(store, at=NOON + MINUTE)
    assert await store.due_destinations(NOON) == ("slack:news",)


# --- fences


@pytest.mark.parametrize("outcome", ["sent", "refused", "unknown", "dead"])
async def test_a_claim_whose_fence_has_gone_changes_nothing(store: Store, outcome: str) -> None:
    await store.enqueue([a_delivery(1)])
    stale = await claimed(store)
    (current,) = await store.orphans(NOON + SECOND)
    before = await store.deliveries()
    rest = {
        "sent": ("receipt",),
        "refused": ("error", NOON + MINUTE),
        "unknown": ("error", NOON + MINUTE),
        "dead": ("reason",),
    }[outcome]
    assert not await getattr(store, outcome)(stale, NOON, *rest)
    assert await store.deliveries() == before
    assert await getattr(store, outcome)(current, NOON, *rest)


async def test_a_claim_settles_once(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    claim = await claimed(store)
    assert await store.sent(claim, NOON, "first")
    assert not await store.sent(claim, NOON, "second")
    assert not await store.dead(claim, NOON, "late")
    assert [delivery.receipt for delivery in await store.deliveries(State.SENT)] == ["first"]


async def test_a_claim_put_back_and_taken_again_is_the_new_owners(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    first = await claimed(store)
    await store.refused(first, NOON, "HTTP 429", NOON)
    second = await claimed(store)
    assert not await store.sent(first, NOON, "late")
    assert await store.sent(second, NOON, "on time")


# --- orphans


async def test_orphans_are_those_claimed_before_and_keep_everything_but_the_fence(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.enqueue([a_delivery(1), a_delivery(1, "b")])
    left = await claimed(store)
    await store.claim("b", NOON + MINUTE)
    assert await store.orphans(NOON) == ()
    (orphan,) = await store.orphans(NOON + MINUTE)
    assert orphan.delivery == replace(left.delivery, fence=2)
    assert orphan.articles == left.articles
    assert len(orphan.articles) == 1


async def test_what_a_dead_process_was_sending_is_an_orphan_at_once(store: Store, backend: Backend) -> None:
    await store.enqueue([a_delivery(1)])
    await claimed(store)
    assert await store.orphans(NOON) == ()
    survivor = await backend.crash()
    (orphan,) = await survivor.orphans(NOON)
    assert await survivor.sent(orphan, NOON, "")
    assert await survivor.orphans(NOON) == ()
    await survivor.close()


async def test_an_orphan_blocks_its_destination_until_it_is_settled(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await claimed(store)
    (orphan,) = await store.orphans(NOON + SECOND)
    assert await store.claim("slack:news", NOON) is None
    await store.unknown(orphan, NOON, "its sender died", NOON)
    again = await claimed(store)
    assert (again.delivery.id, again.delivery.maybe_dup) == (a_delivery(1).id, True)


async def test_an_orphan_whose_new_owner_dies_too_is_taken_over_again(store: Store) -> None:
    await store.enqueue([a_delivery(1)])
    await claimed(store)
    (first,) = await store.orphans(NOON + SECOND)
    (second,) = await store.orphans(NOON + SECOND)
    assert second.delivery.fence == first.delivery.fence + 1
    assert not await store.sent(first, NOON, "")
    assert await store.sent(second, NOON, "")


async def test_a_claim_outlives_a_crash_as_an_orphan(store: Store, backend: Backend) -> None:
    await store.enqueue([a_delivery(1)])
    await claimed(store)
    survivor = await backend.crash()
    assert await survivor.claim("slack:news", NOON + DAY) is None
    assert [orphan.delivery.id for orphan in await survivor.orphans(NOON + SECOND)] == [a_delivery(1).id]
    await survivor.close()


async def test_a_settled_delivery_stays_settled_across_a_crash(store: Store, backend: Backend) -> None:
    await store.enqueue([a_delivery(1)])
    await send(store)
    survivor = await backend.crash()
    assert await states(survivor) == {a_delivery(1).id: State.SENT}
    assert await survivor.due_destinations(NOON + DAY) == ()
    await survivor.close()


# --- what comes back


async def test_what_was_sent_and_comes_back_is_a_dead_letter(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1), a_delivery(2)]))
    for receipt in ("<1@a.example>", ""):
        assert await store.sent(await claimed(store), NOON, receipt)
    returned = await store.returned("<1@a.example>", NOON + DAY, "5.1.1 no such user")
    assert returned is not None
    assert (returned.id, returned.state) == (a_delivery(1).id, State.DEAD)
    assert (returned.settled_at, returned.error) == (NOON + DAY, "5.1.1 no such user")
    again = await store.returned("<1@a.example>", NOON + 2 * DAY, "another reason")
    assert again == returned
    assert await store.returned("<2@a.example>", NOON, "") is None
    assert await store.returned("", NOON, "") is None
    (dead,) = await store.dead_letters()
    assert (dead.destination, dead.reason, dead.number) == ("slack:news", "5.1.1 no such user", 1)
    assert await store.due_destinations(NOON + DAY) == ()
    assert await store.revive(returned.id, NOON)
    assert await store.returned("<1@a.example>", NOON, "") is None
    claim = await store.claim("slack:news", NOON + DAY)
    assert claim is not None
    assert len(claim.articles) == 1


# --- dead letters


async def test_a_dead_letter_revived_is_sent_at_its_old_place(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await store.dead(await claimed(store), NOON, "channel_not_found")
    assert await store.revive(a_delivery(1).id, NOON + DAY)
    claim = await store.claim("slack:news", NOON + DAY)
    assert claim is not None
    assert claim.delivery.id == a_delivery(1).id
    assert (claim.delivery.attempts, claim.delivery.fence, claim.delivery.settled_at) == (1, 2, None)
    assert len(claim.articles) == 1


async def test_only_dead_letters_can_be_revived(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await send(store)
    assert not await store.revive(a_delivery(1).id, NOON)
    assert not await store.revive(a_delivery(2).id, NOON)
    assert not await store.revive("alert:none", NOON)
    assert await states(store) == {a_delivery(1).id: State.SENT, a_delivery(2).id: State.PENDING}


# --- a person's word


@pytest.mark.parametrize("state", [State.HELD, State.PENDING, State.DEAD])
async def test_what_waits_or_was_given_up_can_be_dropped(store: Store, state: State) -> None:
    first = State.HELD if state is State.HELD else State.PENDING
    await store.enqueue([a_delivery(1, state=first, reason="a limit"), a_delivery(2)])
    if state is State.DEAD:
        await store.dead(await claimed(store), NOON, "channel_not_found")
    assert await store.drop(a_delivery(1).id, NOON + MINUTE, "no longer wanted")
    dropped = await only(store, State.DROPPED)
    assert isinstance(dropped, Delivery)
    assert (dropped.settled_at, dropped.error, dropped.reason) == (
        NOON + MINUTE,
        "no longer wanted",
        "a limit",
    )
    assert [await send(store), await send(store)] == [a_delivery(2).id, None]
    assert await store.holding() == {}
    assert not await store.revive(a_delivery(1).id, NOON)


async def test_what_left_or_is_being_sent_cannot_be_dropped(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2)])
    await send(store)
    claim = await claimed(store)
    assert not await store.drop(a_delivery(1).id, NOON, "")
    assert not await store.drop(claim.delivery.id, NOON, "")
    assert not await store.drop("alert:none", NOON, "")
    assert await store.sent(claim, NOON, "receipt")
    assert set((await states(store)).values()) == {State.SENT}


async def test_a_dropped_alert_told_nobody_and_stays_queued_never(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    await store.drop(a_delivery(1).id, NOON, "")
    assert await store.alerted("nk", ["a1"]) == {}
    assert await store.enqueue([a_delivery(1)]) == ()


async def test_deliveries_are_listed_by_destination_too(store: Store) -> None:
    await store.enqueue([a_delivery(1), a_delivery(2, "mail"), a_delivery(3), a_delivery(4)])
    await send(store)
    found = await store.deliveries(destination="slack:news", limit=2)
    assert [one.id for one in found] == [a_delivery(4).id, a_delivery(3).id]
    found = await store.deliveries(State.PENDING, destination="slack:news", limit=1)
    assert [one.id for one in found] == [a_delivery(4).id]
    assert await store.deliveries(State.SENT, destination="mail") == ()


async def test_a_delivery_is_looked_at_with_its_articles(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    kept = await store.delivery(a_delivery(1).id)
    assert kept is not None
    assert kept.delivery == a_delivery(1)
    assert [stored.article.id for stored in kept.articles] == ["a1"]
    assert await store.delivery("alert:none") is None


async def test_queues_tell_what_waits_for_whom_and_why(store: Store) -> None:
    await store.enqueue(
        [
            a_delivery(1, "a"),
            a_delivery(2, "a", not_before=NOON + DAY),
            a_delivery(3, "b", state=State.HELD),
            a_delivery(4, "c"),
            a_delivery(5, "d"),
            a_delivery(6, "e"),
        ]
    )
    await store.refused(await claimed(store, "a"), NOON, "busy", NOON + MINUTE)
    await store.dead(await claimed(store, "c"), NOON, "gone")
    await claimed(store, "d")
    await send(store, "e")
    assert await store.queues() == (
        Queue(destination="a", pending=2, waiting_since=NOON, next_try=NOON + MINUTE, error="busy"),
        Queue(destination="b", held=1),
        Queue(destination="c", dead=1),
        Queue(destination="d", sending=1),
    )
