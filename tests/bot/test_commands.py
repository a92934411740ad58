"""What each command says and does, on a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.bot.conftest import CHAT, NOW, Talk
from watcher import plan
from watcher.bot.command import Command
from watcher.bot.pace import MOST
from watcher.bot.reply import Place, Reply
from watcher.identity import address_key
from watcher.models import (
    Article,
    Delivery,
    DigestTime,
    Entry,
    Event,
    QuietHours,
    State,
    Validators,
    Watch,
    When,
)
from watcher.store.port import PollCommit

LINK = "https://news.example/a"


async def told(talk: Talk, title: str, *watches: int, state: State = State.SENT, link: str = LINK) -> str:
    """Let an article be read, and an alert on it be queued and sent; return the article's id."""
    key = address_key(link)
    article = Article(id=key.partition(":")[2], keys=(key,), title=title, url=link)
    alert = Delivery(
        id=plan.alert_id(article.id, CHAT),
        event=Event.ALERT,
        destination=CHAT,
        entries=(Entry(source="news", article=article.id, watches=watches),),
        created_at=NOW,
        state=State.HELD if state is State.HELD else State.PENDING,
        reason="paused" if state is State.HELD else "",
    )
    await talk.store.commit_poll(
        PollCommit(
            source="news",
            at=NOW,
            validators=Validators(),
            page=[article],
            new=[article],
            deliveries=[alert] if watches else [],
        )
    )
    if watches and state is State.SENT:
        claim = await talk.store.claim(CHAT, NOW)
        assert claim
        await talk.store.sent(claim, NOW, "1")
    return article.id


async def press(talk: Talk, reply: Reply, label: str) -> Reply:
    """Press a button."""
    command = {button.label: button.command for button in reply.buttons}[label]
    answer = await talk.ask(command, pressed=True)
    assert answer is not None
    return answer


async def ask(talk: Talk, text: str, **said: object) -> Reply:
    reply = await talk.ask(text, **said)  # type: ignore[arg-type]  # the test names what is said
    assert reply is not None
    return reply


def prefers(talk: Talk) -> object:
    return talk.book.preferences(CHAT)


# --- asking, cancelling


async def test_watch_alone_asks_and_the_next_words_are_the_answer(talk: Talk) -> None:
    question = await ask(talk, "/watch")
    assert question.asks
    assert "What should I watch?" in question.text
    assert "Watching sanctions -russia" in await talk.say("sanctions -russia")
    assert "/watch" in await talk.say("more words")


async def test_a_question_is_forgotten_by_cancel_by_another_command_and_after_a_while(talk: Talk) -> None:
    await talk.say("/watch")
    assert await talk.say("/cancel") == "Cancelled. Nothing changed."
    assert await talk.say("/cancel") == "There is nothing to cancel."
    await talk.say("/watch")
    await talk.say("/watches")
    assert "To watch for words" in await talk.say("sanctions")
    await talk.say("/watch")
    talk.now += timedelta(minutes=11)
    assert "To watch for words" in await talk.say("sanctions")
    assert talk.book.of(CHAT) == ()


async def test_in_a_group_only_an_answer_to_the_bot_is_the_answer(talk: Talk) -> None:
    group = {"chat": "telegram:-5", "private": False}
    await ask(talk, "/watch", **group)
    assert await talk.ask("just talk", chat="telegram:-5", private=False) is None
    answer = Command(chat="telegram:-5", private=False, text="sanctions", answers=True)
    reply = await talk.dialogue.handle(answer)
    assert reply is not None
    assert "Watching sanctions" in reply.text


async def test_a_watch_made_in_a_topic_alerts_there(talk: Talk) -> None:
    await talk.dialogue.handle(Command(chat="telegram:-5", topic="9", text="/watch sanctions"))
    (watch,) = talk.book.of("telegram:-5")
    assert watch.destinations == ("telegram:-5:9",)


# --- watches


async def test_undo_brings_a_watch_back_as_it_was_for_ten_minutes(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    await talk.say("/when 1 urgent")
    stopped = await ask(talk, "/unwatch 1")
    assert "Watching sanctions (#2)" in (await press(talk, stopped, "Undo")).text
    assert talk.book.of(CHAT)[0].when is When.URGENT
    again = await ask(talk, "/unwatch 2")
    talk.now += timedelta(minutes=11)
    assert (await press(talk, again, "Undo")).text == "This button has expired. Send /watches"


async def test_a_watch_can_be_tapped_and_what_is_behind_it_works(talk: Talk) -> None:
    await talk.publish("New sanctions")
    await talk.say("/watch sanctions")
    listed = await ask(talk, "/watches")
    one = await press(talk, listed, "#1")
    assert "#1 sanctions · now · 1/wk" in one.text
    assert [button.label for button in one.buttons] == ["Recent", "Mute", "When…", "Stop", "« All"]
    assert "New sanctions" in (await press(talk, one, "Recent")).text
    choice = await press(talk, one, "When…")
    chosen = await press(talk, choice, "In the digest")
    assert "waits for your digest" in chosen.text
    assert "#1 sanctions · in the digest · 1/wk" in await talk.say("/watches")
    await press(talk, chosen, "Undo")
    assert talk.book.of(CHAT)[0].when is When.NOW
    assert "Stopped #1" in (await press(talk, one, "Stop")).text


async def test_a_watch_is_given_other_words_and_the_old_ones_back(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    changed = await ask(talk, "/change 1 sanctions -russia")
    assert "#1 is now sanctions -russia." in changed.text
    await press(talk, changed, "Undo")
    assert [watch.query for watch in talk.book.of(CHAT)] == ["sanctions"]
    await talk.say("/watch embargo")
    assert await talk.say("/change 2 Sanctions") == "You already watch this (#1)."
    assert "not closed" in await talk.say('/change 1 "open')
    assert "No watch #9" in await talk.say("/change 9 x")
    assert "/change 1 sanctions" in await talk.say("/change 1")


async def test_more_than_a_page_to_stop_is_asked_page_by_page(talk: Talk) -> None:
    for number in range(10):
        await talk.say(f"/watch word{number}")
    first = await ask(talk, "/unwatch")
    assert [button.label for button in first.buttons][-1] == "More »"
    second = await press(talk, first, "More »")
    assert "#9 word8" in second.text
    assert "Stopped #9" in (await press(talk, second, "Stop #9")).text


# --- recent


async def test_recent_shows_the_last_matches_and_more_of_them(talk: Talk) -> None:
    await talk.publish_hourly("Sanctions", 12, latest=timedelta(hours=1))
    await talk.say("/watch sanctions")
    first = await ask(talk, "/recent")
    assert first.text.startswith("#1: 12 matches in the last 90 days\n• Sanctions 0 · Evening News · 1 h ago")
    assert first.text.count("•") == 5
    second = await press(talk, first, "More")
    assert "Sanctions 5" in second.text
    third = await press(talk, second, "More")
    assert third.text.count("•") == 2
    assert third.buttons == ()
    assert (await talk.say("/recent #1 7")).count("•") == 7
    assert (await talk.say("/recent sanctions")).count("•") == 5
    assert "Nothing of the last 90 days matches nonsense" in await talk.say("/recent nonsense")
    assert "No watch #9" in await talk.say("/recent #9")


# --- peace


async def test_a_chat_is_muted_for_a_while_and_unmuted(talk: Talk) -> None:
    offered = await ask(talk, "/mute")
    assert [button.label for button in offered.buttons] == ["1h", "4h", "1d", "7d", "until 09:00"]
    muted = await press(talk, offered, "1h")
    assert "Muted until 13:00." in muted.text
    assert talk.book.preferences(CHAT).rest.muted_until == NOW + timedelta(hours=1)
    assert "Muted until 13:00" in await talk.say("/mute")
    assert "Not muted any more" in (await press(talk, muted, "Unmute")).text
    assert talk.book.preferences(CHAT).rest.muted_until is None


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("30m", NOW + timedelta(minutes=30)),
        ("2 days", NOW + timedelta(days=2)),
        ("for 1w", NOW + timedelta(weeks=1)),
        ("until 09:00", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("18:30", datetime(2026, 11, 22, 18, 30, tzinfo=UTC)),
    ],
)
async def test_times_are_read_as_people_write_them(talk: Talk, words: str, until: datetime) -> None:
    await talk.say(f"/mute {words}")
    assert talk.book.preferences(CHAT).rest.muted_until == until


@pytest.mark.parametrize("words", ["until 25:00", "9999d", "24:00", "until 9:7"])
async def test_what_is_no_time_is_told_with_an_example(talk: Talk, words: str) -> None:
    assert "is not a time. Use HH:MM, e.g. /mute until 09:00" in await talk.say(f"/mute {words}")


async def test_one_watch_is_muted(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    muted = await ask(talk, "/mute 1 1d")
    assert "Muted #1 sanctions until 2026-11-23 12:00" in muted.text
    assert talk.book.of(CHAT)[0].muted_until == NOW + timedelta(days=1)
    assert "muted until" in await talk.say("/watches")
    await press(talk, muted, "Unmute")
    assert talk.book.of(CHAT)[0].muted_until is None
    assert "No watch #9" in await talk.say("/mute 9 1d")
    assert "Mute #1 for how long?" in await talk.say("/mute #1")


async def test_pause_and_resume(talk: Talk) -> None:
    assert "not paused" in await talk.say("/resume")
    paused = await ask(talk, "/pause")
    assert talk.book.preferences(CHAT).rest.paused
    assert "comes now, in one message" in (await press(talk, paused, "Resume")).text
    assert not talk.book.preferences(CHAT).rest.paused


# --- digest and settings


async def test_a_digest_is_set_in_the_zone_that_is_named(talk: Talk) -> None:
    assert "You have no digest" in await talk.say("/digest")
    said = await talk.say("/digest 08:00 Asia/Seoul")
    assert "every day at 08:00 (Asia/Seoul); the next one 2026-11-23 08:00" in said
    assert "on weekdays at 08:00 (Asia/Seoul)" in await talk.say("/digest weekdays")
    assert "on Monday and Thursday at 07:30 (Europe/Berlin)" in await talk.say("/digest mon,thu 07:30 berlin")
    chosen = talk.book.preferences(CHAT)
    assert chosen.digest == DigestTime(at=time(7, 30), days=frozenset({0, 3}))
    assert chosen.timezone == "Europe/Berlin"
    assert "alerts come at once" in await talk.say("/digest off")
    assert talk.book.preferences(CHAT).digest is None


async def test_a_digest_can_be_chosen_by_a_button(talk: Talk) -> None:
    offered = await ask(talk, "/digest")
    assert "every day at 18:00" in (await press(talk, offered, "18:00")).text
    assert "Nothing waits" in await talk.say("/digest now")


async def test_what_is_no_time_or_zone_of_a_digest_is_told_with_what_to_type(talk: Talk) -> None:
    assert await talk.say("/digest 25:00") == (
        '"25:00" is not a time. Use HH:MM, e.g. /digest 08:00 Asia/Seoul'
    )
    asked = await ask(talk, "/digest 08:00 Seul")
    assert asked.text == 'I do not know the timezone "Seul". Did you mean Asia/Seoul?'
    assert "08:00 (Asia/Seoul)" in (await press(talk, asked, "Yes")).text
    assert "Write a city" in await talk.say("/digest qqqqqq")


async def test_settings_are_shown_and_changed(talk: Talk) -> None:
    assert "Timezone: UTC" in await talk.say("/settings")
    assert "Timezone: Asia/Seoul" in await talk.say("/settings timezone seoul")
    assert "Quiet hours: 22:00–07:00" in await talk.say("/settings quiet 22:00-07:00")
    rest = talk.book.preferences(CHAT).rest
    assert rest.quiet_hours == QuietHours(since=time(22), until=time(7))
    assert "Quiet hours: none" in await talk.say("/settings quiet off")
    assert "is not a time" in await talk.say("/settings quiet 22")
    assert "is not a time" in await talk.say("/settings quiet 22:00-22:00")
    assert 'I do not speak "xx"' in await talk.say("/settings language xx")
    refused = await ask(talk, "/settings timezone seoul", is_admin=False, chat="telegram:-5")
    assert "Only admins" in refused.text


# --- why


async def test_why_shows_where_which_word_was_found(talk: Talk) -> None:
    await talk.say("/watch sanction*")
    await talk.say("/watch embargo")
    await told(talk, "New Sanctions on ships", 1)
    said = await talk.say(f"/why {LINK}")
    assert "✅ #1 sanction*:" in said
    assert "Sanctions" in said
    assert "embargo" not in said
    assert "Sent at 12:00" in said
    reply = await talk.dialogue.handle(Command(chat=CHAT, text="/why", about=LINK))
    assert reply is not None
    assert reply.text == said


async def test_whynot_names_the_part_that_failed(talk: Talk) -> None:
    await talk.say("/watch ships -russia")
    await told(talk, "Ships of Russia")
    said = await talk.say(f"/whynot {LINK}")
    assert "❌ #1 ships -russia:" in said
    assert "russia" in said.partition("❌")[2]
    assert "None of your watches matches it" in await talk.say(f"/why {LINK}")


async def test_whynot_tells_what_was_never_read_from_what_waits(talk: Talk) -> None:
    assert "Which article?" in await talk.say("/whynot")
    assert "I have not read that article" in await talk.say("/whynot https://news.example/other")
    await talk.say("/watch ships")
    await told(talk, "Ships", 1, state=State.HELD)
    assert "It waits: paused." in await talk.say(f"/whynot {LINK}")


async def test_whynot_knows_an_article_that_is_older_than_the_watch(talk: Talk) -> None:
    await told(talk, "Ships")
    talk.now += timedelta(hours=1)
    await talk.say("/watch ships")
    assert "It was read before you watched for it." in await talk.say(f"/whynot {LINK}")


# --- the buttons of an alert


async def test_the_buttons_of_an_alert_open_and_close(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    article = await told(talk, "New sanctions", 1)
    more = await ask(talk, f"/alert {article} more", pressed=True)
    labels = ["Open", "Less like this", "Mute source", "Stop #1", "«"]
    assert (more.place, [button.label for button in more.buttons]) == (Place.KEYS, labels)
    assert all(len(button.command.encode()) <= 64 for button in more.buttons)
    back = await press(talk, more, "«")
    assert [button.label for button in back.buttons] == ["Open", "🔕 24h", "⋯"]
    muted = await press(talk, back, "🔕 24h")
    assert muted.place is Place.BELOW
    assert "Muted #1 sanctions until 2026-11-23 12:00" in muted.text
    assert "Stopped #1" in (await press(talk, more, "Stop #1")).text
    assert "expired" in (await press(talk, more, "Stop #1")).text


async def test_less_like_this_offers_words_with_what_they_would_have_cost(talk: Talk) -> None:
    await talk.publish_hourly("Sanctions on football clubs", 3, latest=timedelta(hours=1))
    await talk.publish_hourly("Sanctions on shipping", 5, latest=timedelta(hours=1))
    await talk.say("/watch sanctions")
    article = await told(talk, "Sanctions hit football", 1)
    more = await ask(talk, f"/alert {article} more", pressed=True)
    offer = await press(talk, more, "Less like this")
    assert "-football would have removed 4 matches of 9 in 30 days:" in offer.text
    assert "Sanctions hit football" in offer.text
    changed = await press(talk, offer, "Leave out football")
    assert "#1 is now sanctions -football." in changed.text
    source = await press(talk, more, "Mute source")
    assert 'Leave out source:"news"' in [button.label for button in source.buttons]


async def test_an_alert_that_is_not_known_any_more_has_expired_buttons(talk: Talk) -> None:
    reply = await ask(talk, "/alert 0000 more", pressed=True)
    assert (reply.text, reply.place) == ("This button has expired. Send /watches", Place.BELOW)


async def test_in_a_group_only_admins_use_what_an_alerts_buttons_change(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    article = await told(talk, "New sanctions", 1)
    refused = await ask(talk, f"/alert {article} mute", pressed=True, is_admin=False)
    assert "Only admins" in refused.text
    assert (await ask(talk, f"/alert {article} more", pressed=True, is_admin=False)).buttons


# --- sharing, status, pace


async def test_only_a_shared_watch_can_be_copied_from_its_address(talk: Talk) -> None:
    await talk.say("/watch sanctions -russia")
    assert "I read news listings" in await talk.say("/start w_1", chat="telegram:88")
    here = Command(chat=CHAT, text="/share 1", link="https://t.me/our_bot?start=")
    reply = await talk.dialogue.handle(here)
    assert reply is not None
    assert "https://t.me/our_bot?start=w_1" in reply.text
    offered = await ask(talk, "/start w_1", chat="telegram:88")
    assert "sanctions -russia" in offered.text
    assert offered.buttons[0].command == "/watch sanctions -russia"
    assert "no addresses" in await talk.say("/share 1")


async def test_status_tells_of_each_source_those_that_are_down_first(talk: Talk) -> None:
    await talk.publish("Sanctions", first_seen=NOW - timedelta(hours=1))
    assert "✅ All 1 sources are read." in await talk.say("/status")
    await talk.store.poll_failed("news", NOW, "HTTP 503", None)
    said = await talk.say("/status")
    assert "⚠ 1 of 1 sources are down." in said
    assert "Last check just now, last success 1 h ago, 1 articles" in said
    assert "⚠ Evening News: HTTP 503; last success 1 h ago" in said


async def test_a_chat_that_asks_too_fast_is_told_once_and_then_not_answered(talk: Talk) -> None:
    for _ in range(MOST):
        await talk.say("/cancel")
    assert "That was too much at once" in await talk.say("/cancel")
    assert await talk.ask("/cancel") is None
    assert await talk.ask("/cancel", chat="telegram:88") is not None
    talk.now += timedelta(minutes=1)
    assert await talk.ask("/cancel") is not None


async def test_what_a_watch_chose_is_kept_by_its_number(talk: Talk) -> None:
    await talk.say("/watch sanctions")
    (watch,) = talk.book.of(CHAT)
    assert await talk.book.change(replace(watch, when=When.DIGEST))
    assert await talk.store.watches(CHAT) == (
        Watch(
            id=1,
            owner=CHAT,
            query="sanctions",
            destinations=(CHAT,),
            when=When.DIGEST,
            created_at=NOW,
        ),
    )
