"""The dialogue over Slack: what was sent is kept, acknowledged, and then answered, around the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from notifiers.slack.events import event_id, event_of
from watcher.bot.slack.conversation import Conversation
from watcher.bot.slack.envelopes import Envelopes
from watcher.bot.slack.lanes import Lanes
from watcher.errors import StoreError
from watcher.store.port import Store

log = logging.getLogger(__name__)

ORPHANED = timedelta(seconds=60)
"""An event that is not done after so long was left by a process that died."""
SWEEP = 30.0
DRAIN = 10.0
"""Seconds."""

Payload = Mapping[str, Any]


class SlackInbox:
    """Takes events, each once, and has them answered in the order of each chat."""

    def __init__(
        self, store: Store, conversation: Conversation, clock: Callable[[], datetime], *, sweep: float = SWEEP
    ) -> None:
        self._envelopes = Envelopes(store)
        self._conversation = conversation
        self._clock = clock
        self._sweep = sweep
        self._lanes = Lanes()
        self._doing: set[str] = set()

    async def take(self, payload: Payload) -> None:
        """Keep an event and see that it is answered. Once this returns it may be acknowledged.

        Raises `StoreError`.
        """
        event = event_id(payload)
        if await self._envelopes.take(event, payload, self._clock()):
            self._answer(event, payload)

    async def run(self, listen: Callable[[], Awaitable[object]] | None) -> None:
        """Answer what was left from before, and then what `listen` brings, until cancelled.

        Raises what `listen` raises.
        """
        sweeping = asyncio.ensure_future(self._sweep_up())
        try:
            await (listen() if listen else sweeping)
        finally:
            sweeping.cancel()
            await self._lanes.close(DRAIN)

    async def idle(self) -> None:
        """Wait until all that was taken is done."""
        while self._doing:
            await asyncio.sleep(0)
            await self._lanes.close(DRAIN)

    async def _sweep_up(self) -> None:
        while True:
            try:
                left = await self._envelopes.left(self._clock() - ORPHANED)
            except StoreError as error:
                log.error("what Slack sent cannot be looked up: %s", error)  # noqa: TRY400 - one line says it
                left = {}
            for event, payload in left.items():
                if event not in self._doing:
                    log.info("an event of Slack's was left unanswered; it is answered now")
                    self._answer(event, payload)
            await asyncio.sleep(self._sweep)

    def _answer(self, event: str, payload: Payload) -> None:
        self._doing.add(event)
        lane = self._conversation.lane_of(payload)
        self._lanes.put(lane, lambda: self._answered(event, payload))

    async def _answered(self, event: str, payload: Payload) -> None:
        try:
            read = event_of(payload)
            if read is not None:
                await self._conversation.handle(read)
            await self._envelopes.done(event, self._clock())
        except StoreError as error:
            log.error("an event of Slack's will be answered later: %s", error)  # noqa: TRY400 - one line says it
        except Exception:
            log.exception("an event of Slack's could not be answered")
            await self._envelopes.done(event, self._clock())
        finally:
            self._doing.discard(event)
