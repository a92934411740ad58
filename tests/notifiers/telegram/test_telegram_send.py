from __future__ import annotations

import logging
import socket

import pytest
from pydantic import ValidationError

from notifiers.port import DeliveryError, Editor, Message, Moved, Notifier, Refused, Rejected, Unknown
from notifiers.registry import load
from notifiers.secret import Secret
from notifiers.telegram.login import Login
from notifiers.telegram.measure import visible_units
from notifiers.telegram.send import Telegram
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import ApiError, TelegramReceiver

CHAT = 77
GROUP = -1001


def message(body: str = "<b>News</b>", **more: object) -> Message:
    return Message(key="k", parts={"body": body}, **more)  # type: ignore[arg-type]


def notifier_for(receiver: TelegramReceiver, *, patience: float = 5) -> Telegram:
    return Telegram(Login(token=Secret(receiver.token), base_url=receiver.url, timeout=patience))


async def failure(receiver: TelegramReceiver, to: str = str(CHAT), *, patience: float = 5) -> DeliveryError:
    notifier = notifier_for(receiver, patience=patience)
    try:
        with pytest.raises(DeliveryError) as caught:
            await notifier.send(to, message())
    finally:
        await notifier.close()
    assert receiver.token not in f"{caught.value!s} {caught.value!r}"
    return caught.value


async def test_it_is_what_the_registry_names() -> None:
    assert load("telegram").Options is Telegram.Options
    options = Telegram.Options(token=Secret("4200:demo"), chat=-5, topic=3)
    notifier = Telegram(options)
    assert isinstance(notifier, Notifier)
    assert options.address == "-5:3"
    await notifier.close()


async def test_a_message_arrives_with_its_markup_and_buttons_and_no_preview(
    telegram: TelegramReceiver,
) -> None:
    notifier = notifier_for(telegram)
    links = (("Open", "https://example.org/a"), ("Site", "https://example.org/"))
    receipt = await notifier.send(str(CHAT), message("<b>A &amp; B</b> &lt;c&gt;", links=links))
    await notifier.close()
    (got,) = telegram.received
    assert (got.chat, got.text, got.buttons, str(got.message)) == (CHAT, "A & B <c>", links, receipt.id)


async def test_a_topic_and_a_public_name_are_addresses(telegram: TelegramReceiver) -> None:
    notifier = notifier_for(telegram)
    await notifier.send(f"{GROUP}:9", message())
    await notifier.send("@news_channel", message())
    await notifier.close()
    assert [(got.chat, got.topic) for got in telegram.received] == [(GROUP, 9), ("@news_channel", None)]


async def test_a_closed_topic_gets_its_message_in_the_general_one(
    telegram: TelegramReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.chats.closed_topics.add((GROUP, 9))
    notifier = notifier_for(telegram)
    await notifier.send(f"{GROUP}:9", message())
    await notifier.close()
    assert [got.topic for got in telegram.received] == [None]
    assert "sent without it" in caplog.text


async def test_a_button_that_telegram_refuses_does_not_cost_the_message(telegram: TelegramReceiver) -> None:
    notifier = notifier_for(telegram)
    await notifier.send(str(CHAT), message(links=(("Open", "http://localhost/a"),)))
    await notifier.close()
    assert [(got.text, got.buttons) for got in telegram.received] == [("News", ())]


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (403, "Forbidden: bot was kicked from the supergroup chat", True),
        (403, "Forbidden: user is deactivated", True),
        (403, "Forbidden: bot can't initiate conversation with a user", True),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: not enough rights to send text messages to the chat", True),
        (400, "Bad Request: message is too long", False),
    ],
)
async def test_what_never_will_be_taken_is_rejected(
    telegram: TelegramReceiver, code: int, words: str, gone: bool
) -> None:
    telegram.chats.refusals[CHAT] = ApiError(code, words)
    error = await failure(telegram)
    assert isinstance(error, Rejected)
    assert error.gone is gone
    assert words.partition(": ")[2].casefold() in str(error).casefold()


async def test_a_migrated_group_says_where_it_went(telegram: TelegramReceiver) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.chats.refusals[GROUP] = ApiError(400, words, migrate_to_chat_id=-100777)
    error = await failure(telegram, str(GROUP))
    assert isinstance(error, Moved)
    assert error.to == "-100777"


async def test_a_flood_wait_is_passed_on_in_seconds(telegram: TelegramReceiver) -> None:
    telegram.plan = FaultPlan([Fault.TOO_MANY], retry_after=17)
    error = await failure(telegram)
    assert isinstance(error, Refused)
    assert error.retry_after == 17
    assert telegram.received == []


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.PAGE])
async def test_a_server_in_trouble_refuses(telegram: TelegramReceiver, fault: Fault) -> None:
    telegram.plan = FaultPlan([fault])
    error = await failure(telegram)
    assert isinstance(error, Refused)
    assert error.retry_after is None
    assert "<html>" not in str(error)


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.TRUNCATE])
async def test_a_lost_answer_is_unknown(telegram: TelegramReceiver, fault: Fault) -> None:
    telegram.plan = FaultPlan([fault])
    assert isinstance(await failure(telegram), Unknown)
    assert len(telegram.received) == (fault is not Fault.DROP_BEFORE)


async def test_an_answer_that_never_comes_is_unknown(telegram: TelegramReceiver) -> None:
    telegram.plan = FaultPlan([Fault.HANG])
    assert isinstance(await failure(telegram, patience=0.2), Unknown)


async def test_a_server_that_is_not_there_refuses() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        receiver = TelegramReceiver()
        login = Login(token=Secret(receiver.token), base_url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        notifier = Telegram(login)
        with pytest.raises(Refused):
            await notifier.send(str(CHAT), message())
        await notifier.close()


async def test_a_token_that_telegram_does_not_know_refuses_until_it_is_mended(
    telegram: TelegramReceiver,
) -> None:
    notifier = Telegram(Login(token=Secret("4200:old"), base_url=telegram.url))
    with pytest.raises(Refused, match="token") as caught:
        await notifier.send(str(CHAT), message())
    await notifier.close()
    assert "old" not in str(caught.value)


@pytest.mark.parametrize("to", ["", "news", "77:", "77:x", "@", "https://t.me/x"])
async def test_an_address_that_is_none_is_rejected(telegram: TelegramReceiver, to: str) -> None:
    assert isinstance(await failure(telegram, to), Rejected)


async def test_bad_markup_is_rejected_in_telegrams_own_words(telegram: TelegramReceiver) -> None:
    pytest.importorskip("tdjson", reason="TDLib has no wheel for this platform")
    notifier = notifier_for(telegram)
    with pytest.raises(Rejected, match=r"(?i)can't parse entities: unsupported start tag") as caught:
        await notifier.send(str(CHAT), message("<p>News</p>"))
    await notifier.close()
    assert not caught.value.gone


async def test_no_log_line_at_any_level_holds_the_token(
    telegram: TelegramReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = telegram.token = "424242:AAHsecretsecretsecretsecret"
    telegram.plan = FaultPlan([Fault.NONE, Fault.PAGE, Fault.DROP_BEFORE, Fault.TRUNCATE])
    notifier = notifier_for(telegram)
    await notifier.send(str(CHAT), message())
    for _ in range(3):
        with pytest.raises(DeliveryError):
            await notifier.send(str(CHAT), message())
    await notifier.close()
    assert "sendMessage" in caplog.text, "the HTTP client logs addresses, or this test proves nothing"
    assert "AAHsecret" not in caplog.text
    assert token not in repr(Login(token=Secret(token)))


@pytest.mark.parametrize("token", ["abc", "12:", "12:a b", "bot12:ab"])
def test_a_token_of_another_shape_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Login(token=Secret(token))
    assert "BotFather" in str(caught.value)
    assert token not in str(caught.value).replace("@BotFather", "")


@pytest.mark.parametrize("chat", ["news", "t.me/news", "@", 1.5, None])
def test_a_chat_that_is_no_number_and_no_name_is_a_mistake(chat: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Telegram.Options.model_validate({"token": Secret("4200:demo"), "chat": chat})
    assert {error["loc"][0] for error in caught.value.errors()} == {"chat"}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("plain", 5),
        ("<b>bold</b>", 4),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', 1),
        ("&lt;b&gt; &amp; &#39;", 7),
        ("😀", 2),
        ("한국어", 3),
    ],
)
def test_length_is_what_a_reader_sees_in_utf16_units(text: str, units: int) -> None:
    assert visible_units(text) == units


async def test_a_message_is_changed_in_its_place_and_again_is_no_harm(telegram: TelegramReceiver) -> None:
    notifier = notifier_for(telegram)
    assert isinstance(notifier, Editor)
    receipt = await notifier.send(str(CHAT), message())
    for _ in range(2):
        assert await notifier.edit(str(CHAT), receipt.id, message("<b>Newer</b>")) == receipt
    await notifier.close()
    assert [(edit.message, edit.text) for edit in telegram.chats.edits] == [(int(receipt.id), "Newer")]
    assert len(telegram.received) == 1


@pytest.mark.parametrize("receipt", ["999", "", "x"])
async def test_a_message_that_is_not_there_cannot_be_changed(
    telegram: TelegramReceiver, receipt: str
) -> None:
    notifier = notifier_for(telegram)
    with pytest.raises(Rejected) as caught:
        await notifier.edit(str(CHAT), receipt, message())
    assert not caught.value.gone
    await notifier.send(str(CHAT), message(follows=receipt))
    await notifier.close()
    assert len(telegram.received) == 1
