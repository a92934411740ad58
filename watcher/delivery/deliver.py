"""The delivery loop: whatever the outbox owes leaves, one lane a destination, until it is settled.

A lane sends one delivery after another, so a destination gets them in order; lanes run side by side,
so a destination that is slow or dead delays no other, nor does an account with many destinations.

Pace is the store's matter: what must wait for its turn is not due before then, and holds neither a claim nor
a lane while it waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from notifiers.port import FREE, Limits
from watcher.delivery.gate import LEAD
from watcher.store.port import Claim, Store

log = logging.getLogger(__name__)

TURN = 100
"""Deliveries of one turn of a lane: then others that wait for a lane have theirs."""


BLINK = 0.02
"""Seconds."""
PACED = 60.0
"""Seconds for which `flush` waits for a turn: longer spans are those of trouble."""


class Deliverer:
    """Claims what is due and hands it to `attempt`, which settles it. Sends nothing itself."""

    def __init__(
        self,
        store: Store,
        attempt: Callable[[Claim], Awaitable[None]],
        clock: Callable[[], datetime],
        *,
        limits: Callable[[str], Limits] = lambda _: FREE,
        lanes: int = 32,
    ) -> None:
        self._store = store
        self._attempt = attempt
        self._clock = clock
        self._limits = limits
        self._most = lanes
        self._most_of_one = max(1, lanes // 2)
        self._busy: Counter[str] = Counter()
        """Lanes by account."""
        self._paced = False
        self._work = asyncio.Event()
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._rounds = count(1)
        self._served: dict[str, int] = {}
        """Destination → the round in which it last had a lane."""

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._work.set()

    async def recover(self, claimed_before: datetime) -> int:
        """Put back what was claimed before then and never settled, marked as a possible repeat."""
        orphans = await self._store.orphans(claimed_before)
        now = self._clock()
        for claim in orphans:
            await self._store.unknown(claim, now, "cut off while being sent", now)
        if orphans:
            log.warning("deliveries cut off while being sent, to be sent again: %d", len(orphans))
            self.wake()
        return len(orphans)

    async def run(self) -> None:
        """Serve the outbox until cancelled; sends under way are then left to `drain`."""
        while True:
            self._work.clear()
            await self._open_lanes()
            await self._sleep()

    async def flush(self) -> None:
        """Send all that is due now and wait for it, at its pace; what is put back stays for later."""
        while True:
            self._paced = False
            await self._open_lanes()
            if self._lanes:
                await asyncio.wait(tuple(self._lanes.values()), return_when=asyncio.FIRST_COMPLETED)
            elif not await self._wait_for_turn():
                return

    async def drain(self, patience: float) -> None:
        """Let sends under way settle for up to `patience` seconds, then cut them off."""
        self._most = 0
        if not self._lanes:
            return
        _, late = await asyncio.wait(tuple(self._lanes.values()), timeout=patience)
        for lane in late:
            lane.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _open_lanes(self) -> None:
        due = await self._store.due_destinations(self._clock())
        if not due:
            self._served.clear()
        # What had a lane already comes after what still waits for one, however old its next delivery is.
        for destination in sorted(due, key=lambda name: self._served.get(name, 0)):
            if len(self._lanes) >= self._most:
                return
            limits = self._limits(destination)
            account = limits.account.key if limits.account else ""
            if destination in self._lanes or (account and self._busy[account] >= self._most_of_one):
                continue
            lane = asyncio.create_task(self._lane(destination, limits), name=f"lane {destination}")
            self._lanes[destination] = lane
            self._served[destination] = next(self._rounds)
            self._busy[account] += 1
            lane.add_done_callback(partial(self._close_lane, destination, account))

    def _close_lane(self, destination: str, account: str, lane: asyncio.Task[None]) -> None:
        del self._lanes[destination]
        self._busy[account] -= 1
        if not self._busy[account]:
            del self._busy[account]
        if not lane.cancelled() and (error := lane.exception()):
            log.error("lane %s stopped", destination, exc_info=error)
        self.wake()

    async def _lane(self, destination: str, limits: Limits) -> None:
        for _ in range(TURN):
            claim = await self._store.claim(destination, self._clock(), limits) if self._most else None
            if claim is None:
                self._paced = self._paced or bool(limits.rates)
                return
            await self._wait_for_place(claim)
            await self._attempt(claim)

    async def _wait_for_place(self, claim: Claim) -> None:
        """Wait out what is left until the place is free that a claim was given."""
        if claim.delivery.claimed_at:
            early = claim.delivery.claimed_at - self._clock()
            if early > timedelta(0):
                await asyncio.sleep(min(early, LEAD).total_seconds())

    async def _wait_for_turn(self) -> bool:
        """Wait for the next turn of what its limits delayed; False where nothing was, or none comes soon."""
        due = await self._store.next_due() if self._paced else None
        seconds = (due - self._clock()).total_seconds() if due else PACED
        if seconds >= PACED:
            return False
        await asyncio.sleep(seconds)
        return True

    async def _sleep(self) -> None:
        """Wait to be woken, or for the next delivery to be due."""
        due = await self._store.next_due()
        seconds = None if due is None else (due - self._clock()).total_seconds()
        if seconds is not None and seconds <= 0:
            # Due already: it waits for a lane, and a lane that ends wakes us; or it became due just now.
            seconds = None if self._lanes else BLINK
        try:
            async with asyncio.timeout(seconds):
                await self._work.wait()
        except TimeoutError:
            return
