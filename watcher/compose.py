"""From a claimed delivery to the message that its channel sends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from notifiers.port import Message
from watcher import view
from watcher.errors import TemplateError
from watcher.models import Event, SourceState, Watch
from watcher.render import Renderer
from watcher.routes import Route
from watcher.store.port import Claim, Store
from watcher.view import View
from watcher.watchbook import WatchBook

log = logging.getLogger(__name__)


class Composer:
    """Words deliveries. A template of the user's that fails on one of them gives way to the built-in one."""

    def __init__(
        self,
        store: Store,
        book: WatchBook,
        names: Mapping[str, str],
        clock: Callable[[], datetime],
        *,
        renderer: Renderer,
        builtin: Renderer,
    ) -> None:
        self._store = store
        self._book = book
        self._names = names
        self._clock = clock
        self._renderer = renderer
        self._builtin = builtin

    async def compose(self, claim: Claim, route: Route) -> Message:
        """Return the message for a route's channel. Raises `TemplateError` where no template can word it."""
        seen = await self._view(claim, route)
        return Message(
            key=claim.delivery.id,
            parts=self._render(claim.delivery.event, route, seen),
            links=_links(claim),
            maybe_dup=claim.delivery.maybe_dup,
        )

    def _render(self, event: Event, route: Route, seen: View) -> Mapping[str, str]:
        kind, parts = route.notifier.kind, route.notifier.parts
        try:
            return self._renderer.render(event, kind, parts, seen)
        except TemplateError as error:
            log.error("%s; the built-in template is used instead", error)  # noqa: TRY400 - it says where
            return self._builtin.render(event, kind, parts, seen)

    async def _view(self, claim: Claim, route: Route) -> View:
        delivery, now = claim.delivery, self._clock()
        if delivery.event is Event.NOTICE:
            return view.notice(delivery.text, maybe_dup=delivery.maybe_dup)
        watches = self._book.find(number for entry in delivery.entries for number in entry.watches)
        if delivery.event is Event.DIGEST:
            proof = await self._proof(watches)
            return view.digest(claim, self._names, watches, route.zone, now, proof)
        return view.alert(claim, self._names, watches, route.zone, now)

    async def _proof(self, watches: Mapping[int, Watch]) -> tuple[SourceState, ...]:
        """Return the state of the sources that these watches listen to; of all where one listens to all."""
        wanted = {source for watch in watches.values() for source in watch.sources}
        to_all = not watches or any(not watch.sources for watch in watches.values())
        states = await self._store.sources()
        return tuple(s for s in states if s.id in self._names and (to_all or s.id in wanted))


def _links(claim: Claim) -> tuple[tuple[str, str], ...]:
    if claim.delivery.event is not Event.ALERT or len(claim.articles) != 1:
        return ()
    address = view.safe_url(claim.articles[0].article.url)
    return (("Open", address),) if address else ()
