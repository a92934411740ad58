"""The application: every part, opened in order, run side by side, and closed in the opposite order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from watcher.bot.registry import VERBS
from watcher.bot.verb import Desk
from watcher.config.settings import Settings
from watcher.delivery.attempt import Attempts
from watcher.delivery.bounces import Bounces
from watcher.delivery.compose import Composer
from watcher.delivery.deliver import Deliverer
from watcher.delivery.failing import FailingDestinations
from watcher.delivery.routes import Routes
from watcher.errors import StoreError, WatcherError
from watcher.feeds.address import make_key
from watcher.feeds.feeds import Feeds
from watcher.fetch import Fetcher
from watcher.gap import GapFiller
from watcher.holding.digest import Digests
from watcher.holding.holds import Holds
from watcher.models import Source
from watcher.polling.doubted import DoubtedPages
from watcher.polling.poll import Poller
from watcher.render import Renderer
from watcher.reports import Listener, PollReport
from watcher.rules import Matcher
from watcher.service import journal, wiring
from watcher.service.inboxes import Bots, Inbox, inboxes
from watcher.service.requests import Requests
from watcher.service.schedule import Clockwork
from watcher.service.state_of_things import StateOfThings
from watcher.service.turns import Turns
from watcher.store.ceiling import Ceiling
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.subscribe.links import Links, links_key
from watcher.subscribe.subscriptions import Subscriptions
from watcher.watchbook import WatchBook
from watcher.web import feeds as feed_pages
from watcher.web import health, status_page, subscribe
from watcher.web.gate import Gate
from watcher.web.server import Route, WebServer

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
OpenStore = Callable[[Settings], Awaitable[Store]]

DRAIN = 20.0
"""Seconds that a stop waits for what is in flight; container engines kill after 30 or so."""
SAMPLED, SAMPLE = timedelta(days=30), 2000
"""How far back, and how many at most, are the articles that tell which words are rare."""
DIGEST_TICK = 5.0
REQUESTS_TICK = 2.0
NEWS_TICK = 2.0
"""Seconds after which a watch that another process changed is heard of."""
SWEEP_TICK = 5.0
"""Seconds after which work is found that nobody was woken for, or that a dead process left."""
PRUNE_TICK = 6 * 3600.0
RESTART = 5.0
"""Seconds before a loop that failed (a full disk, say) is started again."""
A_TURN = 0.9
"""Share of a source's interval in which no other process polls it; less than 1, for clocks do not agree."""
STALE_CLAIM = 10
"""A claim this many send timeouts old is an orphan: whoever held it has died or hangs."""


def utc_now() -> datetime:
    """Return the time by the machine's clock."""
    return datetime.now(UTC)


async def named_store(settings: Settings) -> Store:
    """Open the store that the settings name: a database, or a file, whose folder is made if need be."""
    if not settings.store.url:
        make_folder(settings.store.path.parent)
    return await open_store(wiring.address_of_store(settings))


def make_folder(folder: Path) -> None:
    """Make the folder of a store's file. Raises `StoreError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}; change store.path") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """All parts, open and wired. `opened` makes one."""

    settings: Settings
    sources: tuple[Source, ...]
    store: Store
    ceiling: Ceiling
    routes: Routes
    poller: Poller
    deliverer: Deliverer
    digests: Digests
    failing: FailingDestinations
    inboxes: tuple[Inbox, ...]
    feeds: Feeds
    subscriptions: Subscriptions | None
    """None where nobody can subscribe by mail."""
    bounces: Bounces | None
    """None where nobody looks at mails that come back."""
    turns: Turns
    take_requests: Callable[[], Awaitable[object]]
    """Carries out what commands asked for meanwhile."""
    follow_watches: Callable[[], Awaitable[object]]
    """Hears what other processes did to watches meanwhile."""
    clock: Clock
    state: StateOfThings
    """What the status pages tell."""

    async def run(self, stop: asyncio.Event) -> None:
        """Poll, deliver and listen until `stop` is set; then finish what is in flight."""
        await self._sweep()
        clockwork = self._clockwork()
        web = WebServer(*self.settings.web.listen, self._pages()) if self.settings.web.enabled else None
        async with AsyncExitStack() as closing:
            if web:
                await web.start()
                closing.push_async_callback(web.stop)
                log.info("status at %s/", web.address)
            closing.push_async_callback(self.deliverer.drain, DRAIN)
            async with asyncio.TaskGroup() as loops:
                tasks = [
                    loops.create_task(_kept_alive("delivery", self.deliverer.run)),
                    loops.create_task(
                        _kept_alive("wake-ups", partial(self.store.wakeups, self.deliverer.wake))
                    ),
                    *(
                        loops.create_task(
                            _kept_alive(
                                f"{inbox.kind} commands",
                                partial(self.turns.keep, f"{inbox.kind} commands", inbox.run),
                            )
                        )
                        for inbox in self.inboxes
                    ),
                ]
                clockwork.start()
                await stop.wait()
                log.info("stopping: what is in flight is finished first")
                await clockwork.stop(DRAIN)
                for task in tasks:
                    task.cancel()

    async def check(self) -> tuple[PollReport, ...]:
        """Poll every source once and deliver what that owes."""
        await self._sweep()
        reports = await asyncio.gather(*(self.poller.poll(source) for source in self.sources))
        await self.deliverer.flush()
        return tuple(reports)

    def _pages(self) -> Iterator[Route]:
        rules = self.settings.web
        gate = Gate(rules.listen.host, rules.token.reveal() if rules.token else "")
        if gate.is_shut:
            log.warning("the status page is shut: other machines can reach %s; set web.token", rules.listen)
        yield from health.routes(self.state.read, gate)
        yield from status_page.routes(self.state.read, gate, self.settings.digest.timezone)
        yield from feed_pages.routes(self.feeds.feed)
        if self.subscriptions:
            yield from subscribe.routes(self.subscriptions)
        for inbox in self.inboxes:
            yield from inbox.pages

    def _clockwork(self) -> Clockwork:
        clockwork = Clockwork()
        for place, source in enumerate(self.sources):
            # First polls start a little apart, so that a thousand sources do not leave in one burst.
            first = min(place * 0.05, source.interval)
            name = f"poll {source.id}"
            poll = partial(self.turns.once, name, A_TURN * source.interval, partial(self.poller.poll, source))
            clockwork.every(name, source.interval, poll, jitter=source.jitter, first=first)
        clockwork.every("digests", DIGEST_TICK, self.digests.cut_due)
        clockwork.every("requests", REQUESTS_TICK, self.take_requests)
        clockwork.every("watches", NEWS_TICK, self.follow_watches)
        if self.bounces and self.settings.bounces:
            pause = self.settings.bounces.every.total_seconds()
            look = partial(self.turns.once, "bounces", A_TURN * pause, self.bounces.look)
            clockwork.every("bounces", pause, look)
        clockwork.every("sweep", SWEEP_TICK, self._sweep, first=SWEEP_TICK)
        clockwork.every("prune", PRUNE_TICK, self._prune, first=SWEEP_TICK)
        return clockwork

    async def _sweep(self) -> None:
        await self.deliverer.recover(self.clock() - STALE_CLAIM * self.settings.delivery.send_timeout)
        await self.failing.look()
        # A person wakes nobody, and of what another process put there the wake-up may be lost.
        self.deliverer.wake()

    async def _prune(self) -> None:
        forgotten = await self.store.prune(self.clock() - self.settings.store.keep)
        log.debug("pruned %d old articles and deliveries", forgotten)
        self.ceiling.tell_once(await self.store.counts())


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    listen: Listener = journal.write,
    open_store: OpenStore = named_store,
) -> AsyncIterator[App]:
    """Open every part, check what can be checked before the first poll, and close it all at the end.

    Raises `WatcherError` for templates that do not render and a store that does not open.
    """
    async with AsyncExitStack() as closing:
        store = await open_store(settings)
        closing.push_async_callback(store.close)
        fetcher = await closing.enter_async_context(Fetcher(wiring.fetching(settings), clock=clock))
        names, languages = wiring.names(settings), wiring.languages(settings)
        recent = await store.recent(clock() - SAMPLED, SAMPLE)
        matcher = Matcher(stored.article for stored in recent)
        book = WatchBook(store, matcher, names, languages, settings.synonyms.groups)
        await book.sync_config(wiring.watches(settings))
        await book.load()
        await make_key(store)
        requests = Requests.beside(settings.store.path)
        await requests.carry_out(book, store, clock())
        bots = Bots.of(settings)
        routes = wiring.routes(settings, bots.notifiers, book)
        links = Links(settings.web.base, await links_key(store))
        for notifier in routes.notifiers():
            closing.push_async_callback(notifier.close)
        holds = Holds(book, routes)
        ceiling = Ceiling(embedded=not settings.store.url)
        composer = _composer(settings, store, book, routes, clock, links)
        attempts = Attempts(
            store,
            book,
            routes,
            holds,
            composer.compose,
            clock,
            patience=wiring.patience(settings),
            operators=settings.operator.to,
            listen=listen,
        )
        deliverer = Deliverer(
            store,
            attempts.attempt,
            clock,
            limits=routes.limits,
            lanes=settings.delivery.concurrency,
        )

        digests = Digests(store, routes, holds, clock, wake=deliverer.wake, listen=listen)
        subscriptions = wiring.subscriptions(settings, store, book, links, clock, deliverer.wake)
        desk = Desk(
            store=store,
            book=book,
            clock=clock,
            verbs=VERBS,
            zone=settings.digest.timezone,
            sources={source.id: source.name for source in wiring.sources(settings)},
            cut_now=digests.cut_now,
            offer=subscriptions.offer if subscriptions else None,
        )

        listening = inboxes(settings, bots, desk)
        bounces = wiring.bounces(settings, store, book, routes, clock, listen)

        async def take_requests() -> None:
            if await requests.carry_out(book, store, clock()):
                deliverer.wake()

        yield App(
            settings=settings,
            sources=wiring.sources(settings),
            store=store,
            ceiling=ceiling,
            routes=routes,
            poller=Poller(
                store,
                fetcher,
                GapFiller(fetcher, max_pages=settings.gaps.max_pages),
                DoubtedPages.beside(settings.store.path),
                book,
                routes,
                clock,
                operators=settings.operator.to,
                listen=listen,
                wake=deliverer.wake,
            ),
            deliverer=deliverer,
            failing=FailingDestinations(store, book, settings.operator.to, clock),
            digests=digests,
            inboxes=listening,
            feeds=Feeds(store, book, clock, settings.web.base),
            subscriptions=subscriptions,
            bounces=bounces,
            turns=Turns(store, clock),
            take_requests=take_requests,
            follow_watches=book.follow,
            clock=clock,
            state=StateOfThings(
                wiring.sources(settings),
                store,
                book,
                routes,
                ceiling,
                clock,
                started_at=clock(),
                inboxes=lambda: {
                    **{inbox.kind: inbox.trouble() for inbox in listening},
                    **({"bounces": bounces.trouble()} if bounces else {}),
                },
            ),
        )


def _composer(
    settings: Settings, store: Store, book: WatchBook, routes: Routes, clock: Clock, links: Links
) -> Composer:
    folder = settings.templates.folder
    renderer = Renderer((folder,) if folder else ())
    # Ours are held by their tests; reading and trying all of them would take most of a start.
    for notifier in routes.notifiers() if folder else ():
        renderer.check(notifier.kind, notifier.parts)
    return Composer(
        store, book, wiring.names(settings), clock, renderer=renderer, builtin=Renderer(), links=links
    )


async def _kept_alive(name: str, loop: Callable[[], Awaitable[object]]) -> None:
    """Run a loop for ever: one that fails is told and started again."""
    while True:
        try:
            await loop()
        except WatcherError as error:
            log.error("%s: %s; going on in %.0f s", name, error, RESTART)  # noqa: TRY400 - one line says it
        except Exception:
            log.exception("%s failed; going on in %.0f s", name, RESTART)
        await asyncio.sleep(RESTART)
