"""From a claimed delivery to the message that its channel sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from notifiers.port import Message, Refused
from watcher import plan, view
from watcher.bot.alert import first_keys
from watcher.bot.answer import say
from watcher.delivery.routes import Route
from watcher.errors import TemplateError
from watcher.holding.timetable import latest_slot
from watcher.models import Delivery, Event, State, Watch
from watcher.polling.logbook import Logbook
from watcher.render import Rendered, Renderer
from watcher.store.port import Claim, Store
from watcher.subscribe.links import SUBSCRIBERS, Letter, Links
from watcher.view import View
from watcher.view.shorten import count_articles
from watcher.watchbook import WatchBook
from watcher.wording.speech import speech_for
from watcher.wording.stored import language_of
from watcher.wording.text import Speech, plain, text

log = logging.getLogger(__name__)

FEW = 10
"""Articles that are worded in some 20 ms; the hundreds of a big digest take seconds, so they go to a thread.

Threads may share a renderer: Jinja's environments are not changed once they are made.
"""

DIGESTS = "digests"
"""The series of a reader's digests."""
_ONE_ARTICLE = (Event.ALERT, Event.EDITED)


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
        links: Links | None = None,
    ) -> None:
        self._store = store
        self._logbook = Logbook(store)
        self._book = book
        self._names = names
        self._clock = clock
        self._renderer = renderer
        self._builtin = builtin
        self._links = links

    async def compose(self, claim: Claim, route: Route) -> Message:
        """Return the message for a route's channel; what has no room in it is queued as the next.

        Raises `TemplateError` where no template can word it, and `Refused` where another sender has it now.
        """
        locale = language_of(claim.delivery.text) or route.locale
        reader = self._reader(claim.delivery, route, locale)
        is_digest = claim.delivery.event is Event.DIGEST
        proof = await self._proof(claim.delivery, route, reader.watches) if is_digest else None
        if len(claim.articles) > FEW:
            parts, kept = await asyncio.to_thread(self._fitting, claim, route, reader, proof, locale)
        else:
            parts, kept = self._fitting(claim, route, reader, proof, locale)
        if kept is not claim and await self._store.split(claim, len(kept.delivery.entries)) is None:
            raise Refused("another sender has taken it over")
        return Message(
            key=claim.delivery.id,
            parts=parts,
            links=_links(kept, reader.speech),
            commands=_commands(kept, reader.speech) if route.talks else (),
            maybe_dup=claim.delivery.maybe_dup,
            series=DIGESTS if is_digest else "",
            follows=await self._earlier(claim.delivery),
            unsubscribe=reader.unsubscribe,
            seal=self._links.seal(claim.delivery.id) if self._links else "",
        )

    def _fitting(
        self, claim: Claim, route: Route, reader: view.Reader, proof: view.Proof | None, locale: str
    ) -> tuple[Mapping[str, str], Claim]:
        """Return the message with as many of the first articles as have room, and their claim."""
        kept = claim
        while True:
            seen = _view(kept, reader, proof, self._links.base if self._links else "")
            made, total = self._rendered(kept, route, seen, locale), count_articles(seen)
            entries = len(kept.delivery.entries)
            if made.shown >= total or entries == 1:
                return made.parts, kept
            kept = _first(claim, min(entries - 1, entries * made.shown // total))

    def _rendered(self, claim: Claim, route: Route, seen: View, locale: str) -> Rendered:
        event, kind, parts = claim.delivery.event, route.notifier.kind, route.notifier.parts
        try:
            return self._renderer.rendered(event, kind, parts, seen, locale)
        except TemplateError as error:
            log.error("%s; the built-in template is used instead", error)  # noqa: TRY400 - it says where
            return self._builtin.rendered(event, kind, parts, seen, locale)

    def _reader(self, delivery: Delivery, route: Route, locale: str) -> view.Reader:
        watches = self._book.find(number for entry in delivery.entries for number in entry.watches)
        queries = {number: query for number in watches if (query := self._book.query(number))}
        letter = self._letter(delivery.destination)
        return view.Reader(
            zone=route.zone,
            now=self._clock(),
            names=self._names,
            languages={entry.source: self._book.language(entry.source) for entry in delivery.entries},
            watches=watches,
            queries=queries,
            speech=speech_for(locale),
            manage=letter.manage,
            unsubscribe=letter.unsubscribe,
        )

    async def _earlier(self, delivery: Delivery) -> str:
        """Return the receipt of the message that told of the article, or of its story, before."""
        first = delivery.same_as
        if delivery.event is Event.EDITED:
            first = plan.alert_id(delivery.entries[0].article, delivery.destination)
        if not first:
            return ""
        kept = await self._store.delivery(first)
        return kept.delivery.receipt if kept and kept.delivery.state is State.SENT else ""

    def _letter(self, destination: str) -> Letter:
        """Return the links for a subscriber by mail; none for anybody else."""
        kind, _, address = destination.partition(":")
        if self._links is None or kind != SUBSCRIBERS or self._book.chat(destination) is None:
            return Letter()
        return self._links.letter(address, self._clock())

    async def _proof(self, delivery: Delivery, route: Route, watches: Mapping[int, Watch]) -> view.Proof:
        """Return how the sources of these watches were polled; of all where one listens to all."""
        wanted = {source for watch in watches.values() for source in watch.sources}
        to_all = not watches or any(not watch.sources for watch in watches.values())
        states = await self._store.sources()
        known = [s for s in states if s.id in self._names and (to_all or s.id in wanted)]
        since = _digest_before(delivery, route)
        return view.Proof(
            since=since,
            sources=[(state, await self._logbook.since(state, since, self._clock())) for state in known],
        )


def _digest_before(delivery: Delivery, route: Route) -> datetime:
    """Return when the digest before this one was due; a day ago where none has a time."""
    if route.digest is None:
        return delivery.created_at - timedelta(days=1)
    due = latest_slot(delivery.created_at, route.digest.at, route.zone, route.digest.days)
    return latest_slot(due - timedelta(seconds=1), route.digest.at, route.zone, route.digest.days)


def _view(claim: Claim, reader: view.Reader, proof: view.Proof | None, base: str) -> View:
    match claim.delivery.event:
        case Event.NOTICE:
            return view.notice(claim, reader, base)
        case Event.DIGEST:
            return view.digest(claim, reader, proof)
        case Event.EDITED:
            return view.edited(claim, reader)
        case Event.ALERT:
            return view.alert(claim, reader)


def _first(claim: Claim, entries: int) -> Claim:
    """Return a claim with its first few entries: at least one, and no repeat left behind by its first."""
    told = claim.delivery.entries
    while entries > 1 and told[entries].same_as:
        entries -= 1
    return replace(claim, delivery=replace(claim.delivery, entries=told[: max(1, entries)], remark=""))


def _commands(claim: Claim, speech: Speech) -> tuple[tuple[str, str], ...]:
    """Return what people can do to an alert, as buttons of the bot."""
    if claim.delivery.event not in _ONE_ARTICLE or len(claim.articles) != 1:
        return ()
    reply = say("", keys=first_keys(claim.articles[0].article.id)).spoken(speech)
    return tuple((button.label, button.command) for button in reply.buttons)


def _links(claim: Claim, speech: Speech) -> tuple[tuple[str, str], ...]:
    if claim.delivery.event not in _ONE_ARTICLE or len(claim.articles) != 1:
        return ()
    address = view.safe_url(claim.articles[0].article.url)
    return ((plain(text("Open"), speech), address),) if address else ()
