"""The contract of every store: quotas, repeats and bursts, settled in the write that queues the alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.store.contract import MINUTE, NOON, Backend, a_delivery, a_poll, an_article, send, states
from watcher.models import Calm, Delivery, First, Quiet, Quota, State
from watcher.store.port import Store

DESK = "slack:news"
QUOTA = Quota(
    destination=DESK,
    subject="watch:3",
    day="2026-11-22",
    most=2,
    reason="over the 2 a day",
    remark="That was the last.",
)
SAME_AS_1 = First(delivery=a_delivery(1).id, article="a1", title="Article 1")


async def poll(
    store: Store,
    *alerts: Delivery,
    calm: Calm | None = None,
    bursts: dict[str, int] | None = None,
    at: datetime = NOON,
) -> tuple[Delivery, ...]:
    """Commit a poll that owes these alerts."""
    articles = [an_article(int(alert.entries[0].article[1:])) for alert in alerts]
    calms = {alert.id: calm for alert in alerts} if calm else {}
    quiet = Quiet(calms=calms, bursts=bursts or {})
    return await store.commit_poll(a_poll(*articles, deliveries=alerts, quiet=quiet, at=at))


async def row(store: Store, delivery_id: str) -> Delivery:
    return next(one for one in await store.deliveries(limit=1000) if one.id == delivery_id)


async def test_what_is_beyond_a_quota_is_held_and_says_why(store: Store) -> None:
    queued = await poll(store, *map(a_delivery, (1, 2, 3)), calm=Calm(some=(QUOTA,)))
    assert [one.state for one in queued] == [State.PENDING, State.PENDING, State.HELD]
    assert [one.remark for one in queued] == ["", "That was the last.", ""]
    assert (await row(store, a_delivery(3).id)).reason == "over the 2 a day"


async def test_a_quota_counts_over_polls_and_kills(store: Store, backend: Backend) -> None:
    await poll(store, a_delivery(1), calm=Calm(some=(QUOTA,)))
    survivor = await backend.crash()
    await poll(survivor, a_delivery(1), a_delivery(2), calm=Calm(some=(QUOTA,)))
    again = await backend.crash()
    (held,) = await poll(again, a_delivery(3), calm=Calm(some=(QUOTA,)))
    assert held.state is State.HELD
    assert (await row(again, a_delivery(2).id)).remark == "That was the last."
    await survivor.close()
    await again.close()


async def test_a_quota_begins_again_on_another_day(store: Store) -> None:
    await poll(store, a_delivery(1), a_delivery(2), calm=Calm(some=(QUOTA,)))
    tomorrow = replace(QUOTA, day="2026-11-23")
    (alert,) = await poll(store, a_delivery(3), calm=Calm(some=(tomorrow,)))
    assert alert.state is State.PENDING


async def test_quotas_are_of_one_destination(store: Store) -> None:
    other = replace(QUOTA, destination="b")
    await poll(store, a_delivery(1), a_delivery(2), calm=Calm(some=(QUOTA,)))
    (alert,) = await poll(store, a_delivery(3, "b"), calm=Calm(some=(other,)))
    assert alert.state is State.PENDING


async def test_a_chat_that_moves_takes_its_quotas_along(store: Store) -> None:
    await poll(store, a_delivery(1), a_delivery(2), calm=Calm(some=(QUOTA,)))
    await store.move_chat(DESK, "b")
    moved = replace(QUOTA, destination="b")
    (alert,) = await poll(store, a_delivery(3, "b"), calm=Calm(some=(moved,)))
    assert alert.state is State.HELD


async def test_a_repeat_goes_with_the_first_while_that_waits(store: Store) -> None:
    await poll(store, a_delivery(1))
    assert await poll(store, a_delivery(2), calm=Calm(firsts=(SAME_AS_1,))) == ()
    assert await states(store) == {a_delivery(1).id: State.PENDING, a_delivery(2).id: State.DIGESTED}
    claim = await store.claim(DESK, NOON)
    assert claim
    assert [stored.article.id for stored in claim.articles] == ["a1", "a2"]
    assert claim.delivery.entries[1].same_as == "a1"
    assert claim.delivery.entries[1].told == "Article 1"


async def test_a_repeat_is_held_once_the_first_was_sent(store: Store) -> None:
    await poll(store, a_delivery(1))
    await send(store)
    (held,) = await poll(store, a_delivery(2), calm=Calm(firsts=(SAME_AS_1,)))
    assert held.state is State.HELD
    assert held.same_as == a_delivery(1).id
    assert "Article 1" in held.reason


async def test_what_is_like_one_that_was_never_told_is_told(store: Store) -> None:
    await poll(store, a_delivery(1))
    claim = await store.claim(DESK, NOON)
    assert claim
    await store.dead(claim, NOON, "closed")
    stranger = First(delivery="alert:none", article="none", title="None")
    (alert,) = await poll(store, a_delivery(2), calm=Calm(firsts=(stranger, SAME_AS_1)))
    assert alert.state is State.PENDING


async def test_nothing_is_a_repeat_of_a_repeat(store: Store) -> None:
    await poll(store, a_delivery(1))
    await poll(store, a_delivery(2), calm=Calm(firsts=(SAME_AS_1,)))
    second = First(delivery=a_delivery(2).id, article="a2", title="Article 2")
    (alert,) = await poll(store, a_delivery(3), calm=Calm(firsts=(second,)))
    assert alert.state is State.PENDING


async def test_a_burst_becomes_one_delivery_of_all_its_articles(store: Store) -> None:
    alerts = [a_delivery(number) for number in (1, 2, 3)]
    (burst,) = await poll(store, *alerts, bursts={DESK: 2})
    claim = await store.claim(DESK, NOON)
    assert claim
    assert claim.delivery.id == burst.id
    assert [stored.article.id for stored in claim.articles] == ["a1", "a2", "a3"]
    assert [(await states(store))[alert.id] for alert in alerts] == [State.DIGESTED] * 3
    assert await store.alerted("nk", ["a2"]) == {"a2": {DESK: (1, 2)}}
    assert await poll(store, *alerts, bursts={DESK: 2}) == ()


async def test_no_more_than_the_bound_is_no_burst(store: Store) -> None:
    alerts = [a_delivery(1), a_delivery(2), a_delivery(3, "b")]
    assert await poll(store, *alerts, bursts={DESK: 2, "b": 2}) == tuple(alerts)


async def test_what_a_quota_holds_is_no_part_of_a_burst(store: Store) -> None:
    alerts = [a_delivery(number) for number in (1, 2, 3)]
    burst, held = await poll(store, *alerts, calm=Calm(some=(QUOTA,)), bursts={DESK: 1})
    assert [entry.article for entry in burst.entries] == ["a1", "a2"]
    assert burst.remark == "That was the last."
    assert held.state is State.HELD


async def test_a_claim_is_split_and_the_rest_comes_after_it(store: Store, backend: Backend) -> None:
    (burst,) = await poll(store, *map(a_delivery, (1, 2, 3, 4, 5)), bursts={DESK: 1})
    claim = await store.claim(DESK, NOON)
    assert claim
    kept = await store.split(claim, 2)
    assert kept
    assert [stored.article.id for stored in kept.articles] == ["a1", "a2"]
    survivor = await backend.crash()
    (orphan,) = await survivor.orphans(NOON + MINUTE)
    assert await survivor.sent(orphan, NOON, "")
    second = await survivor.claim(DESK, NOON)
    assert second
    rest = await survivor.split(second, 1)
    assert rest
    assert (rest.delivery.part, rest.delivery.entries[0].article) == (2, "a3")
    assert await survivor.sent(rest, NOON, "")
    third = await survivor.claim(DESK, NOON)
    assert third
    assert (third.delivery.part, len(third.articles)) == (3, 2)
    assert [one.id.removeprefix(burst.id) for one in (rest.delivery, third.delivery)] == ["#2", "#2#1"]
    await survivor.close()


async def test_a_claim_whose_fence_has_gone_is_not_split(store: Store) -> None:
    await poll(store, *map(a_delivery, (1, 2, 3)), bursts={DESK: 1})
    claim = await store.claim(DESK, NOON)
    assert claim
    await store.orphans(NOON + MINUTE)
    assert await store.split(claim, 1) is None
    assert len(await store.deliveries(State.PENDING)) == 0


async def test_who_has_something_held_is_known(store: Store) -> None:
    assert await store.holding() == {}
    held = [a_delivery(number, to, state=State.HELD) for number, to in ((1, "b"), (2, "a"), (3, "b"))]
    await store.enqueue([*held, a_delivery(4)])
    assert await store.holding() == {"a": {""}, "b": {""}}
    await store.cut_digest("b", "2026-11-22T08:00", NOON)
    assert await store.holding() == {"a": {""}}
