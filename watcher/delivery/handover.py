"""An alert that one way to a person does not take goes the next way.

It is queued there before it ends here, under the id of that way's own alert: a crash in between does both
again, and what that way was told already is not told again.
"""

from __future__ import annotations

from datetime import datetime

from watcher import plan
from watcher.delivery.routes import Routes
from watcher.holding.holds import Holds
from watcher.models import Delivery, Entry, Event, State
from watcher.store.port import Store
from watcher.watchbook import WatchBook


class Handover:
    """Knows the ways of persons, and who asked for what by which of them."""

    def __init__(self, store: Store, book: WatchBook, routes: Routes, holds: Holds) -> None:
        self._store = store
        self._book = book
        self._routes = routes
        self._holds = holds

    async def hand_over(self, delivery: Delivery, now: datetime) -> str:
        """Queue an alert for another way to its person, where one asked for it too and has not failed.

        Return the name of that way, empty where there is none. Raises `StoreError`.
        """
        for way in self._routes.ways(delivery.destination):
            alerts = self._alerts(way, delivery, now)
            if way == delivery.destination or not alerts:
                continue
            await self._store.enqueue(alerts)
            kept = [await self._store.delivery(alert.id) for alert in alerts]
            if all(one is not None and one.delivery.state is not State.DEAD for one in kept):
                return way
        return ""

    def _alerts(self, way: str, delivery: Delivery, now: datetime) -> list[Delivery]:
        """Return what a way is to tell of a delivery: the articles that were asked for by it too."""
        if delivery.event is not Event.ALERT:
            return []
        return [
            plan.held_by(
                self._holds.of(way, watches, now),
                Delivery(
                    id=plan.alert_id(entry.article, way),
                    event=Event.ALERT,
                    destination=way,
                    entries=(Entry(source=entry.source, article=entry.article, watches=watches),),
                    created_at=now,
                    maybe_dup=delivery.maybe_dup,
                ),
            )
            for entry in delivery.entries
            if (watches := self._asking(way, entry))
        ]

    def _asking(self, way: str, entry: Entry) -> tuple[int, ...]:
        found = self._book.find(entry.watches).items()
        return tuple(number for number, watch in found if way in watch.destinations)
