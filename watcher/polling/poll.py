"""One poll of one source, in order:

    state   ← what the store remembers
    fetched ← the page, if it changed since
    listing ← what it reads as
    changes ← the listing against what is known
    belief  ← all that against what the source usually yields
    filled  ← the same with older pages, where nothing on this one is known
    commit  ← new articles, validators and owed deliveries, in one write
    wake the deliveries

A page that is not believed is a failed poll: it is kept for inspection, and what is known stays as it is.
Nothing is sent here, and nothing before the commit needs to survive a crash: the next poll does it again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Protocol

from watcher import drift, gap, identity, plan
from watcher.delivery import backoff
from watcher.delivery.routes import Routes
from watcher.diff import Changes, diff
from watcher.drift import Belief
from watcher.errors import Doubted, FetchError, ReadError
from watcher.extract.again import ReadingAgain
from watcher.extract.decode import decode
from watcher.fetch.port import Fetching
from watcher.gap import Filled, GapFiller
from watcher.holding.holds import Holds
from watcher.models import Article, Cause, Delivery, Doubt, Listing, Page, Source, SourceState, Validators
from watcher.polling import edits, outage
from watcher.polling.edits import Readers
from watcher.polling.logbook import Logbook
from watcher.polling.quieting import Quieting
from watcher.polling.reading import Reading
from watcher.polling.trouble import Trouble
from watcher.reports import Listener, PollOutcome, PollReport
from watcher.store.port import Store
from watcher.watchbook import WatchBook

LONGEST_BACKOFF = 1800.0
"""Seconds that a failing source is left alone at most, unless its own interval is longer."""

SHORT = 50_000
"""Bytes of a page that is read at once, in some milliseconds; a longer one must not hold up the loop."""


class Pages(Protocol):
    """Where pages that are not believed are kept, and an operator's word on them."""

    async def keep(self, source: str, at: datetime, body: bytes) -> Path | None:
        """Keep a page; return its file, None where that failed."""
        ...

    async def accepted_at(self, source: str) -> datetime | None:
        """Return when an operator last accepted what the source shows."""
        ...


class Poller:
    """Polls sources.

    Between polls it knows what the store holds, and for speed alone how it read the last pages.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetching,
        gaps: GapFiller,
        pages: Pages,
        book: WatchBook,
        routes: Routes,
        clock: Callable[[], datetime],
        *,
        operators: tuple[str, ...],
        listen: Listener,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._gaps = gaps
        self._pages = pages
        self._book = book
        self._routes = routes
        self._clock = clock
        self._pages_read = ReadingAgain()
        self._trouble = Trouble(store, operators)
        self._logbook = Logbook(store)
        self._listen = listen
        self._wake = wake
        self._holds = Holds(book, routes)
        self._quieting = Quieting(store, book, routes, self._holds)

    async def poll(self, source: Source) -> PollReport:
        """Poll once. Raises only `StoreError`: a source that fails is a report, and a row in the store."""
        state = await self._store.source_state(source.id)
        if state.retry_at and self._clock() < state.retry_at:
            report = PollReport(source=source.id, outcome=PollOutcome.WAITING, error=state.error)
        else:
            at = self._clock()
            report = await self._poll(source, state)
            await self._logbook.note(state, at, ok=report.outcome is not PollOutcome.FAILED)
        self._listen(report)
        return report

    async def look(self, source: Source) -> PollReport:
        """Tell what a poll would find and queue now, and change nothing. Raises only `StoreError`."""
        state = await self._store.source_state(source.id)
        try:
            reading = await self._read(source, replace(state, validators=Validators()))
        except (FetchError, ReadError) as error:
            words = outage.said(error) if isinstance(error, FetchError) else str(error)
            report = PollReport(source=source.id, outcome=PollOutcome.FAILED, error=words)
        else:
            report = reading.report(source) if reading else _nothing_new(source, state)
        self._listen(report)
        return report

    async def _poll(self, source: Source, state: SourceState) -> PollReport:
        try:
            reading = await self._read(source, state)
        except FetchError as error:
            return await self._failed(source, state, outage.said(error), error.retry_after)
        except Doubted as error:
            return await self._doubted(source, state, error)
        except ReadError as error:
            return await self._failed(source, state, str(error))
        if reading is None:
            return await self._unchanged(source, state)
        articles = (*reading.changes.new, *reading.changes.edited)
        quiet = await self._quieting.quiet(reading.owed, articles, reading.at)
        queued = await self._store.commit_poll(reading.commit(source, quiet))
        await self._trouble.eased(source, resolved=reading.resolved)
        if queued:
            self._wake()
        return replace(reading.report(source), queued=queued)

    async def _read(self, source: Source, state: SourceState) -> Reading | None:
        """Fetch, read, compare and plan; None where nothing changed. Raises `FetchError`, `ReadError`."""
        moved = state.address not in ("", identity.canonical_address(source.url))
        validators = Validators() if moved else state.validators
        fetched = await self._fetcher.fetch(source.url, validators, headers=source.headers)
        if fetched.page is None:
            return None
        listing = await self._listing(source, state, fetched.page)
        compare = partial(self._compare, source, state)
        changes = await compare(identity.articles(listing, source.url))
        if moved and changes.new == changes.page:
            # Another listing under an old id starts as every listing does, with a silent first poll.
            state = SourceState(id=source.id)
        belief = await self._belief(source, state, fetched.page, listing, changes)
        filled = Filled(changes=changes, end=gap.End.NO_GAP)
        if not belief.silent:
            filled = await self._gaps.fill(source, state, fetched.page, listing, changes, compare)
        edited = await self._edited(source, filled.changes)
        reading = await self._reading(source, state, fetched.validators, listing, filled, belief)
        return replace(reading, owed=(*reading.owed, *edited))

    async def _compare(self, source: Source, state: SourceState, articles: Sequence[Article]) -> Changes:
        known = await self._store.known(source.id, {key for a in articles for key in a.keys})
        return diff(articles, known, state.page_ids)

    async def _listing(self, source: Source, state: SourceState, page: Page) -> Listing:
        """Read a page. Raises `Doubted` where it used to be a listing, else `ReadError`."""
        read = partial(self._pages_read.read, source.id, page, source.kind, source.select)
        try:
            return read() if len(page.body) <= SHORT else await asyncio.to_thread(read)
        except ReadError as error:
            looks = await asyncio.to_thread(_suspect, page)
            doubt = drift.unreadable(state, error, looks, self._clock())
            if doubt is None:
                raise
            raise Doubted(doubt, page) from error

    async def _belief(
        self, source: Source, state: SourceState, page: Page, listing: Listing, changes: Changes
    ) -> Belief:
        """Judge a listing. Raises `Doubted`."""
        accepted_at = await self._pages.accepted_at(source.id) if state.doubt else None
        belief = drift.believe(state, listing, changes, self._clock(), accepted_at=accepted_at)
        if isinstance(belief, Belief):
            return belief
        looks = None if belief.cause is Cause.FEW else await asyncio.to_thread(_suspect, page, listed=True)
        raise Doubted(drift.looking_like(belief, looks), page)

    async def _edited(self, source: Source, changes: Changes) -> tuple[Delivery, ...]:
        """Return what the changed headlines owe."""
        if not changes.edited:
            return ()
        known = await self._store.known(source.id, {key for a in changes.edited for key in a.keys})
        told = await self._store.alerted(source.id, [article.id for article in changes.edited])
        readers = Readers(
            told=told,
            match=self._book.match,
            awake=self._book.awake,
            hold=self._holds.of,
            ways=self._routes.ways,
        )
        return edits.owed(source.id, changes, known.values(), readers, self._clock())

    async def _reading(
        self,
        source: Source,
        state: SourceState,
        validators: Validators,
        listing: Listing,
        filled: Filled,
        belief: Belief,
    ) -> Reading:
        now = self._clock()
        changes = filled.changes
        news = tuple(article for article in changes.new if article.id not in belief.silent)
        alerts = plan.alerts(source.id, news, self._book.match, self._holds.of, self._routes.ways, now)
        told = await self._trouble.ended(
            source, state, len(changes.page), now, new=len(news), resolved=belief.resolved
        )
        missed = gap.notices(source, state, filled, self._listeners(source), now)
        return Reading(
            at=now,
            validators=validators,
            changes=changes,
            news=news,
            profile=belief.profile,
            owed=told if state.baseline_at is None else (*alerts, *missed, *told),
            warnings=listing.warnings,
            remark=belief.remark,
            resolved=bool(belief.resolved),
            baseline=state.baseline_at is None,
        )

    def _listeners(self, source: Source) -> Iterator[tuple[str, tzinfo]]:
        """Yield who listens to a source, with its zone; asks only once it is asked."""
        for name in self._book.listeners(source.id):
            yield name, self._routes.zone(name)

    async def _unchanged(self, source: Source, state: SourceState) -> PollReport:
        now = self._clock()
        owed = await self._trouble.ended(source, state, state.articles_read, now)
        if owed and await self._store.enqueue(owed):
            self._wake()
        await self._store.poll_unchanged(source.id, now)
        await self._trouble.eased(source)
        return _nothing_new(source, state)

    async def _doubted(self, source: Source, state: SourceState, error: Doubted) -> PollReport:
        now = self._clock()
        kept = await self._pages.keep(source.id, now, error.page.body)
        report = await self._failed(source, state, str(error), doubt=error.doubt)
        if await self._trouble.doubted(source, state, error.doubt, kept, now):
            self._wake()
        return report

    async def _failed(
        self,
        source: Source,
        state: SourceState,
        error: str,
        retry_after: float | None = None,
        *,
        doubt: Doubt | None = None,
    ) -> PollReport:
        now = self._clock()
        seconds = backoff.delay(
            state.failures + 1,
            base=source.interval,
            cap=max(source.interval, LONGEST_BACKOFF),
            jitter=random.random(),  # noqa: S311 - spreads retries, hides nothing
            retry_after=retry_after,
        )
        retry_at = now + timedelta(seconds=seconds)
        failures = await self._store.poll_failed(source.id, now, error, retry_at, doubt)
        if doubt is None and await self._trouble.began(source, state, failures, error, now):
            self._wake()
        return PollReport(source=source.id, outcome=PollOutcome.FAILED, error=error)


def _suspect(page: Page, *, listed: bool = False) -> str | None:
    text, _ = decode(page)
    return drift.suspect(text, listed=listed)


def _nothing_new(source: Source, state: SourceState) -> PollReport:
    return PollReport(source=source.id, outcome=PollOutcome.UNCHANGED, read=state.articles_read)
