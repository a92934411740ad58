"""The HTTP around it: tokens, long polling, and the faults that it was told to make."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Self

from aiohttp import web

from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import wire
from watcher.demo.receivers.telegram.chats import ApiError, Chats, Parse, Received, without_tags


class TelegramReceiver:
    """A Bot API server for one bot.

    `chats` holds its state: who blocked the bot, which topics are closed, who is an admin.
    """

    def __init__(
        self,
        *,
        plan: FaultPlan | None = None,
        parse: Parse = without_tags,
        token: str = f"{wire.BOT['id']}:demo",
    ) -> None:
        self.token = token
        """The one token that it lets in."""
        self.plan = plan or FaultPlan()
        self.chats = Chats(parse)
        self.calls: list[str] = []
        """The name of every method called, in order."""
        self._news = asyncio.Condition()
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self._url = ""
        self._methods: dict[str, Callable[[Mapping[str, str]], object]] = {
            "sendMessage": self.chats.send_message,
            "editMessageText": self.chats.edit_message_text,
            "editMessageReplyMarkup": self.chats.edit_message_reply_markup,
            "answerCallbackQuery": self.chats.answer_callback_query,
            "setMyCommands": self.chats.set_my_commands,
            "getChatMember": self.chats.get_chat_member,
            "getMe": lambda _: wire.BOT | {"can_join_groups": True},
            "setWebhook": self.chats.set_webhook,
            "deleteWebhook": self.chats.delete_webhook,
        }

    @property
    def url(self) -> str:
        """The `base_url` of a `Login`."""
        return self._url

    @property
    def received(self) -> list[Received]:
        """Every message taken, in order."""
        return self.chats.sent

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        self.plan.release()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- what people do

    async def push_text(
        self, chat: int, text: str, *, user: int | None = None, extra: Mapping[str, object] | None = None
    ) -> int:
        """Let somebody type; return the update's number. `extra` are further fields of the message."""
        return await self._tell(self.chats.say(chat, text, user or abs(chat), extra or {}))

    async def press(self, message: Received, label: str, *, user: int | None = None) -> int:
        """Let somebody press the button with this label under a message."""
        data = dict(message.buttons)[label]
        return await self._tell(self.chats.press(message, data, user or abs(int(message.chat))))

    async def set_status(self, chat: int, status: str) -> int:
        """Let a chat put the bot out (`kicked`) or in (`member`)."""
        return await self._tell(self.chats.set_status(chat, status))

    async def _tell(self, update: int) -> int:
        async with self._news:
            self._news.notify_all()
        return update

    # --- what the bot asks

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            fields = {name: str(value) for name, value in (await request.post()).items()}
        except ConnectionResetError:
            return _cut(request)  # whoever asked was killed in the middle of it
        self.calls.append(method)
        match self.plan.next(method, fields.get("chat_id", ""), fields):
            case Fault.TOO_MANY:
                seconds = self.plan.retry_after
                return _not_ok(
                    ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
                )
            case Fault.SERVER_ERROR:
                return _not_ok(ApiError(500, "Internal Server Error"))
            case Fault.PAGE:
                page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
                return web.Response(status=502, text=page, content_type="text/html")
            case Fault.DROP_BEFORE:
                return _cut(request)
            case Fault.DROP_AFTER:
                await self._answer(request, method, fields)
                return _cut(request)
            case Fault.HANG:
                await self._answer(request, method, fields)
                await self.plan.hang()
                return _cut(request)
            case Fault.TRUNCATE:
                answer = await self._answer(request, method, fields)
                return web.Response(text=(answer.text or "")[:20], content_type="application/json")
            case Fault.LATE:
                answer = await self._answer(request, method, fields)
                await self.plan.delay()
                return answer
            case _:
                return await self._answer(request, method, fields)

    async def _answer(self, request: web.Request, method: str, fields: Mapping[str, str]) -> web.Response:
        try:
            if request.match_info["token"] != self.token:
                raise ApiError(401, "Unauthorized")  # noqa: TRY301 - all refusals take one way out
            return web.json_response({"ok": True, "result": await self._result(method, fields)})
        except ApiError as error:
            return _not_ok(error)

    async def _result(self, method: str, fields: Mapping[str, str]) -> object:
        if method == "getUpdates":
            if self.chats.webhook:
                raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
            return await self._get_updates(fields)
        if method not in self._methods:
            raise ApiError(404, "Not Found")
        return self._methods[method](fields)

    async def _get_updates(self, fields: Mapping[str, str]) -> object:
        offset, hold = int(fields.get("offset") or 0), float(fields.get("timeout") or 0)
        self.chats.updates[:] = [u for u in self.chats.updates if int(str(u["update_id"])) >= offset]
        async with self._news:
            self._poll += 1
            mine = self._poll
            self._news.notify_all()
            try:
                async with asyncio.timeout(hold):
                    await self._news.wait_for(lambda: self.chats.updates or self._poll != mine)
            except TimeoutError:
                return []
        if self._poll != mine:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self.chats.updates[: int(fields.get("limit") or 100)]


def _not_ok(error: ApiError) -> web.Response:
    answer: wire.Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return web.json_response(answer, status=error.code)


def _cut(request: web.Request) -> web.Response:
    """Cut the connection; the answer returned can no longer leave."""
    if request.transport:
        request.transport.close()
    return web.Response()
