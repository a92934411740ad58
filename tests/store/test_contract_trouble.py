"""The contract of every store: what fails, and what was given up."""

from __future__ import annotations

from tests.store.contract import DAY, MINUTE, NOON, SECOND, a_delivery
from watcher.models import Event
from watcher.store.port import Dead, Failing, Store


async def test_a_destination_fails_from_its_first_refusal_until_something_is_taken(store: Store) -> None:
    await store.enqueue([a_delivery(number) for number in range(3)])
    for number in range(2):
        claim = await store.claim("slack:news", NOON + number * MINUTE)
        assert claim is not None
        await store.refused(claim, NOON + number * MINUTE, f"HTTP 50{number}", NOON + number * MINUTE)
    wanted = Failing(destination="slack:news", since=NOON, failures=2, error="HTTP 501", waiting=3)
    assert await store.failing() == (wanted,)
    claim = await store.claim("slack:news", NOON + DAY)
    assert claim is not None
    assert await store.failing() == (wanted,)
    await store.sent(claim, NOON + DAY, "")
    assert await store.failing() == ()


async def test_the_longest_failing_come_first(store: Store) -> None:
    await store.enqueue([a_delivery(1, to) for to in ("b", "a", "c")])
    for number, to in enumerate(("c", "a", "b")):
        claim = await store.claim(to, NOON)
        assert claim is not None
        await store.unknown(claim, NOON + number * SECOND, "no answer", NOON + DAY)
    assert [one.destination for one in await store.failing(2)] == ["c", "a"]


async def test_dead_letters_are_counted_by_destination_and_reason_without_notices(store: Store) -> None:
    await store.enqueue([*(a_delivery(n) for n in range(3)), a_delivery(4, "b", event=Event.NOTICE)])
    for number, (to, reason) in enumerate(
        [("slack:news", "gone"), ("slack:news", "too long"), ("slack:news", "gone"), ("b", "gone")]
    ):
        claim = await store.claim(to, NOON)
        assert claim is not None
        await store.dead(claim, NOON + number * MINUTE, reason)
    assert await store.dead_letters() == (
        Dead(destination="slack:news", reason="gone", number=2, first=NOON, last=NOON + 2 * MINUTE),
        Dead(
            destination="slack:news",
            reason="too long",
            number=1,
            first=NOON + MINUTE,
            last=NOON + MINUTE,
        ),
    )
