"""A receiver of webhooks on loopback, which can be told to do wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from watcher.demo.receivers.faults import Fault, FaultPlan

STATUS = {Fault.TOO_MANY: 429, Fault.SERVER_ERROR: 503, Fault.PAGE: 403}


@dataclass(frozen=True, slots=True)
class Taken:
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    plan: FaultPlan = field(default_factory=FaultPlan)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Taken] = field(default_factory=list)
    url: str = ""
    runner: web.AppRunner | None = None

    async def stop(self) -> None:
        self.plan.release()
        if self.runner:
            await self.runner.cleanup()

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        fault = self.plan.next("webhook")
        if fault in STATUS:
            return web.Response(status=STATUS[fault], headers={"Retry-After": str(self.plan.retry_after)})
        if fault is not Fault.DROP_BEFORE and self.status < 300:
            self.received.append(Taken(request.headers, body))
        if fault is Fault.HANG:
            await self.plan.hang()
        if fault is not Fault.NONE and request.transport:
            request.transport.abort()
        return web.Response(status=self.status, headers=self.headers, text="" if self.status == 204 else "?")


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook/s3cret", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook/s3cret"
    receiver.runner = runner
    try:
        yield receiver
    finally:
        await receiver.stop()
