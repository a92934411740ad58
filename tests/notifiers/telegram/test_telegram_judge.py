"""A client that we do not use talks to our loopback server, and understands what it says as Telegram's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.judges.node import Unavailable
from tests.judges.telegram import Client, client
from tests.tdlib import parse_html
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import ApiError, TelegramReceiver

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PERSON, GROUP = 77, -1001


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[TelegramReceiver]:
    async with TelegramReceiver(parse=parse_html) as receiver:
        yield receiver


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judge(server: TelegramReceiver) -> AsyncIterator[Client]:
    try:
        async with client(server.url, server.token) as started:
            yield started
    except Unavailable as reason:
        pytest.skip(str(reason))


async def test_it_understands_each_answer(server: TelegramReceiver, judge: Client) -> None:
    assert (await judge.call("GetMe"))["is_bot"]
    await judge.call("SetMyCommands", commands=[{"command": "watch", "description": "Watch for words"}])
    keyboard = {"inline_keyboard": [[{"text": "Undo", "callback_data": "/undo"}]]}

    sent = await judge.call(
        "SendMessage", chat_id=PERSON, text="<b>Seoul</b> &amp; co", parse_mode="HTML", reply_markup=keyboard
    )

    assert (sent["chat"]["id"], sent["text"]) == (PERSON, "Seoul & co")
    where = {"chat_id": PERSON, "message_id": sent["message_id"]}
    assert (await judge.call("EditMessageText", **where, text="Busan", reply_markup=keyboard))[
        "text"
    ] == "Busan"
    same = await judge.fails("EditMessageText", **where, text="Busan", reply_markup=keyboard)
    assert same == ("TelegramBadRequest", {})

    await server.push_text(PERSON, "/watch sanctions")
    await server.press(server.received[0], "Undo")
    await server.set_status(GROUP, "member")
    typed, pressed, entered = await judge.call("GetUpdates", timeout=1)

    assert typed["message"]["text"] == "/watch sanctions"
    assert typed["message"]["entities"][0]["type"] == "bot_command"
    assert pressed["callback_query"]["data"] == "/undo"
    assert pressed["callback_query"]["message"]["message_id"] == sent["message_id"]
    assert entered["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert await judge.call("AnswerCallbackQuery", callback_query_id=pressed["callback_query"]["id"])
    again = await judge.fails("AnswerCallbackQuery", callback_query_id=pressed["callback_query"]["id"])
    assert again == ("TelegramBadRequest", {})
    assert await judge.call("GetUpdates", offset=entered["update_id"] + 1, timeout=0) == []


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        (Fault.TOO_MANY, "TelegramRetryAfter", {"retry_after": 3}),
        (Fault.SERVER_ERROR, "TelegramServerError", {}),
        (Fault.DROP_AFTER, "TelegramNetworkError", {}),
    ],
)
async def test_it_tells_faults_apart(
    server: TelegramReceiver, judge: Client, fault: Fault, error: str, told: dict[str, int]
) -> None:
    server.plan = FaultPlan([fault], retry_after=3)

    assert await judge.fails("SendMessage", chat_id=PERSON, text="x") == (error, told)


async def test_it_tells_closed_chats_apart(server: TelegramReceiver, judge: Client) -> None:
    server.chats.refusals[PERSON] = ApiError(403, "Forbidden: bot was blocked by the user")
    server.chats.refusals[GROUP] = ApiError(400, "Bad Request: migrated", migrate_to_chat_id=-1009)

    assert await judge.fails("SendMessage", chat_id=PERSON, text="x") == ("TelegramForbiddenError", {})
    moved = await judge.fails("SendMessage", chat_id=GROUP, text="x")
    assert moved == ("TelegramMigrateToChat", {"migrate_to_chat_id": -1009})


async def test_a_webhook_stands_in_its_way(server: TelegramReceiver, judge: Client) -> None:
    assert await judge.call("SetWebhook", url="https://bot.example/hook", secret_token="s3cret")
    assert await judge.fails("GetUpdates", timeout=0) == ("TelegramConflictError", {})
    assert await judge.call("DeleteWebhook")
    assert await judge.call("GetUpdates", timeout=0) == []

    server.token = "1:another"
    assert await judge.fails("GetMe") == ("TelegramUnauthorizedError", {})
