from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.bot.conftest import CHAT, NOW, Talk, talk_over
from watcher.bot.registry import VERBS
from watcher.bot.reply import Button, Style
from watcher.errors import StoreError
from watcher.models import Chat, Watch
from watcher.store.tiny.store import TinyStore


async def test_a_new_watch_is_answered_with_evidence(talk: Talk) -> None:
    await talk.publish_hourly("New sanctions on shipping", 14, latest=timedelta(hours=2, minutes=5))
    await talk.publish("Old sanctions", first_seen=NOW - timedelta(days=8))
    await talk.publish_hourly("Weather", 20, latest=timedelta())
    reply = await talk.ask("/watch sanctions")
    assert reply is not None
    assert reply.text == (
        "👁 Watching sanctions (#1). "
        "14 matches in the last 7 days, latest 2 h ago: “New sanctions on shipping 0”."
    )
    assert reply.buttons == (
        Button("Recent", "/recent #1"),
        Button("Digest instead", "/when #1 digest"),
        Button("Undo", "/unwatch #1"),
    )
    assert [span.text for span in reply.spans if span.style is Style.BOLD] == ["sanctions"]


async def test_a_watch_that_meets_nearly_everything_is_warned_of(talk: Talk) -> None:
    await talk.publish_hourly("News", 12, latest=timedelta(minutes=3))
    assert "latest 3 min ago: “News 0”. That is nearly all I read" in await talk.say("/watch news")


async def test_evidence_knows_sources_by_name(talk: Talk) -> None:
    await talk.publish("New sanctions")
    assert "1 match" in await talk.say("/watch sanctions source:evening")


async def test_evidence_goes_by_the_day_of_publication_where_the_page_names_one(talk: Talk) -> None:
    await talk.publish("Sanctions of May", published=date(2026, 5, 25))
    assert "Nothing of the last 7 days" in await talk.say("/watch sanctions")
    await talk.publish("Embargo lifted", published=date(2026, 11, 21))
    assert "1 match in the last 7 days, latest yesterday: “Embargo lifted”." in await talk.say(
        "/watch embargo"
    )


async def test_a_watch_is_stored_for_its_chat_and_live_at_once(talk: Talk, store: TinyStore) -> None:
    await talk.say("/watch sanctions -russia")
    (watch,) = await store.watches(CHAT)
    assert (watch.query, watch.destinations, watch.created_at) == ("sanctions -russia", (CHAT,), NOW)
    assert [chat.title for chat in await store.chats()] == ["Ada"]
    await talk.publish("New sanctions")
    (article,) = await store.recent(NOW - timedelta(days=1))
    assert [met.id for met in talk.book.match(article.article, "news")] == [watch.id]


@pytest.mark.parametrize("again", ["/watch sanctions", "/watch  Sanctions ", "/WATCH sanctions"])
async def test_the_same_watch_again_is_no_second_one(talk: Talk, again: str) -> None:
    await talk.say("/watch sanctions")
    assert await talk.say(again) == "You already watch this (#1)."
    assert len(talk.book.of(CHAT)) == 1


async def test_two_chats_watch_the_same_each_for_itself(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    assert "Watching" in await talk.say("/watch sanctions", chat="telegram:88")
    assert "No watch #1" in await talk.say("/unwatch 1", chat="telegram:88")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/watch -russia", "at least one word"),
        ("/watch from:x", "title: summary: author: label: source:"),
        ('/watch "world cup', "not closed"),
        (f"/watch {'x' * 201}", "200"),
        (f"/watch {' '.join(f'word{n}' for n in range(11))}", "10"),
    ],
)
async def test_a_query_that_is_wrong_is_answered_with_what_to_type(talk: Talk, text: str, words: str) -> None:
    assert words in await talk.say(text)
    assert talk.book.of(CHAT) == ()


async def test_a_mistake_in_the_middle_is_shown_with_a_caret(talk: Talk) -> None:
    reply = await talk.ask("/watch sanctions from:x")
    assert reply is not None
    (shown,) = (span.text for span in reply.spans if span.style is Style.BLOCK)
    query, caret = shown.splitlines()
    assert query == "sanctions from:x"
    assert caret.index("^") == query.index("from:")


async def test_a_chat_that_has_all_the_watches_it_may_have_is_told_so(store: TinyStore) -> None:
    talk = await talk_over(store, max_watches=2)
    await talk.say("/watch one")
    await talk.say("/watch two")
    assert await talk.say("/watch three") == "You have 2 of 2 watches. Stop one first: /unwatch 3"
    assert await talk.say("/watch two") == "You already watch this (#2)."


@pytest.mark.parametrize("which", ["1", "#1", "sanctions -russia", "SANCTIONS", "russia"])
async def test_a_watch_is_stopped_by_number_or_by_words(talk: Talk, which: str) -> None:
    await talk.say("/watch sanctions -russia")
    await talk.say("/watch embargo")
    reply = await talk.ask(f"/unwatch {which}")
    assert reply is not None
    assert reply.text == "Stopped #1 sanctions -russia."
    assert [watch.id for watch in talk.book.of(CHAT)] == [2]
    assert [watch.id for watch in await talk.store.watches(CHAT)] == [2]


async def test_undo_brings_a_stopped_watch_back(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    reply = await talk.ask("/unwatch 1")
    assert reply is not None
    assert "Watching sanctions" in await talk.say(reply.buttons[0].command)


async def test_a_number_that_is_also_a_word_is_taken_as_a_word_where_no_watch_has_it(talk: Talk) -> None:
    await talk.say("/watch 2026")
    assert await talk.say("/unwatch 2026") == "Stopped #1 2026."


async def test_no_such_watch_is_answered_with_those_there_are(talk: Talk) -> None:
    for word in ("one", "two", "three"):
        await talk.say(f"/watch {word}")
    assert await talk.say("/unwatch 9") == "No watch #9. You have #1, #2 and #3."
    assert await talk.say("/unwatch four") == "No watch four. You have #1, #2 and #3."


@pytest.mark.parametrize("asked", ["/unwatch", "/unwatch sanctions"])
async def test_where_several_may_be_meant_it_asks_which(talk: Talk, asked: str) -> None:
    await talk.say("/watch sanctions -russia")
    await talk.say("/watch sanctions -iran")
    reply = await talk.ask(asked)
    assert reply is not None
    assert "#1 sanctions -russia" in reply.text
    assert reply.buttons == (Button("Stop #1", "/unwatch #1"), Button("Stop #2", "/unwatch #2"))
    assert len(talk.book.of(CHAT)) == 2


async def test_all_are_stopped_only_after_a_second_word(talk: Talk) -> None:
    await talk.say("/watch one")
    await talk.say("/watch two")
    reply = await talk.ask("/unwatch all")
    assert reply is not None
    assert [button.label for button in reply.buttons] == ["Yes, stop all 2", "No, keep"]
    assert len(talk.book.of(CHAT)) == 2
    assert "Stopped 2 watches." in await talk.say(reply.buttons[0].command)
    assert await talk.store.watches(CHAT) == ()


async def test_the_list_shows_numbers_words_and_how_much_each_brings(talk: Talk) -> None:
    await talk.publish_hourly("Sanctions", 3, latest=timedelta(hours=1))
    await talk.say("/watch sanctions")
    await talk.say("/watch embargo")
    assert await talk.say("/watches") == "2 watches\n#1 sanctions · now · 3/wk\n#2 embargo · now · 0/wk"


async def test_a_long_list_comes_in_pages(talk: Talk) -> None:
    for number in range(10):
        await talk.say(f"/watch word{number}")
    first = await talk.ask("/watches")
    assert first is not None
    assert first.text.startswith("10 watches, page 1 of 2")
    assert first.buttons[0] == Button("#1", "/watches #1")
    assert first.buttons[8:] == (Button("More »", "/watches 2"),)
    second = await talk.ask("/watches 2")
    assert second is not None
    assert second.text.count("#") == 2
    assert second.buttons[2:] == (Button("« Back", "/watches 1"),)


@pytest.mark.parametrize("command", ["/watches", "/unwatch", "/unwatch all"])
async def test_a_chat_without_watches_is_told_how_to_begin(talk: Talk, command: str) -> None:
    assert "/watch sanctions" in await talk.say(command)


async def test_start_offers_the_first_steps_and_its_payload_does_no_harm(talk: Talk) -> None:
    reply = await talk.ask("/start w_3")
    assert reply is not None
    assert [button.command for button in reply.buttons] == ["/watch sanctions", "/help"]


@pytest.mark.parametrize("name", [verb.name for verb in VERBS.values() if verb.menu])
async def test_every_command_is_listed_and_explained_with_an_example(talk: Talk, name: str) -> None:
    assert f"/{name} " in await talk.say("/help")
    assert f"/{name}" in VERBS[name].help
    assert VERBS[name].help.replace("`", "") in await talk.say(f"/help {name}")
    assert len(VERBS[name].menu) <= 256


async def test_an_unknown_command_is_answered_with_the_nearest_one(talk: Talk) -> None:
    assert "/unwatch?" in await talk.say("/unwach 3")
    assert "/watches" in await talk.say("/qqq")


async def test_plain_words_get_a_hint_in_private_and_nothing_in_a_group(talk: Talk) -> None:
    assert "/watch" in await talk.say("sanctions")
    assert await talk.ask("sanctions", private=False) is None
    assert await talk.ask("/roll 20", private=False) is None


async def test_in_a_group_everybody_may_look_and_only_admins_may_change(talk: Talk) -> None:
    group = "telegram:-5"
    refused = await talk.ask("/watch a", chat=group, private=False, is_admin=False)
    assert refused is not None
    assert "Only admins" in refused.text
    assert await talk.ask("/watch sanctions", chat=group, private=False) is not None
    shown = await talk.ask("/watches", chat=group, private=False, is_admin=False)
    assert shown is not None
    assert "sanctions" in shown.text


async def test_a_chat_that_is_not_allowed_learns_its_number_and_nothing_else(store: TinyStore) -> None:
    talk = await talk_over(store, allowed=("telegram:1",))
    assert "allow the chat 77" in await talk.say("/watch sanctions")
    assert await store.watches() == ()
    assert await store.chats() == ()
    assert "Watching" in await talk.say("/watch sanctions", chat="telegram:1")


async def test_an_old_button_says_that_it_has_expired(talk: Talk) -> None:
    reply = await talk.ask("mute 9", pressed=True)
    assert reply is not None
    assert reply.text == "This button has expired. Send /watches"


async def test_a_store_in_trouble_is_answered_with_a_reference_that_the_log_has_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(TinyStore):
        async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
            raise StoreError("no space left on the disk")

    full = await Full.open(tmp_path / "full.db")
    talk = await talk_over(full)
    said = await talk.say("/watch sanctions")
    await full.close()
    assert "Nothing changed; please try again." in said
    assert said.rpartition("ref ")[2].rstrip(")") in caplog.text
    assert talk.book.of(CHAT) == ()


async def test_a_chat_that_had_left_is_heard_again(talk: Talk, store: TinyStore) -> None:
    await store.save_chat(Chat(id=CHAT, title="Ada", created_at=NOW, active=False))
    await talk.say("/start")
    assert [chat.active for chat in await store.chats()] == [True]
