"""A person with two destinations: an article comes by one of them, and always by one."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from notifiers.port import Refused, Rejected, Unknown
from tests.loops.conftest import World
from watcher.errors import StoreError
from watcher.models import DigestTime, State, Watch

CHAT = "telegram:7"


async def person(world: World, *, digests: dict[str, DigestTime] | None = None) -> None:
    """Ada wants gamma at her desk and by mail, delta by mail only."""
    watches = [
        Watch(id=0, owner="config", query="gamma", destinations=("desk", "mail")),
        Watch(id=0, owner="config", query="gamma -zeta", destinations=("mail",)),
        Watch(id=0, owner="config", query="delta", destinations=("mail",)),
    ]
    await world.wire(watches, instead_of={"mail": "desk"}, digests=digests)
    await world.poll()


async def publish(world: World, title: str) -> None:
    world.site.titles.insert(0, title)
    await world.poll()
    await world.deliverer.flush()


def told(world: World) -> dict[str, int]:
    return {to: len(world.channel.bodies(to)) for to in ("desk", "mail", "7")}


async def dead(world: World) -> list[str]:
    return [f"{one.destination}: {one.error}" for one in await world.store.deliveries(State.DEAD)]


async def test_what_both_ask_for_comes_by_the_preferred_one_with_all_watches(world: World) -> None:
    await person(world)

    await publish(world, "Gamma 1")
    assert told(world) == {"desk": 1, "mail": 0, "7": 0}
    (sent,) = await world.store.deliveries(State.SENT)
    assert len(sent.entries[0].watches) == 2

    await publish(world, "Delta 1")
    assert told(world) == {"desk": 1, "mail": 1, "7": 0}


async def test_a_way_that_is_closed_lets_the_other_have_it(world: World) -> None:
    await person(world)
    world.channel.script["desk"] = [Rejected("channel_not_found", gone=True)]

    await publish(world, "Gamma 1")
    await world.deliverer.flush()

    assert told(world) == {"desk": 0, "mail": 1, "7": 0}
    assert await dead(world) == ["desk: channel_not_found; sent to mail instead"]


async def test_a_way_that_takes_nothing_for_long_lets_the_other_have_it(world: World) -> None:
    await person(world)
    world.channel.script["desk"] = [Refused("not now")] * 3

    await publish(world, "Gamma 1")
    world.clock.forward(minutes=5)
    await world.deliverer.flush()
    assert told(world) == {"desk": 0, "mail": 0, "7": 0}
    world.clock.forward(minutes=6)
    await world.deliverer.flush()
    await world.deliverer.flush()

    assert told(world) == {"desk": 0, "mail": 1, "7": 0}
    assert await dead(world) == ["desk: not now; sent to mail instead"]


async def test_an_unknown_outcome_stays_where_it_is(world: World) -> None:
    await person(world)
    world.channel.script["desk"] = [Unknown("no answer")] * 3

    for _ in range(3):
        await publish(world, "Gamma 1")
        world.clock.forward(hours=1)
    await world.deliverer.flush()

    assert told(world) == {"desk": 1, "mail": 0, "7": 0}


async def test_where_both_ways_are_closed_both_are_told_as_dead(world: World) -> None:
    await person(world)
    for way in ("desk", "mail"):
        world.channel.script[way] = [Rejected("closed", gone=True)] * 3

    await publish(world, "Gamma 1")
    await world.deliverer.flush()

    assert sorted(await dead(world)) == ["desk: closed; sent to mail instead", "mail: closed"]


async def full(*_: object) -> None:
    raise StoreError("the disk is full")


async def test_dying_between_the_two_writes_costs_and_repeats_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await person(world)
    world.channel.script["desk"] = [Rejected("closed"), Rejected("closed")]
    with monkeypatch.context() as patch:
        patch.setattr(world.store, "dead", full)
        await publish(world, "Gamma 1")
    assert await dead(world) == []

    for claim in await world.store.orphans(world.clock.now + timedelta(hours=1)):
        await world.store.unknown(claim, world.clock.now, "its sender died", world.clock.now)
    await world.deliverer.flush()

    assert told(world) == {"desk": 0, "mail": 1, "7": 0}
    assert await dead(world) == ["desk: closed; sent to mail instead"]


async def test_a_way_that_is_open_now_comes_before_one_that_waits(world: World) -> None:
    await person(world, digests={"desk": DigestTime(at=time(8))})

    await publish(world, "Gamma 1")

    assert told(world) == {"desk": 0, "mail": 1, "7": 0}


async def test_a_chat_that_let_us_out_is_no_way(world: World) -> None:
    watches = [Watch(id=0, owner="config", query="gamma", destinations=(CHAT, "mail"))]
    await world.wire(watches, instead_of={"mail": CHAT}, digests={"mail": DigestTime(at=time(8))})
    await world.book.chat_seen(CHAT, "Ada", world.clock.now)
    await world.poll()
    await publish(world, "Gamma 1")
    assert told(world) == {"desk": 0, "mail": 0, "7": 1}

    await world.book.chat_left(CHAT, "blocked")
    await publish(world, "Gamma 2")

    held = await world.store.deliveries(State.HELD)
    assert [(one.destination, one.hold) for one in held] == [("mail", "")]
