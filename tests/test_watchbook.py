from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.errors import QueryError
from watcher.models import Article, Watch
from watcher.rules import Matcher, read_groups
from watcher.store.tiny.store import TinyStore
from watcher.watchbook import WatchBook

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CHAT = "telegram:77"
NEWS = Article(id="a", title="New sanctions on shipping")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await TinyStore.open(tmp_path / "state.db")
    yield opened
    await opened.close()


@pytest.fixture
async def book(store: TinyStore) -> WatchBook:
    return await opened(store)


async def opened(store: TinyStore) -> WatchBook:
    book = WatchBook(store, Matcher(), {"bbc": "Evening News"})
    await book.load()
    return book


def watch(
    query: str = "sanctions", *, owner: str = CHAT, to: str = CHAT, sources: tuple[str, ...] = ()
) -> Watch:
    return Watch(id=0, owner=owner, query=query, destinations=(to,), sources=sources)


def ids(book: WatchBook, source: str = "bbc") -> list[int]:
    return [met.id for met in book.match(NEWS, source)]


async def test_a_watch_is_live_when_added_after_a_restart_and_until_removed(
    book: WatchBook, store: TinyStore
) -> None:
    stored, is_new = await book.add(watch())
    assert is_new
    assert ids(book) == [stored.id]
    again = await opened(store)
    assert again.match(NEWS, "bbc") == (stored,)
    assert await again.remove(stored.id, CHAT) == stored
    assert ids(again) == []
    assert await store.watches() == ()


async def test_only_its_owner_can_remove_a_watch(book: WatchBook) -> None:
    stored, _ = await book.add(watch())
    assert await book.remove(stored.id, "telegram:1") is None
    assert ids(book) == [stored.id]


async def test_what_means_the_same_is_one_watch_of_an_owner(book: WatchBook) -> None:
    first, _ = await book.add(watch("shipping sanctions"))
    same, is_new = await book.add(watch("SANCTIONS   shipping"))
    assert (same, is_new) == (first, False)


@pytest.mark.parametrize("language", ["", "french", "none"])
async def test_an_owner_of_many_watches_has_none_twice(language: str, book: WatchBook) -> None:
    for number in range(60):
        await book.add(watch(f"hot -rare{number}"))
    asked = {
        "port crane": "CRANE (port)",
        "port -crane": "port NOT crane",
        "port -(crane rare)": "port NOT (rare crane)",
        "crane OR port": "port | crane",
        '"port crane"~3': '"crane port"~3',
        '=port "big crane"': '"big  crane" ="port"',
        "hot -rare7 -rare8": "hot -rare8 -rare7",
    }
    for one, other in asked.items():
        first, is_new = await book.add(replace(watch(one), language=language))
        assert is_new
        assert await book.add(replace(watch(other), language=language)) == (first, False)
        assert (await book.add(replace(watch(one, owner="cli"), language=language)))[1]
        assert (await book.add(replace(watch(one, sources=("bbc",)), language=language)))[1]
        assert await book.remove(first.id, CHAT) == first
        assert (await book.add(replace(watch(other), language=language)))[1]


async def test_an_owner_has_so_many_watches_that_no_index_answers_and_no_more(book: WatchBook) -> None:
    near = [await book.add(watch(f'"port crane{number}"~3')) for number in range(100)]
    with pytest.raises(QueryError, match="are the most"):
        await book.add(watch('"port cranes"~3'))
    assert (await book.add(watch("port cranes")))[1]
    assert (await book.add(watch('"port cranes"~3', owner="cli")))[1]
    assert await book.remove(near[0][0].id, CHAT)
    assert (await book.add(watch('"port cranes"~3')))[1]


async def test_a_wrong_query_is_refused_before_anything_is_stored(book: WatchBook, store: TinyStore) -> None:
    with pytest.raises(QueryError):
        await book.add(watch("-russia"))
    assert await store.watches() == ()


async def test_a_watch_hears_only_the_sources_that_it_names(book: WatchBook) -> None:
    stored, _ = await book.add(watch(sources=("bbc",)))
    assert ids(book, "bbc") == [stored.id]
    assert ids(book, "cnn") == []


@pytest.mark.parametrize("query", ["sanctions source:bbc", "sanctions source:evening"])
async def test_a_source_is_known_by_its_id_and_by_its_name(book: WatchBook, query: str) -> None:
    stored, _ = await book.add(watch(query))
    assert ids(book, "bbc") == [stored.id]
    assert ids(book, "cnn") == []


async def test_found_by_id_are_those_that_there_are(book: WatchBook) -> None:
    stored, _ = await book.add(watch())
    assert book.find([stored.id, 99]) == {stored.id: stored}


async def test_a_stored_query_that_cannot_be_read_any_more_rests_and_costs_no_other(
    store: TinyStore, caplog: pytest.LogCaptureFixture
) -> None:
    broken, _ = await store.add_watch(watch('"never closed'))
    sound, _ = await store.add_watch(watch())
    book = await opened(store)
    assert ids(book) == [sound.id]
    assert book.of(CHAT) == (broken, sound)
    assert f"watch #{broken.id}" in caplog.text
    assert await book.remove(broken.id, CHAT) == broken


async def test_watches_of_the_configuration_become_those_given_and_keep_their_ids(
    book: WatchBook, store: TinyStore
) -> None:
    mine, _ = await book.add(watch("mine"))
    await book.sync_config([watch("sanctions", to="desk"), watch("embargo", to="desk")])
    before = {w.query: w.id for w in book.of("config")}
    await book.sync_config([watch("sanctions", to="desk"), watch("tariff", to="desk")])
    after = {w.query: w.id for w in book.of("config")}
    assert after.keys() == {"sanctions", "tariff"}
    assert after["sanctions"] == before["sanctions"]
    assert ids(book) == [after["sanctions"]]
    assert await store.watches("config") == book.of("config")
    assert book.of(CHAT) == (mine,)


async def test_a_changed_destination_in_the_configuration_takes_effect(
    book: WatchBook, store: TinyStore
) -> None:
    await book.sync_config([watch(to="desk")])
    again = await opened(store)
    await again.sync_config([watch(to="phone")])
    assert [w.destinations for w in again.match(NEWS, "bbc")] == [("phone",)]


async def test_two_watches_of_the_configuration_for_the_same_words_reach_both_destinations(
    book: WatchBook,
) -> None:
    await book.sync_config([watch("Sanctions", to="desk"), watch("sanctions", to="phone")])
    assert [w.destinations for w in book.match(NEWS, "bbc")] == [("desk", "phone")]


async def test_the_same_words_may_be_watched_on_different_sources_for_different_people(
    book: WatchBook,
) -> None:
    await book.sync_config([watch(to="desk", sources=("bbc",)), watch(to="phone", sources=("cnn",))])
    assert [w.destinations for w in book.match(NEWS, "bbc")] == [("desk",)]
    assert [w.destinations for w in book.match(NEWS, "cnn")] == [("phone",)]


FRENCH = Article(id="f", title="Les nationaux gagnent")
TONGUES = {"bbc": "english", "monde": "french"}


async def test_a_watch_is_read_in_the_language_of_each_source(store: TinyStore) -> None:
    book = WatchBook(store, Matcher(), languages=TONGUES)
    stored, _ = await book.add(watch("nationale"))
    assert book.match(FRENCH, "monde") == (stored,)
    assert book.match(FRENCH, "bbc") == ()
    await book.remove(stored.id, CHAT)
    assert book.match(FRENCH, "monde") == ()


async def test_a_watch_with_a_language_is_read_in_it_whatever_the_source(store: TinyStore) -> None:
    book = WatchBook(store, Matcher(), languages=TONGUES)
    await book.sync_config([replace(watch("nationale", sources=("bbc",)), language="french")])
    assert len(book.match(FRENCH, "bbc")) == 1
    await book.sync_config([replace(watch("nationale", sources=("bbc",)), language="english")])
    assert book.match(FRENCH, "bbc") == ()
    assert [w.language for w in await store.watches("config")] == ["english"]


async def test_a_watch_for_all_sources_hears_one_that_nobody_knows(store: TinyStore) -> None:
    book = WatchBook(store, Matcher(), languages={"monde": "french", "welt": "german"})
    stored, _ = await book.add(watch("sanctions"))
    assert book.match(NEWS, "elsewhere") == (stored,)


async def test_synonyms_widen_the_watches_of_all_and_are_read_anew_at_each_start(store: TinyStore) -> None:
    stored, _ = await (await opened(store)).add(watch("embargo"))
    groups, _ = read_groups({"embargo": ["sanctions"]})
    book = WatchBook(store, Matcher(), synonyms=groups)
    await book.load()
    assert book.match(NEWS, "bbc") == (stored,)
    assert (await opened(store)).match(NEWS, "bbc") == ()


async def test_the_same_words_in_two_languages_are_two_watches(book: WatchBook) -> None:
    first, _ = await book.add(watch("nation"))
    other, is_new = await book.add(replace(watch("nation"), language="french"))
    assert is_new
    assert other.id != first.id


async def test_the_watches_of_a_chat_that_left_rest_until_it_comes_back(
    book: WatchBook, store: TinyStore
) -> None:
    await book.chat_seen(CHAT, "Ada", NOW)
    stored, _ = await book.add(watch())
    await book.chat_left(CHAT)
    assert ids(book) == []
    assert [chat.active for chat in await store.chats()] == [False]
    again = await opened(store)
    assert ids(again) == []
    await again.chat_seen(CHAT, "Ada", NOW)
    assert ids(again) == [stored.id]
    assert [chat.active for chat in await store.chats()] == [True]


async def test_a_chat_that_moved_takes_its_watches_along(book: WatchBook, store: TinyStore) -> None:
    await book.chat_seen("telegram:-5", "Desk", NOW)
    stored, _ = await book.add(watch(owner="telegram:-5", to="telegram:-5"))
    await book.chat_moved("telegram:-5", "telegram:-1005")
    moved = replace(stored, owner="telegram:-1005", destinations=("telegram:-1005",))
    assert book.match(NEWS, "bbc") == (moved,)
    assert book.of("telegram:-5") == ()


async def test_who_listens_to_a_source_is_named_once(book: WatchBook) -> None:
    await book.add(watch("sanctions", to="desk"))
    await book.add(watch("ships", to="desk"))
    await book.add(watch("steel", to="night", sources=("bbc",)))
    await book.add(watch("corn", to="farm", sources=("cnn",)))
    assert book.listeners("bbc") == ("desk", "night")
    assert book.listeners("cnn") == ("desk", "farm")


async def test_who_left_listens_to_nothing(book: WatchBook) -> None:
    await book.chat_seen(CHAT, "Me", NOW)
    await book.add(watch("sanctions"))
    await book.chat_left(CHAT)
    assert book.listeners("bbc") == ()


async def test_more_watches_than_are_read_at_a_time_are_all_live_after_a_restart(store: TinyStore) -> None:
    made = await asyncio.gather(*(store.add_watch(watch(f"sanctions OR word{n}")) for n in range(600)))
    book = await opened(store)
    assert ids(book) == sorted(stored.id for stored, _ in made)


async def test_a_watch_that_is_gone_is_no_listener(book: WatchBook) -> None:
    kept, _ = await book.add(watch("sanctions", to="desk"))
    gone, _ = await book.add(watch("ships", to="desk"))
    other, _ = await book.add(watch("steel", to="farm", sources=("bbc",)))
    await book.remove(gone.id, CHAT)
    assert book.listeners("bbc") == ("desk", "farm")
    await book.remove(kept.id, CHAT)
    await book.remove(other.id, CHAT)
    assert book.listeners("bbc") == ()


async def test_a_chat_that_moved_leaves_the_watches_of_others_as_they_are(book: WatchBook) -> None:
    await book.chat_seen("telegram:-5", "Desk", NOW)
    other, _ = await book.add(watch(to="telegram:-5"))
    await book.chat_moved("telegram:-5", "telegram:-1005")
    assert book.match(NEWS, "bbc") == (replace(other, destinations=("telegram:-1005",)),)
    assert book.listeners("bbc") == ("telegram:-1005",)


async def test_reading_again_takes_up_and_drops_what_another_process_changed(
    book: WatchBook, store: TinyStore
) -> None:
    gone, _ = await book.add(watch("sanctions"))
    kept, _ = await book.add(watch("shipping"))
    await store.remove_watch(gone.id, CHAT)
    come, _ = await store.add_watch(watch("sanctions shipping"))
    await book.load()
    assert ids(book) == [kept.id, come.id]
    assert book.of(CHAT) == (kept, come)
