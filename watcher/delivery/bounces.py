"""Mails that were taken and come back: settled anew, and an address that is no more is left alone.

What a bounce does is what the same words of the mail server would have done at once. It is believed only
under the Message-ID of a mail of ours, which only its reader knows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from notifiers.email import Email, MailboxError
from notifiers.email.bounces import Bounce
from notifiers.email.mailbox import Look
from notifiers.email.options import mailbox as read_address
from watcher.bot.trouble import InboxTrouble
from watcher.delivery.departures import Departures
from watcher.delivery.routes import Routes
from watcher.reports import DeliveryOutcome, DeliveryReport, Listener
from watcher.store.port import Store

log = logging.getLogger(__name__)

LASTING = 3
"""Looks in a row that fail before it is told: one is the weather."""


class Box(Protocol):
    """A mailbox to look into."""

    name: str

    async def look(self, position: str, now: datetime) -> Look:
        """Read what came after a position; empty is that of the first look. Raises `MailboxError`."""
        ...


class Bounces:
    """Looks into the mailbox that mails come back to. Sends nothing again: an operator may."""

    def __init__(
        self,
        box: Box,
        store: Store,
        routes: Routes,
        departures: Departures,
        clock: Callable[[], datetime],
        *,
        operators: tuple[str, ...],
        listen: Listener,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._box = box
        self._store = store
        self._routes = routes
        self._departures = departures
        self._clock = clock
        self._listen = listen
        self._trouble = InboxTrouble("Bounces", store, operators, clock, wait)
        self._failures = 0
        self._now = ""
        """What the last look failed with."""
        self._early: tuple[Bounce, ...] = ()
        """Those of the last look that no mail was found for: they may have outrun its settling, so they are
        asked about once more."""

    async def look(self) -> None:
        """Take what came back since the last look. Raises `StoreError`; that is then looked at again."""
        key = f"bounces:{self._box.name}"
        position = await self._store.get(key) or ""
        try:
            found = await self._box.look(position, self._clock())
        except MailboxError as error:
            self._failed(str(error))
            return
        if self._failures >= LASTING:
            self._trouble.report("")
        self._failures, self._now = 0, ""
        for bounce in self._early:
            await self._take(bounce)
        self._early = tuple([bounce for bounce in found.bounces if not await self._take(bounce)])
        if found.position != position:
            await self._store.put(key, found.position)

    def trouble(self) -> str:
        """Return what keeps bounces from being read, in one line; empty while nothing does."""
        return self._now

    def _failed(self, error: str) -> None:
        self._failures, self._now = self._failures + 1, error
        if self._failures == 1:
            log.warning("%s; looking again later", error)
        elif self._failures == LASTING:
            self._trouble.report(error)

    async def _take(self, bounce: Bounce) -> bool:
        """Do what a bounce says; False where it is of no mail of ours."""
        now, who = self._clock(), f" from {bounce.recipient}" if bounce.recipient else ""
        reason = f"it came back{who}: {bounce.said}"
        delivery = await self._store.returned(bounce.message_id, now, reason)
        if delivery is None:
            return False
        self._listen(DeliveryReport(delivery=delivery, outcome=DeliveryOutcome.DEAD, error=delivery.error))
        # An address that passes mail on to others is not gone with one of them.
        if bounce.gone and bounce.recipient and bounce.recipient == self._address(delivery.destination):
            await self._departures.left(delivery.destination, delivery.error, now)
        return True

    def _address(self, destination: str) -> str:
        """Return the address of a destination, empty where it is mailed to no more."""
        route = self._routes.find(destination)
        if route is None or route.notifier.kind != Email.kind:
            return ""
        return read_address(route.to).addr_spec.lower()
