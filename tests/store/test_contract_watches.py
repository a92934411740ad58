"""The contract of every store: watches and chats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.contract import ALL_PREFERENCES, MINUTE, NOON, Backend, a_delivery, a_watch, send, states
from watcher.models import Chat, Preferences, State, When
from watcher.store.port import Store

OLD, NEW = "telegram:-5", "telegram:-1005"


# --- watches


async def test_a_watch_comes_back_with_its_id(store: Store) -> None:
    watch = a_watch(sources=("nk",), name="Sanctions", destinations=("telegram:5", "slack:news"))
    stored, is_new = await store.add_watch(watch)
    assert (stored, is_new) == (replace(watch, id=stored.id), True)
    assert stored.id >= 1
    assert await store.watches() == (stored,)


async def test_watches_are_read_in_steps_by_id(store: Store) -> None:
    made = [(await store.add_watch(a_watch(f"word{n}")))[0] for n in range(5)]
    await store.remove_watch(made[1].id, made[1].owner)
    first = await store.watches_after(0, 2)
    assert first == (made[0], made[2])
    assert await store.watches_after(first[-1].id, 10) == (made[3], made[4])
    assert await store.watches_after(made[4].id, 10) == ()


@pytest.mark.parametrize("query", ["sanctions  visit", " Sanctions visit ", "\uff53anctions\tVISIT"])
async def test_the_same_query_of_the_same_owner_is_not_new(store: Store, query: str) -> None:
    first, _ = await store.add_watch(a_watch("sanctions visit"))
    again, is_new = await store.add_watch(a_watch(query))
    assert (again, is_new) == (first, False)
    assert await store.watches() == (first,)


async def test_the_same_query_of_another_owner_is_new(store: Store) -> None:
    await store.add_watch(a_watch())
    assert (await store.add_watch(a_watch(owner="telegram:6")))[1]


async def test_the_same_query_of_other_sources_is_new(store: Store) -> None:
    await store.add_watch(a_watch(sources=("a", "b")))
    assert (await store.add_watch(a_watch(sources=("a",))))[1]
    assert not (await store.add_watch(a_watch(sources=("b", "a"))))[1]


async def test_an_operator_and_the_word_are_two_queries(store: Store) -> None:
    await store.add_watch(a_watch("life OR death"))
    assert (await store.add_watch(a_watch("life or death")))[1]


async def test_watches_are_listed_by_owner_in_the_order_of_their_ids(store: Store) -> None:
    for query, owner in (("c", "telegram:5"), ("a", "config"), ("b", "telegram:5")):
        await store.add_watch(a_watch(query, owner))
    assert [watch.query for watch in await store.watches()] == ["c", "a", "b"]
    assert [watch.query for watch in await store.watches("telegram:5")] == ["c", "b"]
    assert await store.watches("telegram:7") == ()


async def test_a_watch_is_removed_by_its_owner_only(store: Store) -> None:
    watch, _ = await store.add_watch(a_watch())
    assert await store.remove_watch(watch.id, "telegram:6") is None
    assert await store.remove_watch(watch.id, "telegram:5") == watch
    assert await store.remove_watch(watch.id, "telegram:5") is None
    assert await store.watches() == ()


async def test_a_watch_is_changed_by_its_owner_only(store: Store, backend: Backend) -> None:
    watch, _ = await store.add_watch(a_watch())
    changed = replace(watch, query="sanctions -russia", when=When.URGENT, muted_until=NOON)
    assert not await store.change_watch(replace(changed, owner="telegram:6"))
    assert not await store.change_watch(replace(changed, id=watch.id + 1))
    assert await store.watches() == (watch,)
    assert await store.change_watch(changed)
    survivor = await backend.crash()
    assert await survivor.watches() == (changed,)
    assert (await survivor.add_watch(a_watch("sanctions -russia"))) == (changed, False)
    await survivor.close()


async def test_a_watch_cannot_become_the_same_as_another_of_its_owner(store: Store) -> None:
    first, _ = await store.add_watch(a_watch("ships"))
    second, _ = await store.add_watch(a_watch("cargo"))
    assert not await store.change_watch(replace(second, query="Ships"))
    assert await store.change_watch(replace(first, query="Ships"))
    assert [watch.query for watch in await store.watches()] == ["Ships", "cargo"]


async def test_an_id_is_never_used_again(store: Store, backend: Backend) -> None:
    last, _ = await store.add_watch(a_watch("last"))
    await store.remove_watch(last.id, last.owner)
    survivor = await backend.crash()
    assert (await survivor.add_watch(a_watch("next")))[0].id > last.id
    await survivor.close()


# --- chats


async def test_a_chat_is_saved_and_replaced(store: Store) -> None:
    chat = Chat(id=OLD, title="Newsroom", created_at=NOON)
    await store.save_chat(chat)
    await store.save_chat(replace(chat, active=False))
    assert await store.chats() == (replace(chat, active=False),)


async def test_what_a_chat_chose_outlives_a_crash(store: Store, backend: Backend) -> None:
    chat = Chat(id=OLD, created_at=NOON, preferences=ALL_PREFERENCES)
    await store.save_chat(chat)
    survivor = await backend.crash()
    assert await survivor.chats() == (chat,)
    await survivor.close()


@pytest.mark.parametrize("own", [Preferences(), Preferences(locale="en")])
async def test_a_chat_takes_what_it_chose_along_unless_its_new_one_chose_for_itself(
    store: Store, own: Preferences
) -> None:
    await store.save_chat(Chat(id=OLD, created_at=NOON, preferences=ALL_PREFERENCES))
    await store.save_chat(Chat(id=NEW, created_at=NOON, preferences=own))
    await store.move_chat(OLD, NEW)
    (chat,) = await store.chats()
    assert (chat.id, chat.preferences) == (NEW, own if own.locale else ALL_PREFERENCES)


async def test_a_moved_chat_takes_its_watches_along(store: Store) -> None:
    await store.save_chat(Chat(id=OLD, title="Newsroom", created_at=NOON))
    own, _ = await store.add_watch(a_watch(owner=OLD))
    shared, _ = await store.add_watch(a_watch(owner="config", destinations=("slack:news", OLD)))
    foreign, _ = await store.add_watch(a_watch(owner="telegram:6"))
    await store.move_chat(OLD, NEW)
    assert await store.chats() == (Chat(id=NEW, title="Newsroom", created_at=NOON),)
    assert await store.watches() == (
        replace(own, owner=NEW, destinations=(NEW,)),
        replace(shared, destinations=("slack:news", NEW)),
        foreign,
    )


async def test_a_moved_chat_takes_along_what_it_may_still_be_sent(store: Store) -> None:
    await store.enqueue([a_delivery(number, OLD) for number in range(4)])
    await send(store, OLD)
    dead = await store.claim(OLD, NOON)
    assert dead is not None
    await store.dead(dead, NOON, "gone")
    sending = await store.claim(OLD, NOON)
    assert sending is not None
    await store.enqueue([a_delivery(4, OLD, state=State.HELD)])
    await store.move_chat(OLD, NEW)
    homes = {delivery.state: delivery.destination for delivery in await store.deliveries()}
    assert homes == {
        State.SENT: OLD,
        State.DEAD: NEW,
        State.SENDING: NEW,
        State.PENDING: NEW,
        State.HELD: NEW,
    }
    assert await store.held_since(OLD) is None
    assert await store.held_since(NEW) == NOON


async def test_a_claim_made_before_the_move_settles_after_it(store: Store) -> None:
    await store.enqueue([a_delivery(1, OLD), a_delivery(2, OLD)])
    claim = await store.claim(OLD, NOON)
    assert claim is not None
    await store.move_chat(OLD, NEW)
    assert await store.claim(NEW, NOON) is None
    assert await store.refused(claim, NOON, "moved", NOON)
    assert await store.due_destinations(NOON) == (NEW,)
    assert [await send(store, NEW) for _ in range(3)] == [a_delivery(1, OLD).id, a_delivery(2, OLD).id, None]


async def test_a_moved_chat_waits_no_longer_for_the_old_address(store: Store) -> None:
    await store.enqueue([a_delivery(1, OLD)])
    claim = await store.claim(OLD, NOON)
    assert claim is not None
    await store.refused(claim, NOON, "HTTP 429", NOON + MINUTE)
    await store.move_chat(OLD, NEW)
    assert await store.due_destinations(NOON + MINUTE) == (NEW,)
    assert await send(store, NEW, NOON + MINUTE) == a_delivery(1, OLD).id


async def test_moving_to_a_chat_that_is_there_merges_the_two(store: Store) -> None:
    for chat in (OLD, NEW):
        await store.save_chat(Chat(id=chat, created_at=NOON))
        await store.add_watch(a_watch("same", chat))
    await store.add_watch(a_watch("other", OLD))
    await store.enqueue([a_delivery(1, NEW), a_delivery(1, OLD)])
    await store.move_chat(OLD, NEW)
    assert [chat.id for chat in await store.chats()] == [NEW]
    assert [(watch.query, watch.owner) for watch in await store.watches()] == [("same", NEW), ("other", NEW)]
    assert await store.due_destinations(NOON) == (NEW,)
    assert {delivery.destination for delivery in await store.deliveries()} == {NEW}


async def test_moving_twice_or_nowhere_changes_nothing(store: Store) -> None:
    await store.save_chat(Chat(id=OLD, created_at=NOON))
    await store.enqueue([a_delivery(1, OLD)])
    await store.move_chat(OLD, OLD)
    assert await states(store) == {a_delivery(1, OLD).id: State.PENDING}
    await store.move_chat(OLD, NEW)
    await store.move_chat(OLD, NEW)
    assert [chat.id for chat in await store.chats()] == [NEW]
    assert await store.due_destinations(NOON) == (NEW,)


async def test_a_chat_that_moves_takes_its_topics_along(store: Store) -> None:
    topic, other = "telegram:-7:5", "telegram:-77:5"
    await store.add_watch(a_watch(owner="config", destinations=(topic, other)))
    await store.enqueue([a_delivery(1, topic), a_delivery(2, other), a_delivery(3, "telegram:-7")])
    await store.move_chat("telegram:-7", "telegram:-1007")
    (watch,) = await store.watches("config")
    assert watch.destinations == ("telegram:-1007:5", other)
    assert set(await store.due_destinations(NOON)) == {"telegram:-1007:5", other, "telegram:-1007"}
    assert await send(store, "telegram:-1007:5")
