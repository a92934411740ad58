"""Following a list back until something on it is known. Orders the search; decides nothing, stores nothing.

::

    suspected? ─ no ─► as it was
        │ yes
    known, or older than the last poll? ─ yes ─► closed
        │ no
    ways on ─► fetch ─► read ─► same list, anything new in it? ─ no ─► the gap stays open
        ▲                                │ yes
        └── all pages so far, as one list, against what is known

The pages are compared as one long list, so that what moved from one page to the next while we read is one
article, and a title is judged beside its neighbours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from watcher import extract, identity
from watcher.diff import Changes
from watcher.errors import FetchError, ReadError
from watcher.fetch.port import Fetching
from watcher.gap import suspect, verdict
from watcher.gap.filled import End, Filled
from watcher.gap.likeness import alike
from watcher.gap.next_page import Leaf, Way, on_same_site, same_origin, ways_on
from watcher.gap.numbering import is_another_page
from watcher.models import Article, Listing, Page, Source, SourceState

Compare: TypeAlias = Callable[[Sequence[Article]], Awaitable[Changes]]
"""Sets articles against what is known of their source."""
Progress: TypeAlias = Callable[[int, int], None]
"""Told the number of each page that was read, and how many new articles there are so far."""

_PAUSES = (2.0, 15.0)
"""Seconds before a page that could not be fetched is tried again: the gap cannot be filled later."""
_LONGEST_PAUSE = 60.0
"""Seconds that a host may ask us to wait; the articles of the first page wait as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """Where a search stands: all that was read, the last page of it, and what is to be thought of it."""

    source: Source
    since: datetime
    compare: Compare
    first: Changes
    leaf: Leaf
    listings: tuple[Listing, ...]
    changes: Changes
    visited: frozenset[str]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Stop:
    """Why a way leads no further."""

    end: End
    detail: str = ""


class GapFiller:
    """Reads at most `max_pages` older pages of a list, through the fetcher and at its pace; 0 reads none.

    A source's own `max_pages` comes first.
    `pause` waits for that many seconds before a failed page is asked for again.
    """

    def __init__(
        self,
        fetcher: Fetching,
        *,
        max_pages: int = 5,
        progress: Progress | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._max_pages = max_pages
        self._progress = progress
        self._pause = pause

    async def fill(
        self,
        source: Source,
        state: SourceState,
        page: Page,
        listing: Listing,
        changes: Changes,
        compare: Compare,
    ) -> Filled:
        """Return all that is new: `changes` of the page, and of those behind it where a gap is suspected.

        Raises what `compare` raises; a page that fails is an end of the search.
        """
        since = state.last_success or state.baseline_at
        if since is None or not suspect.suspected(state, changes):
            return Filled(changes=changes, end=End.NO_GAP)
        search = _Search(
            source=source,
            since=since,
            compare=compare,
            first=changes,
            leaf=Leaf(page=page, listing=listing),
            listings=(listing,),
            changes=changes,
            visited=frozenset(map(identity.canonical_address, (source.url, page.url))),
        )
        while not (end := verdict.reached(search.first, search.changes, search.since)):
            step = await self._step(search)
            if isinstance(step, _Stop):
                return _filled(search, step.end, step.detail)
            search = step
            if self._progress:
                self._progress(search.leaf.number, len(search.changes.new))
        return _filled(search, end)

    async def _step(self, search: _Search) -> _Search | _Stop:
        """Return the search one page further, by the first way that leads on."""
        stop = _Stop(End.LAST_PAGE if search.leaf.number > 1 else End.NO_PAGER)
        for way in ways_on(search.leaf, len(search.listings[0].items)):
            if search.tries >= self._most(search.source):
                return _Stop(End.MAX_PAGES)
            search = replace(search, tries=search.tries + 1)
            found = await self._visit(search, way)
            if isinstance(found, _Search):
                return found
            stop = _Stop(End.NO_PAGER) if _is_guess(search, way) else found
        return stop

    def _most(self, source: Source) -> int:
        return self._max_pages if source.max_pages is None else source.max_pages

    async def _visit(self, search: _Search, way: Way) -> _Search | _Stop:
        here = search.leaf.page.url
        address = on_same_site(way.url, here)
        if address is None or (way.linked and not is_another_page(address, here)):
            return _Stop(End.ELSEWHERE)
        if identity.canonical_address(address) in search.visited:
            return _Stop(End.REPEATS)
        try:
            page = await self._fetch(search.source, address, () if _is_guess(search, way) else _PAUSES)
            listing = await asyncio.to_thread(extract.read, page, search.source.kind, search.source.select)
        except (FetchError, ReadError) as error:
            return _Stop(End.FAILED, str(error))
        return await _taken(search, page, listing, linked=way.linked)

    async def _fetch(self, source: Source, address: str, pauses: Sequence[float]) -> Page:
        headers = source.headers if same_origin(address, source.url) else ()
        for pause in pauses:
            try:
                return await self._fetch_once(address, headers)
            except FetchError as error:
                wish = error.retry_after or 0.0
                if not error.transient or wish > _LONGEST_PAUSE:
                    raise
                await self._pause(max(pause, wish))
        return await self._fetch_once(address, headers)

    async def _fetch_once(self, address: str, headers: tuple[tuple[str, str], ...]) -> Page:
        fetched = await self._fetcher.fetch(address, headers=headers)
        if fetched.page is None:
            raise FetchError("the host says that the page has not changed, though it was not asked")
        return fetched.page


async def _taken(search: _Search, page: Page, listing: Listing, *, linked: bool) -> _Search | _Stop:
    """Return the search with one more page in it, if the page belongs to the list and adds to it."""
    landed = identity.canonical_address(page.url)
    if landed in search.visited:
        return _Stop(End.REPEATS)
    if on_same_site(page.url, search.leaf.page.url) is None or not alike(search.listings[0], listing):
        return _Stop(End.ELSEWHERE)
    if not listing.items:
        return _Stop(End.LAST_PAGE)
    listings = (*search.listings, listing)
    joined = replace(listing, items=tuple(item for each in listings for item in each.items))
    changes = await search.compare(identity.articles(joined, search.source.url))
    if len(changes.page) <= len(search.changes.page):
        return _Stop(End.REPEATS)
    leaf = Leaf(
        page=page,
        listing=listing,
        number=search.leaf.number + 1,
        linked=linked,
        previous=search.leaf.page.url,
    )
    return replace(search, leaf=leaf, listings=listings, changes=changes, visited=search.visited | {landed})


def _is_guess(search: _Search, way: Way) -> bool:
    """Tell whether nothing shows yet that there is such a page."""
    return not way.linked and search.leaf.number == 1


def _filled(search: _Search, end: End, detail: str = "") -> Filled:
    first, read = search.first, search.changes
    fresh = verdict.news(first, read, search.since, search.leaf.page.fetched_at, end)
    return Filled(
        changes=replace(read, page=read.page[: len(first.page)], new=fresh),
        end=end,
        pages=search.leaf.number,
        unknown=len(read.new),
        detail=detail,
    )
