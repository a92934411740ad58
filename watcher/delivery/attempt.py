"""One attempt at one delivery: compose, send, settle by the policy that the error carries."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notifiers.port import DeliveryError, Editor, Message, Moved, Receipt, Refused, Rejected
from watcher import plan
from watcher.delivery import backoff
from watcher.delivery.accounts import Accounts
from watcher.delivery.departures import Departures
from watcher.delivery.handover import Handover
from watcher.delivery.routes import Route, Routes
from watcher.errors import TemplateError
from watcher.holding.holds import DIGEST, Holds
from watcher.models import Delivery, Event, Hold
from watcher.reports import DeliveryOutcome, DeliveryReport, Listener
from watcher.store.moving import renamed
from watcher.store.port import Claim, Store
from watcher.watchbook import WatchBook

log = logging.getLogger(__name__)

Compose = Callable[[Claim, Route], Awaitable[Message]]

_HELD_BACK = (Event.ALERT, Event.EDITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try. All in seconds."""

    send_timeout: float = 60.0
    """An attempt without an answer by then has an unknown outcome."""
    first_retry: float = 2.0
    longest_retry: float = 900.0
    give_up_after: float = 7 * 86400.0
    """A delivery still not taken at this age becomes a dead letter."""
    hand_over_after: float = 600.0
    """An alert still refused at this age goes another way to the same person, where there is one."""


class Attempts:
    """Takes a claim to its settlement. Keeps no queue and decides nothing about what is owed."""

    def __init__(
        self,
        store: Store,
        book: WatchBook,
        routes: Routes,
        holds: Holds,
        compose: Compose,
        clock: Callable[[], datetime],
        *,
        patience: Patience,
        operators: tuple[str, ...],
        listen: Listener,
    ) -> None:
        self._store = store
        self._book = book
        self._routes = routes
        self._holds = holds
        self._departures = Departures(store, book, operators)
        self._handover = Handover(store, book, routes, holds)
        self._compose = compose
        self._accounts = Accounts(store, first=patience.first_retry, longest=patience.longest_retry)
        self._clock = clock
        self._patience = patience
        self._operators = operators
        self._listen = listen

    async def attempt(self, claim: Claim) -> None:
        """Send a claimed delivery and settle it, or hold it back. Raises only `StoreError`."""
        hold = self._hold(claim.delivery)
        if hold is not None:
            await self._store.hold(claim, hold.key, hold.reason)
            return
        try:
            receipt = await self._send(claim)
        except Refused as error:
            await self._close_gates(claim, error)
            await self._put_back(claim, str(error), retry_after=error.retry_after)
        except Rejected as error:
            self._accounts.answered(claim.limits)
            await self._dead(claim, str(error))
            if error.gone:
                await self._departures.left(claim.delivery.destination, str(error), self._clock())
        except Moved as error:
            await self._moved(claim, error)
        except TemplateError as error:
            await self._dead(claim, str(error))
        except (DeliveryError, TimeoutError) as error:
            await self._close_gates(claim, error)
            await self._put_back(claim, str(error) or "no answer in time", known=False)
        except Exception as error:
            log.exception("delivery %s failed in an unforeseen way", claim.delivery.id)
            await self._put_back(claim, f"internal error: {type(error).__name__}", known=False)
        else:
            self._accounts.answered(claim.limits)
            await self._store.sent(claim, self._clock(), receipt.id)
            self._report(claim, DeliveryOutcome.SENT)

    def _hold(self, delivery: Delivery) -> Hold | None:
        """Return what an alert on its way is to wait for after all, such as a mute of a minute ago."""
        if delivery.event not in _HELD_BACK or delivery.maybe_dup:
            return None  # what may have arrived already is settled first
        watches = {number for entry in delivery.entries for number in entry.watches}
        hold = self._holds.of(delivery.destination, watches, self._clock())
        return hold if hold and hold.key != DIGEST else None

    async def _send(self, claim: Claim) -> Receipt:
        route = self._routes.find(claim.delivery.destination)
        if route is None:
            raise Rejected("the configuration has no such destination any more")
        if claim.delivery.event is Event.EDITED and isinstance(route.notifier, Editor):
            edited = await self._edit(claim, route, route.notifier)
            if edited is not None:
                return edited
        message = await self._compose(claim, route)
        async with asyncio.timeout(self._patience.send_timeout):
            if message.maybe_dup and (earlier := await route.notifier.find(route.to, message.key)):
                return earlier
            return await route.notifier.send(route.to, message)

    async def _edit(self, claim: Claim, route: Route, editor: Editor) -> Receipt | None:
        """Change the message that told of the article; None where it cannot be changed any more.

        Doing it twice is no harm, so nothing is said of a repeat.
        """
        certain = replace(claim, delivery=replace(claim.delivery, maybe_dup=False))
        message = await self._compose(certain, route)
        if not message.follows:
            return None
        try:
            async with asyncio.timeout(self._patience.send_timeout):
                return await editor.edit(route.to, message.follows, message)
        except Rejected as error:
            if error.gone:
                raise
            log.info("%s: %s; told by a message of its own", claim.delivery.destination, error)
            return None

    async def _put_back(
        self, claim: Claim, error: str, *, retry_after: float | None = None, known: bool = True
    ) -> None:
        """Queue it again; `known` says that the provider surely did not take it."""
        now = self._clock()
        age = (now - claim.delivery.created_at).total_seconds()
        if known and age > self._patience.hand_over_after and await self._other_way(claim, error):
            return
        if age > self._patience.give_up_after:
            await self._dead(claim, f"given up after {claim.delivery.attempts} attempts: {error}")
            return
        delay = backoff.delay(
            claim.delivery.attempts,
            base=self._patience.first_retry,
            cap=self._patience.longest_retry,
            jitter=random.random(),  # noqa: S311 - spreads retries, hides nothing
            retry_after=retry_after,
        )
        settle = self._store.refused if known else self._store.unknown
        await settle(claim, now, error, now + timedelta(seconds=delay))
        self._report(claim, DeliveryOutcome.REFUSED if known else DeliveryOutcome.UNKNOWN, error)

    async def _close_gates(self, claim: Claim, error: Exception) -> None:
        now = self._clock()
        await self._accounts.failed(claim.limits, error, claim.delivery.claimed_at or now, now)

    async def _moved(self, claim: Claim, error: Moved) -> None:
        destination, now = claim.delivery.destination, self._clock()
        route = self._routes.find(destination)
        if route and self._routes.configured(destination):
            to = renamed(route.to, error.old, error.to)
            self._routes.move(destination, to)
            text = f"{destination} has moved to {to}: change its address in the configuration"
            await self._store.enqueue(plan.notices(f"moved:{destination}:{to}", text, self._operators, now))
        else:
            kind, _, _ = destination.partition(":")
            await self._book.chat_moved(f"{kind}:{error.old}", f"{kind}:{error.to}")
        await self._store.refused(claim, now, str(error), now)
        self._report(claim, DeliveryOutcome.REFUSED, str(error))

    async def _other_way(self, claim: Claim, reason: str) -> bool:
        """Let another way to the same person have it, if there is one."""
        way = await self._handover.hand_over(claim.delivery, self._clock())
        if way:
            await self._end(claim, f"{reason}; sent to {way} instead")
        return bool(way)

    async def _dead(self, claim: Claim, reason: str) -> None:
        if not await self._other_way(claim, reason):
            await self._end(claim, reason)

    async def _end(self, claim: Claim, reason: str) -> None:
        now = self._clock()
        await self._store.dead(claim, now, reason)
        self._report(claim, DeliveryOutcome.DEAD, reason)

    def _report(self, claim: Claim, outcome: DeliveryOutcome, error: str = "") -> None:
        self._listen(DeliveryReport(delivery=claim.delivery, outcome=outcome, error=error))
