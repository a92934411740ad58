"""What the status pages tell, read from the store as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from watcher.delivery.routes import Routes
from watcher.models import Source
from watcher.polling.logbook import Logbook
from watcher.store.ceiling import Ceiling
from watcher.store.port import Failing, Queue, Store
from watcher.watchbook import WatchBook
from watcher.web.status import DestinationStatus, Status, destination, status

_DAY = timedelta(days=1)
_MOST = 1000
"""Failing destinations that are told."""


class StateOfThings:
    """Reads; changes nothing."""

    def __init__(
        self,
        sources: tuple[Source, ...],
        store: Store,
        book: WatchBook,
        routes: Routes,
        ceiling: Ceiling,
        clock: Callable[[], datetime],
        *,
        started_at: datetime,
        inboxes: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._sources = sources
        self._store = store
        self._logbook = Logbook(store)
        self._book = book
        self._routes = routes
        self._ceiling = ceiling
        self._clock = clock
        self._started_at = started_at
        self._inboxes = inboxes

    async def read(self) -> Status:
        """Return it all. Raises `StoreError`."""
        now = self._clock()
        states = {state.id: state for state in await self._store.sources()}
        known = [states[source.id] for source in self._sources if source.id in states]
        uptimes = {state.id: await self._logbook.since(state, now - _DAY, now) for state in known}
        counts = await self._store.counts()
        return status(
            self._sources,
            states,
            counts,
            started_at=self._started_at,
            now=now,
            advice=self._ceiling.advice(counts),
            uptimes=uptimes,
            destinations=await self._destinations(),
            chats=sum(chat.active for chat in self._book.chats()),
            inboxes=self._inboxes(),
        )

    async def _destinations(self) -> tuple[DestinationStatus, ...]:
        queues = {queue.destination: queue for queue in await self._store.queues()}
        configured = {route.destination: route.notifier.kind for route in self._routes.of_configuration()}
        others = [name for name in queues if name not in configured]
        failing = {one.destination: one for one in await self._store.failing(_MOST)}
        named = [
            destination(name, kind, queues.get(name), failing.get(name)) for name, kind in configured.items()
        ]
        return (*named, *(self._other(name, queues[name], failing.get(name)) for name in others))

    def _other(self, name: str, queue: Queue, failing: Failing | None) -> DestinationStatus:
        chat = self._book.chat(name)
        left = chat is not None and not chat.active
        return destination(name, name.partition(":")[0], queue, failing, left=left)
