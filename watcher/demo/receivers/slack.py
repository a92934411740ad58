"""A small Slack on loopback: posting, reading back, asking who one is, and incoming webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from watcher.demo.receivers import slack_limits
from watcher.demo.receivers.faults import Fault, FaultPlan

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that was taken."""

    channel: str
    ts: str
    """Slack's id of a message in its channel."""
    fields: Mapping[str, object]
    """What was sent: `text`, `blocks`, and so on."""

    @property
    def key(self) -> str:
        """The key in its metadata, empty where there is none."""
        metadata = self.fields.get("metadata")
        payload = metadata.get("event_payload", {}) if isinstance(metadata, dict) else {}
        return str(payload.get("key", ""))


@dataclass(slots=True)
class SlackReceiver:
    """Takes messages for one bot token, and for one webhook, once started.

    `refusals` maps a channel to the error code that posting there gives (`is_archived`);
    the webhook's channel is called `webhook`.
    """

    plan: FaultPlan = field(default_factory=FaultPlan)
    token: str = "xoxb-loopback"  # noqa: S105 - opens nothing but this receiver
    refusals: dict[str, str] = field(default_factory=dict)
    received: list[Posted] = field(default_factory=list)
    edits: list[Posted] = field(default_factory=list)
    """What `chat.update` made of some of them, each under the id of its message."""
    on_message: Callable[[Posted], None] | None = None
    """Called with each message as it is taken."""
    _runner: web.AppRunner | None = None
    _address: str = ""

    @property
    def base_url(self) -> str:
        """The address of the Web API, for the `base_url` option."""
        return f"{self._address}/api/"

    @property
    def webhook(self) -> str:
        """The address of the incoming webhook."""
        return f"{self._address}/services/T0/B0/loopback"

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; on any free port unless told which."""
        app = web.Application()
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_post("/api/chat.update", self._update)
        app.router.add_get("/api/conversations.history", self._history)
        app.router.add_route("*", "/api/auth.test", self._who)
        app.router.add_post("/services/T0/B0/loopback", self._hook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Let what hangs go, and stop listening."""
        self.plan.release()
        if self._runner:
            await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        fields = await request.json()
        channel = str(fields.get("channel", ""))
        if not self._allowed(request):
            return _no("invalid_auth")
        if code := self.refusals.get(channel) or _invalid(fields):
            return _no(code)
        return await self._answer(request, "chat.postMessage", channel, fields)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        fields = await request.json()
        channel, ts = str(fields.get("channel", "")), str(fields.get("ts", ""))
        if not self._allowed(request):
            return _no("invalid_auth")
        if (channel, ts) not in {(posted.channel, posted.ts) for posted in self.received}:
            return _no("message_not_found")
        if code := self.refusals.get(f"update {channel}") or _invalid(fields):
            return _no(code)
        if self.plan.next("chat.update", channel, fields) is not Fault.NONE:
            return _drop(request)
        edit = Posted(channel=channel, ts=ts, fields=fields)
        self.edits.append(edit)
        if self.on_message:
            self.on_message(edit)
        return web.json_response({"ok": True, "channel": channel, "ts": ts, "text": fields.get("text", "")})

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        fields = await request.json()
        code = self.refusals.get("webhook", "")
        if code:
            return web.Response(status=_HOOK_STATUS.get(code, 400), text=code)
        if slack_limits.faults(fields):
            return web.Response(status=400, text="invalid_payload")
        return await self._answer(request, "webhook", "webhook", fields)

    async def _answer(
        self, request: web.Request, method: str, channel: str, fields: Mapping[str, object]
    ) -> web.StreamResponse:
        fault = self.plan.next(method, channel, fields)
        match fault:
            case Fault.TOO_MANY:
                return _no("ratelimited", status=429, headers={"Retry-After": str(self.plan.retry_after)})
            case Fault.SERVER_ERROR:
                return _no("service_unavailable", status=503)
            case Fault.PAGE:
                page = "<html><body><h1>403 Forbidden</h1></body></html>"
                return web.Response(status=403, text=page, content_type="text/html")
            case Fault.DROP_BEFORE:
                return _drop(request)
        posted = self._take(channel, fields)
        match fault:
            case Fault.HANG:
                await self.plan.hang()
                return _drop(request)
            case Fault.DROP_AFTER:
                return _drop(request)
            case Fault.TRUNCATE:
                return web.Response(text='{"ok": tr', content_type="application/json")
            case Fault.LATE:
                await self.plan.delay()
        if method == "webhook":
            return web.Response(text="ok")
        return web.json_response({"ok": True, "channel": channel, "ts": posted.ts, "message": dict(fields)})

    async def _history(self, request: web.Request) -> web.StreamResponse:
        channel = request.query.get("channel", "")
        if not self._allowed(request):
            return _no("invalid_auth")
        if code := self.refusals.get(f"history {channel}"):
            return _no(code)
        if self.plan.next("conversations.history", channel) is not Fault.NONE:
            return _drop(request)
        newest_first = [posted for posted in reversed(self.received) if posted.channel == channel]
        start = int(request.query.get("cursor") or 0)
        size = min(PAGE, int(request.query.get("limit", PAGE)))
        end = start + size
        shown = {"text", "blocks"} | ({"metadata"} if request.query.get("include_all_metadata") else set())
        messages = [
            {"ts": posted.ts, **{name: posted.fields[name] for name in shown & posted.fields.keys()}}
            for posted in newest_first[start:end]
        ]
        cursor = str(end) if end < len(newest_first) else ""
        metadata = {"next_cursor": cursor}
        return web.json_response({"ok": True, "messages": messages, "response_metadata": metadata})

    async def _who(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            return _no("invalid_auth")
        return web.json_response({"ok": True, "team": "Loopback", "user": "watcher", "bot_id": "B0"})

    def _allowed(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self.token}"

    def _take(self, channel: str, fields: Mapping[str, object]) -> Posted:
        posted = Posted(channel=channel, ts=f"1700000000.{len(self.received):06}", fields=fields)
        self.received.append(posted)
        if self.on_message:
            self.on_message(posted)
        return posted


_HOOK_STATUS = {
    "action_prohibited": 403,
    "channel_is_archived": 410,
    "channel_not_found": 404,
    "invalid_token": 403,
    "no_service": 404,
    "no_team": 404,
    "rollup_error": 500,
}


def _invalid(fields: Mapping[str, object]) -> str:
    return "invalid_blocks" if slack_limits.faults(fields) else ""


def _no(code: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    body = json.dumps({"ok": False, "error": code})
    return web.Response(status=status, text=body, content_type="application/json", headers=headers)


def _drop(request: web.Request) -> web.StreamResponse:
    """Cut the connection; what is returned then goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()
