"""Rests, mutes and pauses through the real store and loops: what comes meanwhile comes together, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from notifiers.port import Refused
from tests.loops.conftest import World
from watcher.models import Delivery, DigestTime, Event, Preferences, QuietHours, Rest, State, Watch, When
from watcher.wording.stored import restored

CHAT = "telegram:7"


@pytest.fixture
async def chat(world: World) -> World:
    """A world with a chat that watches two words."""
    await world.wire([])
    await world.book.chat_seen(CHAT, "Ada", world.clock.now)
    for query in ("gamma", "delta"):
        await world.book.add(Watch(id=0, owner=CHAT, query=query, destinations=(CHAT,)))
    await world.poll()
    return world


async def rest(world: World, rest: Rest) -> None:
    await world.book.prefer(CHAT, lambda chosen: replace(chosen, rest=rest))


async def wish(world: World, number: int, when: When = When.NOW, muted_until: datetime | None = None) -> None:
    watch = world.book.of(CHAT)[number - 1]
    assert await world.book.change(replace(watch, when=when, muted_until=muted_until))


async def publish(world: World, *titles: str) -> None:
    for title in titles:
        world.site.titles.insert(0, title)
        await world.poll()
    await go_on(world)


async def go_on(world: World, **span: float) -> None:
    world.clock.forward(**span)
    await world.digests.cut_due()
    await world.deliverer.flush()


def told(world: World) -> list[str]:
    """Return what the chat got, each message as the articles in it."""
    names = ("Gamma 1", "Gamma 2", "Delta 1", "Delta 2")
    return [", ".join(name for name in names if name in body) for body in world.channel.bodies("7")]


async def held(world: World) -> list[Delivery]:
    return list(await world.store.deliveries(State.HELD))


async def test_what_comes_while_muted_comes_in_one_message_at_the_end(chat: World) -> None:
    await rest(chat, Rest(muted_until=chat.clock.now + timedelta(hours=1)))
    await publish(chat, "Gamma 1", "Delta 1", "Gamma 2")
    assert told(chat) == []
    assert {str(restored(one.reason)) for one in await held(chat)} == {"held until 2026-03-02 19:00"}
    await go_on(chat, minutes=59)
    assert told(chat) == []
    await go_on(chat, minutes=1)
    await go_on(chat)
    assert told(chat) == ["Gamma 1, Gamma 2, Delta 1"]


async def test_a_pause_holds_until_it_is_taken_back(chat: World) -> None:
    await rest(chat, Rest(paused=True))
    await publish(chat, "Gamma 1")
    await go_on(chat, days=30)
    assert told(chat) == []
    await rest(chat, Rest())
    await publish(chat, "Delta 1")
    assert sorted(told(chat)) == ["Delta 1", "Gamma 1"]


async def test_quiet_hours_are_those_of_the_chats_own_zone(chat: World) -> None:
    """09:00 UTC is noon in Nairobi, and 18:00 in the zone of the configuration."""
    hours = QuietHours(since=time(12), until=time(14))
    await chat.book.prefer(
        CHAT, lambda _: Preferences(timezone="Africa/Nairobi", rest=Rest(quiet_hours=hours))
    )
    await publish(chat, "Gamma 1", "Gamma 2")
    assert told(chat) == []
    await go_on(chat, hours=2)
    assert told(chat) == ["Gamma 1, Gamma 2"]


async def test_an_urgent_watch_breaks_through_and_the_others_wait(chat: World) -> None:
    await rest(chat, Rest(paused=True))
    await wish(chat, 2, When.URGENT)
    await publish(chat, "Gamma 1", "Delta 1")
    assert told(chat) == ["Delta 1"]
    await rest(chat, Rest())
    await go_on(chat)
    assert told(chat) == ["Delta 1", "Gamma 1"]


async def test_a_mute_of_one_watch_leaves_the_others_alone(chat: World) -> None:
    await wish(chat, 1, muted_until=chat.clock.now + timedelta(hours=1))
    await publish(chat, "Gamma 1", "Delta 1", "Gamma 2")
    assert told(chat) == ["Delta 1"]
    await go_on(chat, hours=1)
    assert told(chat) == ["Delta 1", "Gamma 1, Gamma 2"]


async def test_an_article_that_another_watch_asks_for_is_not_held_by_a_mute(chat: World) -> None:
    await wish(chat, 1, muted_until=chat.clock.now + timedelta(hours=1))
    await publish(chat, "Gamma 1 and Delta 1")
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_the_end_of_a_mute_in_a_rest_waits_for_the_end_of_the_rest(chat: World) -> None:
    await wish(chat, 1, muted_until=chat.clock.now + timedelta(hours=1))
    await rest(chat, Rest(muted_until=chat.clock.now + timedelta(hours=2)))
    await publish(chat, "Gamma 1", "Delta 1")
    await go_on(chat, hours=1)
    assert told(chat) == []
    await go_on(chat, hours=1)
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_a_watch_that_wants_the_digest_is_caught_up_with_once_a_day(chat: World) -> None:
    await wish(chat, 1, When.DIGEST)
    await publish(chat, "Gamma 1", "Delta 1")
    assert told(chat) == ["Delta 1"]
    chat.clock.now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    await go_on(chat)
    assert told(chat) == ["Delta 1", "Gamma 1"]


async def test_a_chat_may_have_a_digest_of_its_own(chat: World) -> None:
    await chat.book.prefer(
        CHAT, lambda _: Preferences(timezone="Europe/Berlin", digest=DigestTime(at=time(12)))
    )
    await publish(chat, "Gamma 1", "Delta 1")
    await wish(chat, 2, When.URGENT)
    await publish(chat, "Delta 2")
    assert told(chat) == ["Delta 2"]
    await go_on(chat, hours=1, minutes=59)
    assert told(chat) == ["Delta 2"]
    await go_on(chat, minutes=1)
    assert told(chat) == ["Delta 2", "Gamma 1, Delta 1"]


async def test_a_topic_has_the_digest_of_its_group(chat: World) -> None:
    await chat.book.prefer(CHAT, lambda _: Preferences(digest=DigestTime(at=time(19))))
    await chat.book.add(Watch(id=0, owner=CHAT, query="omega", destinations=(f"{CHAT}:9",)))
    await publish(chat, "Omega one")
    assert chat.channel.bodies("7:9") == []
    await go_on(chat, hours=1)
    (body,) = chat.channel.bodies("7:9")
    assert "Omega one" in body


async def test_a_digest_whose_time_comes_in_a_rest_waits_for_its_end(chat: World) -> None:
    await chat.book.prefer(
        CHAT,
        lambda _: Preferences(
            digest=DigestTime(at=time(19)), rest=Rest(muted_until=chat.clock.now + timedelta(hours=3))
        ),
    )
    await publish(chat, "Gamma 1")
    await go_on(chat, hours=2)
    assert told(chat) == []
    await go_on(chat, hours=1)
    assert told(chat) == ["Gamma 1"]


async def test_a_digest_can_be_asked_for_now(chat: World) -> None:
    await chat.book.prefer(CHAT, lambda _: Preferences(digest=DigestTime(at=time(8))))
    assert await chat.digests.cut_now(CHAT) is None
    await publish(chat, "Gamma 1", "Delta 1")
    cut = await chat.digests.cut_now(CHAT)
    assert cut is not None
    assert cut.event is Event.DIGEST
    await chat.deliverer.flush()
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_what_was_on_its_way_waits_too(chat: World) -> None:
    chat.channel.script["7"] = [Refused("busy", retry_after=600)]
    await publish(chat, "Gamma 1", "Delta 1")
    await rest(chat, Rest(muted_until=chat.clock.now + timedelta(hours=1)))
    await go_on(chat, minutes=20)
    assert told(chat) == []
    assert {one.hold for one in await held(chat)} == {"rest"}
    await go_on(chat, minutes=40)
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_what_may_have_arrived_is_not_held_back(chat: World) -> None:
    chat.channel.script["7"] = [TimeoutError()]
    await publish(chat, "Gamma 1")
    await rest(chat, Rest(paused=True))
    await go_on(chat, minutes=20)
    assert told(chat) == ["Gamma 1"]


async def test_nothing_is_sent_to_a_chat_that_has_left_and_nothing_lost_if_it_comes_back(chat: World) -> None:
    chat.channel.script["7"] = [Refused("busy", retry_after=600)]
    await publish(chat, "Gamma 1", "Delta 1")
    await chat.book.chat_left(CHAT)
    await go_on(chat, minutes=20)
    assert chat.channel.taken == []
    await chat.book.chat_seen(CHAT, "Ada", chat.clock.now)
    await go_on(chat)
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_a_catch_up_outlives_a_restart(chat: World) -> None:
    await rest(chat, Rest(muted_until=chat.clock.now + timedelta(hours=1)))
    await publish(chat, "Gamma 1", "Delta 1")
    await chat.wire([])
    await go_on(chat, minutes=1)
    assert told(chat) == []
    await go_on(chat, hours=1)
    assert told(chat) == ["Gamma 1, Delta 1"]


async def test_the_mute_of_a_watch_that_is_gone_is_over(chat: World) -> None:
    await wish(chat, 1, muted_until=chat.clock.now + timedelta(hours=1))
    await publish(chat, "Gamma 1")
    await chat.book.remove(chat.book.of(CHAT)[0].id, CHAT)
    await go_on(chat)
    assert told(chat) == ["Gamma 1"]
