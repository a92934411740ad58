"""Operators hear once of a destination that fails and of what was given up, and when it is over."""

from __future__ import annotations

from notifiers.port import Refused, Rejected
from tests.loops.conftest import World, watch
from watcher.models import Delivery, Entry, Event, State


async def queue(world: World, to: str, *numbers: int) -> None:
    entries = (Entry(source="news", article="a"),)
    await world.store.enqueue(
        [
            Delivery(
                id=f"{n}:{to}",
                event=Event.ALERT,
                destination=to,
                entries=entries,
                created_at=world.clock.now,
            )
            for n in numbers
        ]
    )


async def lived(world: World, minutes: int) -> list[str]:
    """Let so many minutes pass, a look each; return what operators were told in them."""
    before = len(world.channel.bodies("ops"))
    for _ in range(minutes):
        await world.deliverer.flush()
        await world.failing.look()
        await world.deliverer.flush()
        world.clock.forward(minutes=1)
    return world.channel.bodies("ops")[before:]


async def test_a_destination_that_fails_is_told_once_and_again_when_it_is_over(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "desk", 1, 2, 3)
    world.channel.script["desk"] = [Refused("503")] * 1_000  # until it is cleared, whatever the dice say
    (told,) = await lived(world, 30)
    assert "desk takes nothing since 2026-03-02 09:00 UTC: 503" in told
    assert "3 wait" in told
    assert await lived(world, 20) == []
    world.channel.script.clear()
    (over,) = await lived(world, 60)
    assert "desk takes messages again" in over
    assert await world.store.failing() == ()


async def test_a_hiccup_is_told_to_nobody(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "desk", 1)
    world.channel.script["desk"] = [Refused("503")] * 3
    assert await lived(world, 20) == []
    assert (await states(world)) == {State.SENT}


async def test_dead_letters_are_told_together_by_destination_and_reason(world: World) -> None:
    await world.wire([watch("x", "desk", "me")])
    await queue(world, "desk", *range(40))
    await queue(world, "me", 1)
    closed: list[Exception | None] = [Rejected("channel_not_found", gone=True)] * 39
    world.channel.script["desk"] = [*closed, Rejected("too long")]
    world.channel.script["me"] = [Rejected("channel_not_found")]
    told = await lived(world, 30)
    assert len(told) == 3
    many = next(text for text in told if "39 deliveries to desk were given up: channel_not_found" in text)
    assert "watcher outbox retry --destination 'desk'" in many
    for number in range(40):
        await world.store.revive(f"{number}:desk", world.clock.now)
    assert await lived(world, 5) == []
    assert State.DEAD in await states(world)


async def test_what_died_again_after_a_retry_is_told_again(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "desk", 1)
    world.channel.script["desk"] = [Rejected("channel_not_found")] * 2
    assert len(await lived(world, 3)) == 1
    await world.store.revive("1:desk", world.clock.now)
    await world.failing.look()
    assert len(await lived(world, 3)) == 1


async def test_of_a_chat_that_left_it_is_said_that_nothing_more_is_sent(world: World) -> None:
    await world.wire([watch("x")])
    await world.book.chat_seen("telegram:7", "Ada", world.clock.now)
    await queue(world, "telegram:7", 1)
    world.channel.script["7"] = [Rejected("blocked", gone=True)]
    left, given_up = await lived(world, 3)
    assert "I cannot write to “Ada” any more: blocked" in left
    assert "Nothing more is sent there until it asks again" in given_up


async def states(world: World) -> set[State]:
    return {row.state for row in await world.store.deliveries() if row.event is Event.ALERT}
