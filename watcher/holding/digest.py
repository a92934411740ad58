"""The digest loop: what is held for a destination becomes one delivery once nothing holds it any more.

What waits for a digest leaves at the digest's time of day, and for a destination without one once a day;
what waits for the end of a rest or of a mute leaves at that end, all of it together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from watcher.delivery.routes import Route, Routes
from watcher.holding.holds import DIGEST, Holds
from watcher.holding.timetable import latest_slot, slot_name
from watcher.models import Delivery, DigestTime, Event
from watcher.reports import DigestReport, Listener
from watcher.store.port import Store

_NOTHING: frozenset[str] = frozenset()


class Digests:
    """Cuts digests that are due, also those whose time passed while nobody was running. Sends nothing."""

    def __init__(
        self,
        store: Store,
        routes: Routes,
        holds: Holds,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        listen: Listener,
    ) -> None:
        self._store = store
        self._routes = routes
        self._holds = holds
        self._clock = clock
        self._wake = wake
        self._listen = listen
        self._done: dict[str, str] = {}
        """Destination → the name of its slot that needs no look any more."""

    async def cut_due(self) -> None:
        """Cut every digest whose latest time has come and that was not cut yet; free what nothing holds."""
        now = self._clock()
        holding = await self._store.holding()
        # A topic of a group has the digest of its group, and is known by what is held for it.
        held = (route for to in holding if (route := self._routes.find(to)))
        for route in {route.destination: route for route in (*self._routes.with_digest(), *held)}.values():
            if route.digest and not self._holds.rests(route.destination, now):
                await self._cut_slot(route, route.digest, holding, now)
        for destination, holds in holding.items():
            if not self._holds.rests(destination, now):
                await self._catch_up(destination, holds, now)

    async def cut_now(self, destination: str) -> Delivery | None:
        """Cut what waits for a destination's digest, and what nothing holds; None where that is nothing."""
        now = self._clock()
        holds = (await self._store.holding()).get(destination, _NOTHING)
        return await self._cut(
            destination, self._name(destination, now), now, {DIGEST, *self._free(destination, holds, now)}
        )

    async def _cut_slot(
        self, route: Route, digest: DigestTime, holding: Mapping[str, AbstractSet[str]], now: datetime
    ) -> None:
        """Cut one slot, unless it was cut before a restart.

        The mark is written last: a crash in between cuts the same slot again, which the store ignores.
        """
        destination = route.destination
        slot = latest_slot(now, digest.at, route.zone, digest.days)
        name = slot_name(slot, route.zone)
        if self._done.get(destination) == name:
            return
        mark = f"digest:{destination}"
        last = await self._store.get(mark)
        if last != name:
            held = await self._store.held_since(destination)
            if held is not None and held <= slot:
                free = self._free(destination, holding.get(destination, _NOTHING), now)
                await self._cut(destination, name, now, {DIGEST, *free})
            elif digest.empty and last is not None:
                self._tell(await self._enqueue_empty(destination, name, now))
            await self._store.put(mark, name)
        self._done[destination] = name

    async def _catch_up(self, destination: str, holds: AbstractSet[str], now: datetime) -> None:
        """Cut what nothing holds, also where the configuration knows no way any more."""
        free = self._free(destination, holds, now)
        if DIGEST in holds and await self._is_time(destination, now):
            free |= {DIGEST}
        if free:
            await self._cut(destination, self._name(destination, now), now, free)

    async def _is_time(self, destination: str, now: datetime) -> bool:
        """Tell whether the day's time has come for what waits for a digest that there is not."""
        route = self._routes.find(destination)
        if route is not None and route.digest is not None:
            return False
        when, zone = self._routes.catch_up, self._routes.zone(destination)
        slot = latest_slot(now, when.at, zone, when.days)
        name = slot_name(slot, zone)
        if self._done.get(destination) == name:
            return False
        self._done[destination] = name
        since = await self._store.held_since(destination)
        return since is not None and since <= slot

    def _free(self, destination: str, holds: AbstractSet[str], now: datetime) -> AbstractSet[str]:
        return {key for key in holds - {DIGEST} if self._holds.is_over(destination, key, now)}

    def _name(self, destination: str, now: datetime) -> str:
        """Name a cut that is no digest's: to the second, so that it is never one of theirs."""
        return f"{now.astimezone(self._routes.zone(destination)):%Y-%m-%dT%H:%M:%S}"

    async def _cut(
        self, destination: str, name: str, now: datetime, holds: AbstractSet[str]
    ) -> Delivery | None:
        delivery = await self._store.cut_digest(destination, name, now, holds)
        self._tell(delivery)
        return delivery

    def _tell(self, cut: Delivery | None) -> None:
        if cut is not None:
            self._listen(DigestReport(delivery=cut))
            self._wake()

    async def _enqueue_empty(self, destination: str, name: str, now: datetime) -> Delivery | None:
        delivery = Delivery(
            id=f"{Event.DIGEST}:{destination}:{name}",
            event=Event.DIGEST,
            destination=destination,
            created_at=now,
        )
        queued = await self._store.enqueue((delivery,))
        return queued[0] if queued else None
