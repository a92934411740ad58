"""The digest loop: at its time of day, what is held for a destination becomes one delivery.

What is held for a destination without a digest, what was beyond a limit say, is caught up with once a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.models import Delivery, Event
from watcher.reports import DigestReport, Listener
from watcher.routes import Route, Routes
from watcher.store.port import Store
from watcher.timetable import latest_slot, slot_name


class Digests:
    """Cuts digests that are due, also those whose time passed while nobody was running. Sends nothing."""

    def __init__(
        self,
        store: Store,
        routes: Routes,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        listen: Listener,
    ) -> None:
        self._store = store
        self._routes = routes
        self._clock = clock
        self._wake = wake
        self._listen = listen
        self._done: dict[str, str] = {}
        self._caught_up: dict[ZoneInfo, datetime] = {}

    async def cut_due(self) -> None:
        """Cut every digest whose latest time has come and that was not cut yet."""
        now = self._clock()
        for route in self._routes.with_digest():
            if route.digest is None:
                continue
            slot = latest_slot(now, route.digest.at, route.zone, route.digest.days)
            if self._done.get(route.destination) == slot_name(slot, route.zone):
                continue
            self._tell(await self._cut(route, slot, now, empty=route.digest.empty))
            self._done[route.destination] = slot_name(slot, route.zone)
        await self._catch_up(now)

    async def _catch_up(self, now: datetime) -> None:
        """Cut what is held where there is no digest, also where the configuration knows no way any more."""
        at, days = self._routes.catch_up.at, self._routes.catch_up.days
        slots = {zone: latest_slot(now, at, zone, days) for zone in self._routes.zones()}
        due = {zone: slot for zone, slot in slots.items() if self._caught_up.get(zone) != slot}
        for destination in await self._store.holding() if due else ():
            slot = due.get(self._routes.zone(destination))
            if slot is None or self._routes.held(destination):
                continue
            since = await self._store.held_since(destination)
            if since is not None and since <= slot:
                name = slot_name(slot, self._routes.zone(destination))
                self._tell(await self._store.cut_digest(destination, name, now))
        self._caught_up |= due

    def _tell(self, cut: Delivery | None) -> None:
        if cut is not None:
            self._listen(DigestReport(delivery=cut))
            self._wake()

    async def _cut(self, route: Route, slot: datetime, now: datetime, *, empty: bool) -> Delivery | None:
        """Cut one slot, unless it was cut before a restart.

        The mark is written last: a crash in between cuts the same slot again, which the store ignores.
        """
        mark, name = f"digest:{route.destination}", slot_name(slot, route.zone)
        last = await self._store.get(mark)
        if last == name:
            return None
        held = await self._store.held_since(route.destination)
        delivery = None
        if held is not None and held <= slot:
            delivery = await self._store.cut_digest(route.destination, name, now)
        elif empty and last is not None:
            delivery = await self._enqueue_empty(route.destination, name, now)
        await self._store.put(mark, name)
        return delivery

    async def _enqueue_empty(self, destination: str, name: str, now: datetime) -> Delivery | None:
        delivery = Delivery(
            id=f"{Event.DIGEST}:{destination}:{name}",
            event=Event.DIGEST,
            destination=destination,
            created_at=now,
        )
        queued = await self._store.enqueue((delivery,))
        return queued[0] if queued else None
