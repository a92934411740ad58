from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from notifiers.port import Message
from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.login import Login
from notifiers.telegram.send import Telegram
from tests.bot.conftest import NOW, Talk
from tests.bot.test_commands import told
from tests.tdlib import HAS_TDLIB
from watcher.bot.answer import say
from watcher.bot.html import to_html
from watcher.bot.keys import Keys
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.trouble import LASTING, InboxTrouble
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import ApiError, Received, TelegramReceiver
from watcher.models import Event, State
from watcher.service.inboxes import menus
from watcher.store.tiny.store import TinyStore
from watcher.wording.stored import restored
from watcher.wording.text import ENGLISH, block, bold

PERSON = 77
GROUP = -1001


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


class Phone:
    """A person with Telegram in the hand."""

    def __init__(self, receiver: TelegramReceiver) -> None:
        self.receiver = receiver

    async def type(self, text: str, *, chat: int = PERSON, user: int | None = None) -> Received:
        """Type, and return the answer."""
        return await self.answer_to(self.receiver.push_text(chat, text, user=user), self.receiver.received)

    async def press(self, message: Received, label: str) -> Received:
        """Press a button, and return what the message became."""
        return await self.answer_to(self.receiver.press(message, label), self.receiver.chats.edits)

    async def answer_to(self, doing: Awaitable[int], shown: list[Received]) -> Received:
        """Do something, and return the next message that is shown."""
        before = len(shown)
        await doing
        async with asyncio.timeout(10):
            while len(shown) == before:
                await asyncio.sleep(0.005)
        return shown[-1]


@pytest.fixture
async def inbox(telegram: TelegramReceiver, talk: Talk) -> AsyncIterator[TelegramInbox]:
    account = Account(Login(token=Secret(telegram.token), base_url=telegram.url, timeout=5))

    async def no_wait(seconds: float) -> None:
        await asyncio.sleep(0)

    inbox = TelegramInbox(
        account,
        talk.dialogue,
        talk.book,
        talk.store,
        lambda: NOW,
        menus=menus(),
        wait=no_wait,
    )
    task = asyncio.ensure_future(inbox.run())
    yield inbox
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await account.close()


@pytest.fixture
def phone(telegram: TelegramReceiver, inbox: TelegramInbox) -> Phone:
    return Phone(telegram)


async def test_a_conversation_from_start_to_the_last_watch(phone: Phone, talk: Talk) -> None:
    await talk.publish("New sanctions on shipping")
    start = await phone.type("/start")
    watching = await phone.press(start, 'Watch "sanctions"')
    assert watching.text == (
        "👁 Watching sanctions (#1). 1 match in the last 7 days, latest just now: “New sanctions on shipping”."
    )
    assert "<b>sanctions</b>" in watching.html
    again = await phone.type("/watch sanctions")
    assert again.text == "You already watch this (#1)."
    await phone.type("/watch “world cup” –final")
    listed = await phone.type("/watches")
    assert "#1 sanctions · now · 1/wk" in listed.text
    assert "#2 “world cup” –final" in listed.text
    stopped = await phone.type("/unwatch 1")
    assert stopped.text == "Stopped #1 sanctions."
    back = await phone.press(stopped, "Undo")
    assert "Watching sanctions (#3)" in back.text
    sure = await phone.type("/unwatch all")
    done = await phone.press(sure, "Yes, stop all 2")
    assert done.text == "Stopped 2 watches. You will hear of nothing more."


@pytest.mark.skipif(not HAS_TDLIB, reason="TDLib has no wheel for this platform")
@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "a & b",
        "'quoted' \"phrase\"",
        "북한 제재",
        "عقوبات",
        "🚀",
        "</b></code>",
        "back`tick",
        "x" * 200,
    ],
)
async def test_whatever_is_typed_comes_back_whole(phone: Phone, words: str) -> None:
    """TDLib judges the markup of every reply; what it cannot parse is never shown."""
    answer = await phone.type(f"/watch {words}")
    if "Watching" in answer.text:
        assert words in answer.text
        assert words in (await phone.type("/watches")).text
        assert words in (await phone.type("/unwatch 1")).text


@pytest.mark.parametrize("command", ["/help", "/help watch", "/watch from:x", '/watch "open', "/nonsense"])
async def test_every_kind_of_reply_is_markup_that_telegram_takes(phone: Phone, command: str) -> None:
    assert (await phone.type(command)).text


async def test_a_press_under_a_message_that_is_gone_is_answered_anew(
    phone: Phone, telegram: TelegramReceiver
) -> None:
    start = await phone.type("/start")
    telegram.received.clear()
    answer = await phone.answer_to(telegram.press(start, "Help"), telegram.received)
    assert "/unwatch" in answer.text


async def test_undo_works_for_a_query_longer_than_a_button_can_hold(phone: Phone) -> None:
    query = "북한 OR 제재 OR 미사일 OR 핵실험 OR 개성공단 OR 평양"
    assert len(f"/watch {query}".encode()) > 64
    await phone.type(f"/watch {query}")
    stopped = await phone.type("/unwatch 1")
    assert f"Watching {query} (#2)" in (await phone.press(stopped, "Undo")).text


async def test_the_menu_of_the_client_lists_the_commands(phone: Phone, telegram: TelegramReceiver) -> None:
    await phone.type("/help")
    listed = [verb.name for verb in VERBS.values() if verb.menu]
    assert [name for name, _ in telegram.chats.menus[""]] == listed
    assert dict(telegram.chats.menus["ko"])["watch"] == "단어 지켜보기"


async def test_in_a_group_only_admins_change_watches(phone: Phone, telegram: TelegramReceiver) -> None:
    telegram.chats.admins.add((GROUP, 5))
    refused = await phone.type("/watch@watcher_demo_bot sanctions", chat=GROUP, user=6)
    assert "Only admins" in refused.text
    taken = await phone.type("/watch@watcher_demo_bot sanctions", chat=GROUP, user=5)
    assert "Watching sanctions" in taken.text


async def test_only_the_latest_long_buttons_are_kept_and_older_ones_have_expired(talk: Talk) -> None:
    keys = Keys(talk.store, 64)
    commands = [f"/watch {'x' * 60} {number}" for number in range(70)]
    names = [(await keys.shorten("telegram:77", [command]))[command] for command in commands]
    assert max(len(name) for name in names) <= 64
    assert await keys.expand("telegram:77", names[-1]) == commands[-1]
    assert await keys.expand("telegram:88", names[-1]) == names[-1]
    expired = await talk.ask(await keys.expand("telegram:77", names[0]), pressed=True)
    assert expired is not None
    assert "expired" in expired.text


async def test_an_answer_that_is_refused_comes_a_little_later(
    phone: Phone, telegram: TelegramReceiver
) -> None:
    telegram.plan = FaultPlan([Fault.TOO_MANY, Fault.SERVER_ERROR], methods=["sendMessage"], retry_after=1)
    assert "Watching" in (await phone.type("/watch sanctions")).text
    assert len(telegram.received) == 1


async def test_an_answer_that_would_wait_long_does_not_hold_up_the_next_chat(
    phone: Phone, telegram: TelegramReceiver
) -> None:
    telegram.plan = FaultPlan([Fault.TOO_MANY], methods=["sendMessage"], retry_after=600)
    await telegram.push_text(88, "/watch sanctions")
    assert (await phone.type("/watch sanctions")).chat == PERSON


async def test_the_watches_of_a_chat_that_blocks_the_bot_rest(
    phone: Phone, telegram: TelegramReceiver, talk: Talk
) -> None:
    await phone.type("/watch sanctions")
    await telegram.set_status(PERSON, "kicked")
    await until(lambda: not talk.book.chats()[0].active)
    assert [(chat.id, chat.active) for chat in await talk.store.chats()] == [("telegram:77", False)]
    await talk.publish("Sanctions")
    (article,) = await talk.store.recent(NOW)
    assert talk.book.match(article.article, "news") == ()


async def test_a_chat_that_blocks_the_bot_before_its_answer_counts_as_gone(
    phone: Phone, telegram: TelegramReceiver, talk: Talk
) -> None:
    telegram.chats.refusals[99] = ApiError(403, "Forbidden: bot was blocked by the user")
    await telegram.push_text(99, "/watch sanctions")
    await until(lambda: (chat := talk.book.chat("telegram:99")) is not None and not chat.active)
    assert [chat.active for chat in await talk.store.chats()] == [False]


async def test_whoever_set_a_group_up_is_told_why_it_cannot_be_written_to(
    phone: Phone, telegram: TelegramReceiver, talk: Talk
) -> None:
    telegram.chats.admins.add((GROUP, PERSON))
    await phone.type("/start")
    await phone.type("/watch sanctions", chat=GROUP, user=PERSON)
    await telegram.set_status(GROUP, "kicked")
    await until(lambda: not (chat := talk.book.chat(f"telegram:{GROUP}")) or not chat.active)
    (notice,) = await talk.store.deliveries(State.PENDING)
    assert (notice.event, notice.destination) == (Event.NOTICE, "telegram:77")
    assert str(restored(notice.text)) == (
        "I cannot write to “Group 1001” any more: I was banned. Its 1 watch rests until I am let in."
    )
    assert "⚠ I cannot write to Group 1001: I was banned." in (await phone.type("/status")).text


async def test_one_slow_chat_does_not_delay_another(phone: Phone, telegram: TelegramReceiver) -> None:
    telegram.plan = FaultPlan([Fault.HANG], methods=["sendMessage"])
    await telegram.push_text(88, "/watch sanctions")
    await telegram.push_text(88, "/watches")
    await until(lambda: "sendMessage" in telegram.calls)
    assert (await phone.type("/help")).chat == PERSON
    assert (await phone.type("/watches")).chat == PERSON
    telegram.plan.release()


async def test_trouble_of_the_inbox_is_shown_at_once_and_told_to_operators_when_it_lasts(
    store: TinyStore,
) -> None:
    waits: list[float] = []
    lasts = asyncio.Event()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await lasts.wait()

    async def owed() -> list[str]:
        return [notice.text for notice in await store.deliveries(State.PENDING)]

    trouble = InboxTrouble("Telegram commands", store, ("ops",), lambda: NOW, wait)
    trouble.report("not received: one")
    assert trouble.now == "not received: one"
    await asyncio.sleep(0)
    trouble.report("")
    assert (trouble.now, waits) == ("", [LASTING])
    trouble.report("not received: two")
    lasts.set()
    async with asyncio.timeout(10):
        while not await owed():
            await asyncio.sleep(0.005)
    assert await owed() == ["not received: two"]


async def test_a_question_is_asked_so_that_the_client_offers_to_answer(
    phone: Phone, telegram: TelegramReceiver
) -> None:
    asked = await phone.type("/watch")
    assert "What should I watch?" in asked.text
    assert asked.asks
    assert "Watching sanctions" in (await phone.type("sanctions")).text


async def test_an_alert_keeps_its_text_while_its_buttons_change(
    phone: Phone, telegram: TelegramReceiver, talk: Talk
) -> None:
    await phone.type("/watch sanctions")
    article = await told(talk, "New sanctions", 1)
    notifier = Telegram(Login(token=Secret(telegram.token), base_url=telegram.url, timeout=5))
    await notifier.send(
        str(PERSON),
        Message(key="k", parts={"body": "<b>New sanctions</b>"}, commands=(("⋯", f"/alert {article} more"),)),
    )
    await notifier.close()
    alert = telegram.received[-1]
    more = await phone.press(alert, "⋯")
    assert (more.text, more.html) == (alert.text, alert.html)
    assert [label for label, _ in more.buttons][1:] == ["Less like this", "Mute source", "Stop #1", "«"]
    before = len(telegram.received)
    await telegram.press(more, "Stop #1")
    await until(lambda: len(telegram.received) > before)
    assert telegram.received[-1].text == "Stopped #1 sanctions."


async def test_a_group_that_migrates_keeps_its_watches(
    phone: Phone, telegram: TelegramReceiver, talk: Talk
) -> None:
    telegram.chats.admins.add((-5, 5))
    await phone.type("/watch sanctions", chat=-5, user=5)
    await telegram.push_text(-5, "", extra={"migrate_to_chat_id": -1005})
    listed = await phone.type("/watches", chat=-1005, user=5)
    assert "#1 sanctions" in listed.text
    assert [watch.destinations for watch in talk.book.of("telegram:-1005")] == [("telegram:-1005",)]


async def test_the_place_in_the_updates_survives_in_the_store(
    inbox: TelegramInbox, telegram: TelegramReceiver, talk: Talk
) -> None:
    update = str(await telegram.push_text(PERSON, "/help"))
    async with asyncio.timeout(10):
        while await talk.store.get("telegram:4200:update") != update:
            await asyncio.sleep(0.005)


def test_every_style_is_written_in_telegrams_tags_and_nothing_else_is_markup() -> None:
    reply = say("a <b> & {a} `/watch <x>`\n{b}", a=bold("<i>"), b=block("q\n^")).spoken(ENGLISH)
    assert (
        to_html(reply) == "a &lt;b&gt; &amp; <b>&lt;i&gt;</b> <code>/watch &lt;x&gt;</code>\n<pre>q\n^</pre>"
    )
