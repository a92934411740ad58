"""What keeps us from receiving: shown at once, and told to operators when it lasts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from watcher import plan
from watcher.errors import StoreError
from watcher.store.port import Store

log = logging.getLogger(__name__)

LASTING = 120.0
"""Seconds after which it is no passing trouble any more."""


class InboxTrouble:
    """The trouble of one inbox, if it has any. `name` says what is received: `Slack commands`."""

    def __init__(
        self,
        name: str,
        store: Store,
        operators: tuple[str, ...],
        clock: Callable[[], datetime],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._name = name
        self._store = store
        self._operators = operators
        self._clock = clock
        self._wait = wait
        self._telling: asyncio.Task[None] | None = None
        self._told = False
        self.now = ""
        """In one line; empty while all is well."""

    def report(self, line: str) -> None:
        """Note trouble, or with an empty line its end."""
        self.now = line
        if line:
            log.warning("%s", line)
            self._telling = asyncio.create_task(self._tell_if_it_lasts(line))
            return
        log.warning("%s are received again", self._name)
        if self._telling and not self._told:
            self._telling.cancel()
        elif self._told:
            self._told = False
            self._telling = asyncio.create_task(self._tell(f"{self._name} are received again."))

    async def _tell_if_it_lasts(self, line: str) -> None:
        await self._wait(LASTING)
        self._told = True
        await self._tell(line)

    async def _tell(self, text: str) -> None:
        now = self._clock()
        occasion = f"inbox:{self._name}:{now:%Y-%m-%dT%H:%M:%S}"
        try:
            await self._store.enqueue(plan.notices(occasion, text, self._operators, now))
        except StoreError as error:
            log.error("operators are not told of the inbox: %s", error)  # noqa: TRY400 - one line
