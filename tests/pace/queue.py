"""One run: queue alerts for many chats, send them all, and tell how it went."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from notifiers.port import Limits, Message, Rate
from notifiers.secret import Secret
from notifiers.telegram.login import Login
from notifiers.telegram.pace import OF_A_BOT
from notifiers.telegram.send import Telegram
from tests.pace.server import Enforced
from watcher.delivery.attempt import Attempts, Patience
from watcher.delivery.deliver import Deliverer
from watcher.delivery.routes import Route, Routes
from watcher.demo.receivers.faults import FaultPlan
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.holding.holds import Holds
from watcher.models import Delivery, Event, State
from watcher.rules import Matcher
from watcher.service.app import utc_now
from watcher.store.port import Claim, Store
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a queue was served."""

    sent: int
    settled: int
    refused: Counter[str]
    """By chat."""
    pace: float
    """Of what the bot's limit allows."""
    unfairness: int
    """By how many messages a chat was ever ahead of another that still waited."""

    def lines(self) -> tuple[str, ...]:
        return (
            f"{self.sent:,} sent, {self.settled:,} settled",
            f"refused: {sum(self.refused.values())}, at most {max(self.refused.values(), default=0)} a chat",
            f"pace: {self.pace:.1%} of what is allowed",
            f"a chat was ahead of another by at most {self.unfairness}",
        )


class Hasty(Telegram):
    """A Telegram whose seconds are that much shorter."""

    times = 1.0

    def limits(self, to: str) -> Limits:
        found = super().limits(to)
        assert found.account
        return Limits(own=tuple(map(self._shorter, found.own)), account=self._shorter(found.account))

    def _shorter(self, rate: Rate) -> Rate:
        return replace(rate, seconds=rate.seconds / self.times)


async def serve(folder: Path, chats: Iterable[int], each: int, times: float, patience: float) -> Run:
    """Queue `each` alerts a chat, the first chat's before the second's, and send them."""
    destinations = [f"telegram:{chat}" for chat in chats]
    server = Enforced(times)
    store = await open_store(folder / "watcher.db")
    async with TelegramReceiver(plan=FaultPlan(decide=server.decide, retry_after=1)) as receiver:
        notifier = Hasty(Login(token=Secret(receiver.token), base_url=receiver.url))
        notifier.times = times
        await store.enqueue([_notice(n, to) for to in destinations for n in range(each)])
        async with _delivering(store, notifier):
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    while (await store.counts()).deliveries.get(State.SENT) != each * len(destinations):
                        await asyncio.sleep(0.2)
        await notifier.close()
    settled = (await store.counts()).deliveries.get(State.SENT, 0)
    await store.close()
    return _judged(server, settled, each, times)


def _notice(number: int, to: str) -> Delivery:
    return Delivery(
        id=f"{to} {number}",
        event=Event.NOTICE,
        destination=to,
        text=f"news {number}",
        created_at=datetime.now(UTC),
    )


@asynccontextmanager
async def _delivering(store: Store, notifier: Telegram) -> AsyncIterator[None]:
    async def compose(claim: Claim, _: Route) -> Message:
        return Message(key=claim.delivery.id, parts={"body": claim.delivery.text})

    book = WatchBook(store, Matcher())
    routes = Routes((), {"telegram": notifier}, ZoneInfo("UTC"))
    attempts = Attempts(
        store,
        book,
        routes,
        Holds(book, routes),
        compose,
        utc_now,
        patience=Patience(first_retry=0.1),
        operators=(),
        listen=lambda _: None,
    )
    deliverer = Deliverer(store, attempts.attempt, utc_now, limits=routes.limits)
    running = asyncio.create_task(deliverer.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await deliverer.drain(5)


def _judged(server: Enforced, settled: int, each: int, times: float) -> Run:
    taken = server.taken
    # The first of a bot's places are free at once: the rest is what takes time.
    least = max(len(taken) - OF_A_BOT, 0) / OF_A_BOT / times
    served: Counter[str] = Counter({chat: 0 for _, chat in taken})
    unfairness = 0
    waiting = len(served)
    for _, chat in taken:
        served[chat] += 1
        waiting -= served[chat] == each
        if waiting:
            unfairness = max(unfairness, served[chat] - min(served.values()))
    return Run(
        sent=len(taken),
        settled=settled,
        refused=server.refused,
        pace=least / (taken[-1][0] - taken[0][0]) if len(taken) > 1 else 1.0,
        unfairness=unfairness,
    )
