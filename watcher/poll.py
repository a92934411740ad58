"""One poll of one source, in order:

    state   ← what the store remembers
    fetched ← the page, if it changed since
    listing ← what it reads as; an unbelievable one is a failure, and leaves the state alone
    changes ← the listing against what is known
    commit  ← new articles, validators and owed deliveries, in one write
    wake the deliveries

Nothing is sent here, and nothing before the commit needs to survive a crash: the next poll does it again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from watcher import backoff, extract, identity, outage, plan
from watcher.diff import Changes, diff
from watcher.errors import FetchError, ReadError
from watcher.fetch import Fetched
from watcher.models import Article, Delivery, Listing, Source, SourceState, Validators
from watcher.reports import Listener, PollOutcome, PollReport
from watcher.routes import Routes
from watcher.store.port import PollCommit, Store
from watcher.watchbook import WatchBook

LONGEST_BACKOFF = 1800.0
"""Seconds that a failing source is left alone at most, unless its own interval is longer."""


class Fetching(Protocol):
    """The part of the fetcher that a poll needs."""

    async def fetch(
        self, url: str, validators: Validators = ..., *, headers: tuple[tuple[str, str], ...] = ...
    ) -> Fetched:
        """Fetch a page unless it is unchanged. Raises `FetchError`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one poll found and owes, before anything is written."""

    at: datetime
    validators: Validators
    changes: Changes
    owed: tuple[Delivery, ...]
    warnings: tuple[str, ...]
    baseline: bool

    def report(self, source: Source) -> PollReport:
        """Return it as a report, as if all that is owed were queued."""
        return PollReport(
            source=source.id,
            outcome=self._outcome(),
            read=len(self.changes.page),
            new=self.changes.new,
            edited=self.changes.edited,
            queued=self.owed,
            warnings=self.warnings,
        )

    def _outcome(self) -> PollOutcome:
        if self.baseline:
            return PollOutcome.BASELINE
        return PollOutcome.CHANGED if self.changes.new or self.changes.edited else PollOutcome.UNCHANGED


class Poller:
    """Polls sources. Stateless between polls but for what the store holds."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetching,
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
        self._book = book
        self._routes = routes
        self._clock = clock
        self._operators = operators
        self._listen = listen
        self._wake = wake

    async def poll(self, source: Source) -> PollReport:
        """Poll once. Raises only `StoreError`: a source that fails is a report, and a row in the store."""
        state = await self._store.source_state(source.id)
        if state.retry_at and self._clock() < state.retry_at:
            report = PollReport(source=source.id, outcome=PollOutcome.WAITING, error=state.error)
        else:
            report = await self._poll(source, state)
        self._listen(report)
        return report

    async def look(self, source: Source) -> PollReport:
        """Tell what a poll would find and queue now, and change nothing. Raises only `StoreError`."""
        state = await self._store.source_state(source.id)
        try:
            reading = await self._read(source, replace(state, validators=Validators()))
        except (FetchError, ReadError) as error:
            report = PollReport(source=source.id, outcome=PollOutcome.FAILED, error=str(error))
        else:
            report = reading.report(source) if reading else _nothing_new(source, state)
        self._listen(report)
        return report

    async def _poll(self, source: Source, state: SourceState) -> PollReport:
        try:
            reading = await self._read(source, state)
        except FetchError as error:
            return await self._failed(source, state, str(error), error.retry_after)
        except ReadError as error:
            return await self._failed(source, state, str(error))
        if reading is None:
            return await self._unchanged(source, state)
        queued = await self._store.commit_poll(
            PollCommit(
                source=source.id,
                at=reading.at,
                validators=reading.validators,
                page=reading.changes.page,
                new=reading.changes.new,
                edited=(*reading.changes.edited, *reading.changes.renamed),
                deliveries=reading.owed,
            )
        )
        if queued:
            self._wake()
        return replace(reading.report(source), queued=queued)

    async def _read(self, source: Source, state: SourceState) -> Reading | None:
        """Fetch, read, compare and plan; None where nothing changed. Raises `FetchError`, `ReadError`."""
        fetched = await self._fetcher.fetch(source.url, state.validators, headers=source.headers)
        if fetched.page is None:
            return None
        listing = await asyncio.to_thread(extract.read, fetched.page, source.kind)
        articles = believed(listing, source, state)
        known = await self._store.known(source.id, {key for a in articles for key in a.keys})
        changes = diff(articles, known, state.page_ids)
        now = self._clock()
        alerts = plan.alerts(source.id, changes.new, self._book.match, self._routes.held, now)
        news = () if state.baseline_at is None else alerts
        return Reading(
            at=now,
            validators=fetched.validators,
            changes=changes,
            owed=(*news, *outage.ended(source, state, len(articles), self._operators, now)),
            warnings=listing.warnings,
            baseline=state.baseline_at is None,
        )

    async def _unchanged(self, source: Source, state: SourceState) -> PollReport:
        now = self._clock()
        await self._enqueue(outage.ended(source, state, state.articles_read, self._operators, now))
        await self._store.poll_unchanged(source.id, now)
        return _nothing_new(source, state)

    async def _failed(
        self, source: Source, state: SourceState, error: str, retry_after: float | None = None
    ) -> PollReport:
        now = self._clock()
        seconds = backoff.delay(
            state.failures + 1,
            base=source.interval,
            cap=max(source.interval, LONGEST_BACKOFF),
            jitter=random.random(),  # noqa: S311 - spreads retries, hides nothing
            retry_after=retry_after,
        )
        failures = await self._store.poll_failed(source.id, now, error, now + timedelta(seconds=seconds))
        await self._enqueue(outage.began(source, state, failures, error, self._operators, now))
        return PollReport(source=source.id, outcome=PollOutcome.FAILED, error=error)

    async def _enqueue(self, notices: tuple[Delivery, ...]) -> None:
        if notices and await self._store.enqueue(notices):
            self._wake()


def believed(listing: Listing, source: Source, state: SourceState) -> tuple[Article, ...]:
    """Return the listing's articles. Raises `ReadError` for a listing that cannot be what it seems."""
    articles = identity.articles(listing, source.url)
    if not articles and state.articles_read:
        raise ReadError(f"0 of usually {state.articles_read} articles are on the page")
    return articles


def _nothing_new(source: Source, state: SourceState) -> PollReport:
    return PollReport(source=source.id, outcome=PollOutcome.UNCHANGED, read=state.articles_read)
