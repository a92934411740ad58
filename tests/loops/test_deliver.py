"""What leaves the outbox, in which order, and what happens when it is not taken."""

from __future__ import annotations

import asyncio

from notifiers.port import Limits, Moved, Rate, Refused, Rejected, Unknown
from tests.loops.conftest import World, watch
from watcher.models import Chat, Delivery, Event, State


def notice(number: int, to: str, world: World) -> Delivery:
    return Delivery(
        id=f"n{number}:{to}",
        event=Event.NOTICE,
        destination=to,
        text=f"news {number}",
        created_at=world.clock.now,
    )


async def queue(world: World, to: str, *numbers: int) -> None:
    await world.store.enqueue([notice(number, to, world) for number in numbers])


async def states(world: World) -> dict[str, State]:
    return {row.id: row.state for row in await world.store.deliveries()}


async def test_an_alert_is_rendered_and_sent_once(world: World) -> None:
    await world.wire([watch("gamma")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    await world.poll()
    await world.deliverer.flush()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")
    assert "Gamma three" in body
    assert "https://n.example/gamma-three" in body


async def test_a_destination_gets_its_deliveries_in_order_one_at_a_time(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "desk", *range(20))
    await world.deliverer.flush()
    bodies = world.channel.bodies("desk")
    assert [f"news {n}" in body for n, body in enumerate(bodies)] == [True] * 20
    assert world.channel.most_at_once == 1


async def test_what_is_refused_goes_later_and_keeps_its_place(world: World) -> None:
    await world.wire([watch("x")])
    world.channel.script["desk"] = [Refused("429", retry_after=60)]
    await queue(world, "desk", 1, 2)
    await world.deliverer.flush()
    assert world.channel.taken == []
    world.clock.forward(seconds=59)
    await world.deliverer.flush()
    assert world.channel.taken == []
    world.clock.forward(seconds=2)
    await world.deliverer.flush()
    assert ["news 1" in world.channel.bodies("desk")[0], "news 2" in world.channel.bodies("desk")[1]]
    assert set((await states(world)).values()) == {State.SENT}


async def test_what_is_rejected_becomes_a_dead_letter(world: World) -> None:
    await world.wire([watch("gamma")])
    await world.poll()
    world.site.titles.insert(0, "Gamma three")
    world.channel.script["desk"] = [Rejected("channel_not_found", gone=True)]
    await world.poll()
    await world.deliverer.flush()
    assert State.DEAD in (await states(world)).values()


async def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(world: World) -> None:
    await world.wire([watch("x")])
    world.channel.script["desk"] = [Unknown("no answer")]
    await queue(world, "desk", 1)
    await world.deliverer.flush()
    row = (await world.store.deliveries())[0]
    assert (row.state, row.maybe_dup) == (State.PENDING, True)
    world.clock.forward(seconds=10)
    await world.deliverer.flush()
    assert len(world.channel.taken) == 1
    world.clock.forward(seconds=10)
    row = (await world.store.deliveries())[0]
    assert (row.state, row.maybe_dup) == (State.SENT, True)


async def test_a_delivery_that_is_refused_for_a_week_is_given_up(world: World) -> None:
    await world.wire([watch("x")])
    world.channel.script["desk"] = [Refused("503")] * 3
    await queue(world, "desk", 1)
    await world.deliverer.flush()
    world.clock.forward(days=3)
    await world.deliverer.flush()
    assert (await states(world))["n1:desk"] is State.PENDING
    world.clock.forward(days=5)
    await world.deliverer.flush()
    row = (await world.store.deliveries(State.DEAD))[0]
    assert "given up after 3 attempts: 503" in row.error


async def test_a_destination_that_hangs_delays_no_other(world: World) -> None:
    await world.wire([watch("x", "desk", "me")])
    world.channel.hang.add("desk")
    await queue(world, "desk", 1)
    await queue(world, "me", 2, 3)
    flushing = asyncio.create_task(world.deliverer.flush())
    async with asyncio.timeout(0.4):
        while len(world.channel.bodies("me")) < 2:
            await asyncio.sleep(0.01)
    await flushing
    row = next(r for r in await world.store.deliveries() if r.destination == "desk")
    assert (row.state, row.maybe_dup) == (State.PENDING, True)


async def test_what_was_cut_off_while_being_sent_goes_out_again_marked(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "desk", 1)
    assert await world.store.claim("desk", world.clock.now)
    world.clock.forward(seconds=1)
    assert await world.deliverer.recover(world.clock.now) == 1
    await world.deliverer.flush()
    row = (await world.store.deliveries())[0]
    assert (row.state, row.maybe_dup, row.attempts) == (State.SENT, True, 2)


async def test_a_chat_that_moved_is_rewritten_everywhere_and_gets_its_alert(world: World) -> None:
    await world.wire([watch("x")])
    await world.store.save_chat(Chat(id="telegram:7", created_at=world.clock.now))
    world.channel.script["7"] = [Moved("-1007", old="7")]
    await queue(world, "telegram:7", 1)
    await world.deliverer.flush()
    assert [chat.id for chat in await world.store.chats()] == ["telegram:-1007"]
    assert len(world.channel.bodies("-1007")) == 1


async def test_a_configured_destination_that_moved_gets_its_alert_and_the_operator_a_hint(
    world: World,
) -> None:
    await world.wire([watch("x", "desk")])
    world.channel.script["desk"] = [Moved("-1009", old="desk")]
    await queue(world, "desk", 1)
    await world.deliverer.flush()
    assert len(world.channel.bodies("-1009")) == 1
    assert "moved to -1009" in world.channel.bodies("ops")[0]


async def test_a_chat_that_closed_us_out_is_remembered_as_closed(world: World) -> None:
    await world.wire([watch("x")])
    await world.store.save_chat(Chat(id="telegram:7", created_at=world.clock.now))
    world.channel.script["7"] = [Rejected("bot was blocked by the user", gone=True)]
    await queue(world, "telegram:7", 1)
    await world.deliverer.flush()
    assert [chat.active for chat in await world.store.chats()] == [False]


async def test_a_destination_that_the_configuration_lost_leaves_a_dead_letter(world: World) -> None:
    await world.wire([watch("x")])
    await queue(world, "gone", 1)
    await world.deliverer.flush()
    assert "no such destination" in (await world.store.deliveries(State.DEAD))[0].error


async def test_an_unforeseen_error_loses_nothing(world: World) -> None:
    await world.wire([watch("x")])
    world.channel.script["desk"] = [ZeroDivisionError()]
    await queue(world, "desk", 1, 2)
    await world.deliverer.flush()
    world.clock.forward(minutes=1)
    await world.deliverer.flush()
    assert list((await states(world)).values()) == [State.SENT, State.SENT]


async def test_the_loop_sleeps_until_woken_and_stops_after_what_is_in_flight(world: World) -> None:
    await world.wire([watch("x")])
    running = asyncio.create_task(world.deliverer.run())
    await asyncio.sleep(0.05)
    await queue(world, "desk", 1)
    world.deliverer.wake()
    async with asyncio.timeout(5):
        while not world.channel.taken:
            await asyncio.sleep(0.01)
    running.cancel()
    await world.deliverer.drain(1)
    await asyncio.gather(running, return_exceptions=True)
    assert (await states(world))["n1:desk"] is State.SENT


async def test_the_loop_retries_by_itself_when_the_time_has_come(world: World) -> None:
    await world.wire([watch("x")])
    world.channel.script["desk"] = [Refused("429", retry_after=0.2)]
    await queue(world, "desk", 1)
    running = asyncio.create_task(world.deliverer.run())
    await asyncio.sleep(0.2)
    world.clock.forward(seconds=3)
    world.deliverer.wake()
    async with asyncio.timeout(5):
        while not world.channel.taken:
            await asyncio.sleep(0.01)
    running.cancel()
    await world.deliverer.drain(1)
    assert len(world.channel.taken) == 1


def paced(world: World, *names: str) -> Limits:
    """Let these destinations be one account's, without a rate of its own."""
    limits = Limits(account=Rate("bot"))
    world.channel.paces = dict.fromkeys(names, limits)
    return limits


async def test_an_account_that_cannot_be_reached_is_tried_by_one_and_then_serves_all(world: World) -> None:
    names = [f"d{number}" for number in range(12)]
    await world.wire([watch("x", *names)], lanes=2)
    paced(world, *names)
    world.channel.script = {name: [Refused("no route to host", account=True)] * 9 for name in names}
    for name in names:
        await queue(world, name, 1)
    for _ in range(20):
        await world.deliverer.flush()
        world.clock.forward(seconds=1)
    tried = 12 * 9 - sum(len(left) for left in world.channel.script.values())
    assert 3 <= tried <= 8
    world.channel.script = {}
    for _ in range(200):
        world.clock.forward(seconds=1)
        await world.deliverer.flush()
    assert len(world.channel.taken) == 12


async def test_an_account_that_hangs_leaves_lanes_to_the_others(world: World) -> None:
    hanging = [f"h{number}" for number in range(8)]
    await world.wire([watch("x", "desk", *hanging)], lanes=4)
    paced(world, *hanging)
    world.channel.hang |= set(hanging)
    for name in [*hanging, "desk"]:
        await queue(world, name, 1)
    flushing = asyncio.create_task(world.deliverer.flush())
    async with asyncio.timeout(0.4):
        while not world.channel.bodies("desk"):
            await asyncio.sleep(0.01)
    flushing.cancel()
    await asyncio.gather(flushing, return_exceptions=True)
    await world.deliverer.drain(0)


async def test_a_topic_that_moved_with_its_group_gets_its_alert(world: World) -> None:
    await world.wire([watch("x")])
    await world.store.save_chat(Chat(id="telegram:-7", created_at=world.clock.now))
    world.channel.script["-7:5"] = [Moved("-1007", old="-7")]
    await queue(world, "telegram:-7:5", 1)
    await world.deliverer.flush()
    assert [chat.id for chat in await world.store.chats()] == ["telegram:-1007"]
    assert len(world.channel.bodies("-1007:5")) == 1
