"""What people see in Slack, over real sockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from notifiers.secret import Secret
from tests.bot.conftest import Talk
from tests.bot.slack.conftest import Clock, bot_of
from tests.bot.slack.front import APP, Front, Shown
from tests.bot.slack.person import Person
from tests.store.contract import a_poll, an_article
from watcher import plan
from watcher.delivery.compose import Composer
from watcher.delivery.routes import Routes
from watcher.render import Renderer
from watcher.service.slack_app import account


async def test_a_watch_in_a_channel_is_answered_to_one_and_announced_to_all(
    person: Person, front: Front, talk: Talk
) -> None:
    await talk.publish("New sanctions on shipping <!channel> & more")

    answer = await person.type("sanctions")

    assert answer.only == "U1"
    assert answer.text.startswith("👁 Watching *sanctions* (#1). 1 match in the last 7 days")
    assert "&lt;!channel&gt; &amp; more" in answer.text
    (announced,) = [one for one in front.shown if not one.only]
    assert (announced.channel, announced.text) == ("C1", "👁 *ada* watches *sanctions* here now (#1).")
    assert [watch.owner for watch in talk.book.of("slack:C1")] == ["slack:C1"]

    assert (await person.type("sanctions")).text == "You already watch this (#1)."
    assert len([one for one in front.shown if not one.only]) == 1
    undone = await person.press(announced, "Undo")
    assert undone is announced
    assert undone.text == "Stopped #1 *sanctions*."
    assert talk.book.of("slack:C1") == ()
    back = await person.press(announced, "Undo")
    assert back is announced
    assert back.text.startswith("👁 Watching *sanctions* (#2)")
    assert len([one for one in front.shown if not one.only]) == 1


async def test_what_is_said_between_two_is_of_the_person_and_announced_to_nobody(
    person: Person, front: Front, talk: Talk
) -> None:
    await person.type("sanctions", channel="D1")

    (watch,) = talk.book.of("slack:U1")
    assert watch.destinations == ("slack:U1",)
    assert all(one.only for one in front.shown)


async def test_where_the_app_was_not_invited_nothing_is_watched(person: Person, talk: Talk) -> None:
    answer = await person.type("sanctions", channel="C2")

    assert "`/invite @watcher`" in answer.text
    assert talk.book.of("slack:C2") == ()
    assert "nothing yet" in (await person.type("list", channel="C2")).text


async def test_a_dialog_asks_for_the_words_that_were_left_out(
    person: Person, front: Front, talk: Talk
) -> None:
    dialog = await person.asks("")
    assert dialog["blocks"][0]["label"]["text"] == "What should I watch"

    answer = await person.submit(dialog, words="sanctions -russia")

    assert answer.only == "U1"
    assert answer.text.startswith("👁 Watching *sanctions -russia* (#1).")
    assert [one.text for one in front.shown if not one.only] == [
        "👁 *ada* watches *sanctions -russia* here now (#1)."
    ]


async def test_the_settings_are_a_dialog_that_says_what_it_did_not_understand(
    person: Person, talk: Talk
) -> None:
    dialog = await person.asks("settings")

    answer = await person.submit(dialog, timezone="Asia/Seoul", digest="08:00 weekdays", quiet="22:00-06:00")

    chosen = talk.book.preferences("slack:C1")
    assert (chosen.timezone, chosen.digest is not None) == ("Asia/Seoul", True)
    assert chosen.rest.quiet_hours is not None
    assert "Quiet hours: 22:00–06:00" in answer.text
    again = await person.asks("settings")
    shown = {block["block_id"]: block["element"].get("initial_value") for block in again["blocks"]}
    assert shown == {
        "timezone": "Asia/Seoul",
        "digest": "08:00 weekdays",
        "quiet": "22:00-06:00",
        "language": None,
    }
    wrong = await person.submit(again, timezone="Seul", quiet="")
    assert 'I do not know the timezone "Seul". Did you mean Asia/Seoul?' in wrong.text
    assert talk.book.preferences("slack:C1").rest.quiet_hours is None
    same = await person.submit(await person.asks("settings"))
    assert same.text.startswith("Timezone: Asia/Seoul")


async def test_where_it_is_too_late_for_a_dialog_the_settings_are_told(person: Person, front: Front) -> None:
    command = person.command("settings")
    front.triggers.clear()
    await front.send("slash_commands", command)
    await front.until(lambda: front.shown)

    assert front.shown[-1].text.startswith("Timezone: UTC")


async def test_a_button_that_nobody_sees_but_its_reader_changes_its_own_message(person: Person) -> None:
    await person.type("sanctions")
    sure = await person.type("remove all")

    done = await person.press(sure, "Yes, stop all 1")

    assert done is sure
    assert done.text == "Stopped 1 watch. You will hear of nothing more."


async def test_a_stale_button_says_so_in_the_words_of_slack(person: Person, front: Front) -> None:
    shown = await person.type("sanctions")
    shown.fields["blocks"][-1]["elements"][0]["value"] = "/of_an_older_release"

    answer = await person.press(shown, "Recent")

    assert answer.text == "This button has expired. Send /watch list"


async def test_the_home_lists_the_watches_of_a_person_and_takes_more(
    person: Person, front: Front, talk: Talk
) -> None:
    home = await person.open_home()
    assert "You watch nothing yet" in _words(home)
    await person.press_at_home("Watch for words")
    await front.until(lambda: front.dialogs)

    await person.submit(front.dialogs[-1], words="sanctions")

    await front.until(lambda: "*sanctions*" in _words(front.homes["U1"]))
    assert [watch.query for watch in talk.book.of("slack:U1")] == ["sanctions"]
    one = await person.press_at_home("#1")
    assert "#1 *sanctions* · now" in _words(one)
    assert [chat.title for chat in await talk.store.chats()] == ["ada"]
    await person.open_home()
    assert [chat.title for chat in await talk.store.chats()] == ["ada"]
    await person.press_at_home("#1")
    gone = await person.press_at_home("Stop")
    assert "Stopped #1 *sanctions*." in _words(gone)
    back = await person.press_at_home("Undo")
    assert "Watching *sanctions*" in _words(back)
    assert "`/watch help watch`" in _words(await person.press_at_home("Help"))


def _words(blocks: list[Mapping[str, Any]]) -> str:
    return "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")


async def test_an_alert_is_edited_in_place_and_its_follow_ups_stand_in_its_thread(
    person: Person, front: Front, talk: Talk, clock: Clock
) -> None:
    await person.type("sanctions")
    card = await _alert(front, talk, clock, "slack:C1")
    words = card.text
    assert list(card.buttons) == ["Open", "🔕 24h", "⋯"]

    more = await person.press(card, "⋯")
    assert more is card
    assert list(card.buttons) == ["Open", "Less like this", "Mute source", "Stop #1", "«"]
    await person.press(card, "«")
    assert list(card.buttons) == ["Open", "🔕 24h", "⋯"]
    muted = await person.press(card, "🔕 24h")

    assert (muted.thread, muted.channel) == (card.ts, "C1")
    assert "🔕 Muted #1 *sanctions* until" in muted.text
    assert card.text == words
    card.fields["blocks"][1]["elements"][1]["value"] = "/alert gone mute"
    stale = await person.press(card, "🔕 24h")
    assert (stale.thread, stale.text) == (card.ts, "This button has expired. Send /watch list")
    assert card.text == words


async def _alert(front: Front, talk: Talk, clock: Clock, destination: str) -> Shown:
    """Let an alert be owed, and deliver it as the service does."""
    article = an_article(1, title="New sanctions", url="https://news.example/1")
    poll = a_poll(article, source="news", at=clock())
    owed = plan.alerts("news", [article], talk.book.match, lambda *_: None, lambda way: (way,), clock())
    await talk.store.commit_poll(replace(poll, deliveries=owed))
    claim = await talk.store.claim(destination, clock())
    assert claim is not None
    channel = account(bot_of(front, app_token=Secret(APP)))
    routes = Routes((), {"slack": channel}, ZoneInfo("UTC"))
    route = routes.find(destination)
    assert route is not None
    renderer = Renderer()
    composer = Composer(talk.store, talk.book, {"news": "News"}, clock, renderer=renderer, builtin=renderer)
    await route.notifier.send(route.to, await composer.compose(claim, route))
    return front.shown[-1]
