"""The parts of Slack that an app with a bot talks to, on loopback: methods, sockets, response addresses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSCloseCode, web

from watcher.demo.receivers import slack_limits
from watcher.demo.receivers.faults import Fault, FaultPlan

BOT, APP, SIGNING = "xoxb-front", "xapp-front", "signing-s3cret"
ACKNOWLEDGED_WITHIN = 3.0
RESPONSES = 5


@dataclass(slots=True)
class Shown:
    """A message as somebody sees it."""

    channel: str
    ts: str
    fields: dict[str, Any]
    only: str = ""
    """The one person who sees it; empty for everybody there."""
    thread: str = ""
    edits: int = 0

    @property
    def text(self) -> str:
        """What stands in its sections."""
        blocks = self.fields.get("blocks", [])
        return "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")

    @property
    def buttons(self) -> dict[str, Mapping[str, Any]]:
        return buttons_of(self.fields.get("blocks", []))


def buttons_of(blocks: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found = (element for block in blocks if block["type"] == "actions" for element in block["elements"])
    return {element["text"]["text"]: element for element in found}


@dataclass(slots=True)
class Front:
    """One workspace with one app."""

    plan: FaultPlan = field(default_factory=FaultPlan)
    joined: set[str] = field(default_factory=lambda: {"C1"})
    shown: list[Shown] = field(default_factory=list)
    dialogs: list[Mapping[str, Any]] = field(default_factory=list)
    homes: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What Slack would refuse of what was sent."""
    triggers: set[str] = field(default_factory=set)
    responses: dict[str, int] = field(default_factory=dict)
    """Uses left of each response address, by its name."""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    acknowledged: dict[str, asyncio.Event] = field(default_factory=dict)
    resent: int = 0
    patience: float = ACKNOWLEDGED_WITHIN
    url: str = ""
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._method)
        app.router.add_post("/respond/{channel}/{user}/{name}", self._respond)
        app.router.add_get("/link/{ticket}", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.plan.release()
        for socket in self.sockets:
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    # --- what Slack sends

    def fresh(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):04}"

    async def send(self, kind: str, payload: Mapping[str, Any], *, copies: int = 1) -> str:
        """Send an envelope over a socket, again over another where none acknowledges; return its id."""
        envelope_id = self.fresh("env-")
        self.acknowledged[envelope_id] = asyncio.Event()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": True,
        }
        for _ in range(5):
            await self.until(lambda: any(not socket.closed for socket in self.sockets))
            live = [socket for socket in self.sockets if not socket.closed]
            for number in range(copies):
                await live[number % len(live)].send_json(envelope)
            try:
                async with asyncio.timeout(self.patience):
                    await self.acknowledged[envelope_id].wait()
            except TimeoutError:
                self.resent += 1
                continue
            return envelope_id
        raise AssertionError("nobody acknowledged")

    async def disconnect(self, *, reason: str = "refresh_requested") -> None:
        """Tell the newest socket that it will be closed."""
        await self.sockets[-1].send_json({"type": "disconnect", "reason": reason})

    def response_url(self, channel: str, user: str) -> str:
        name = self.fresh("r")
        self.responses[name] = RESPONSES
        return f"{self.url}/respond/{channel}/{user}/{name}"

    async def until(self, holds: Any) -> None:
        async with asyncio.timeout(20), self.news:
            await self.news.wait_for(holds)

    # --- what the app sends

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = json.loads(await request.text() or "{}")
        self.calls.append(method)
        token = APP if method.startswith("apps.") else BOT
        if request.headers.get("Authorization") != f"Bearer {token}":
            return _no("invalid_auth")
        fault = self.plan.next(method, str(fields.get("channel", "")), fields)
        if fault is Fault.TOO_MANY:
            headers = {"Retry-After": str(self.plan.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault is Fault.SERVER_ERROR:
            return web.Response(status=503)
        answer = await self.answer(method, fields)
        if fault is Fault.DROP_AFTER and request.transport:
            request.transport.abort()
        return await self._told(answer)

    async def answer(self, method: str, fields: dict[str, Any]) -> web.Response:
        """Do what a method asks."""
        done: web.Response = await getattr(self, "_" + method.replace(".", "_"), self._unknown)(fields)
        return done

    async def _told(self, answer: web.StreamResponse) -> web.StreamResponse:
        async with self.news:
            self.news.notify_all()
        return answer

    async def _unknown(self, fields: dict[str, Any]) -> web.Response:
        return _no("unknown_method")

    async def _auth_test(self, fields: dict[str, Any]) -> web.Response:
        return web.json_response({"ok": True, "user_id": "UBOT", "team_id": "T1"})

    async def _apps_connections_open(self, fields: dict[str, Any]) -> web.Response:
        self.opened += 1
        address = f"{self.url.replace('http', 'ws')}/link/{self.fresh('ticket')}"
        return web.json_response({"ok": True, "url": address})

    async def _chat_postMessage(self, fields: dict[str, Any]) -> web.Response:  # noqa: N802 - as Slack calls it
        channel = fields["channel"]
        if code := self._refusal(channel, fields):
            return _no(code)
        return self._show(Shown(channel, "", fields, thread=fields.get("thread_ts", "")))

    async def _chat_postEphemeral(self, fields: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        if code := self._refusal(fields["channel"], fields):
            return _no(code)
        return self._show(Shown(fields["channel"], "", fields, only=fields["user"]))

    async def _chat_update(self, fields: dict[str, Any]) -> web.Response:
        if code := self._refusal(fields["channel"], fields):
            return _no(code)
        found = [one for one in self.shown if one.ts == fields["ts"] and not one.only]
        if not found:
            return _no("message_not_found")
        found[0].fields = {**found[0].fields, **fields}
        found[0].edits += 1
        return web.json_response({"ok": True, "ts": fields["ts"]})

    async def _views_open(self, fields: dict[str, Any]) -> web.Response:
        if fields["trigger_id"] not in self.triggers:
            return _no("expired_trigger_id")
        self.triggers.discard(fields["trigger_id"])
        view = fields["view"]
        if len(view["title"]["text"]) > 24 or len(view["private_metadata"]) > 3000:
            self.faults.append("a view's limits")
        self.dialogs.append(view)
        return web.json_response({"ok": True, "view": {"id": self.fresh("V")}})

    async def _views_publish(self, fields: dict[str, Any]) -> web.Response:
        blocks = fields["view"]["blocks"]
        names = [block["block_id"] for block in blocks if "block_id" in block]
        if len(set(names)) < len(names) or len(blocks) > 100:
            return _no("invalid_arguments")
        self.faults += slack_limits.faults({"text": "home", "blocks": blocks})
        self.homes[fields["user_id"]] = blocks
        return web.json_response({"ok": True})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        channel, user, name = (request.match_info[key] for key in ("channel", "user", "name"))
        if self.responses.get(name, 0) <= 0:
            return web.Response(status=404, text="used_url")
        fault = self.plan.next("response_url", channel)
        if fault is Fault.TOO_MANY:
            return web.Response(status=429, headers={"Retry-After": str(self.plan.retry_after)})
        if fault is Fault.HANG:
            await self.plan.hang()
        self.responses[name] -= 1
        fields = await request.json()
        self.faults += slack_limits.faults(fields)
        earlier = [one for one in self.shown if one.fields.get("response") == name]
        if fields.get("replace_original") and earlier:
            earlier[-1].fields = {**fields, "response": name}
            earlier[-1].edits += 1
        else:
            self._show(Shown(channel, "", {**fields, "response": name}, only=user))
        return await self._told(web.Response(text="ok"))

    def _refusal(self, channel: str, fields: dict[str, Any]) -> str:
        self.faults += slack_limits.faults(fields)
        if channel.startswith(("C", "G")) and channel not in self.joined:
            return "not_in_channel"
        return "channel_not_found" if channel.startswith("D") and channel not in self.joined else ""

    def _show(self, shown: Shown) -> web.Response:
        shown.ts = f"17.{next(self._numbers):06}"
        self.shown.append(shown)
        return web.json_response({"ok": True, "channel": shown.channel, "ts": shown.ts})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets) + 1})
        self.sockets.append(socket)
        async with self.news:
            self.news.notify_all()
        async for message in socket:
            self.acknowledged[message.json()["envelope_id"]].set()
        return socket

    async def cut(self) -> None:
        """Close all sockets, as a network does."""
        for socket in self.sockets:
            await socket.close(code=WSCloseCode.GOING_AWAY)
        self.sockets.clear()


def _no(code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code})
