"""Pages read with the memory of what their sources showed before. In this process only, and it may forget.

A page is read in full at first, then again when it has changed, and what it is made of is learned then. What
could not be learned, or was of no use, is tried again later and later.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from watcher import extract
from watcher.extract.again.learn import learn
from watcher.extract.again.lesson import Lesson, confirmed, read_again
from watcher.extract.collector import held_back
from watcher.extract.decode import decode
from watcher.extract.sniff import sniff
from watcher.models import Kind, Listing, Page, Select

LARGEST = 64_000_000
"""Bytes that are remembered, of all sources together; those that were not asked for longest are forgotten."""
_LONGEST_REST = 64
"""Full readings of a source, at most, before it is learned from again."""


@dataclass(slots=True)
class _Source:
    """What is remembered of one source."""

    lesson: Lesson | None = None
    rest: int = 1
    """Full readings to go before the next lesson; one at first, for many a page never changes."""
    patience: int = 1
    """The next rest."""

    @property
    def size(self) -> int:
        return self.lesson.size if self.lesson is not None else 0


@dataclass(slots=True)
class ReadingAgain:
    """Reads pages as `extract.read` does, faster where little changed. Several threads may use it."""

    largest: int = LARGEST
    again: int = 0
    """How many pages were read by what was learned."""
    in_full: int = 0
    _sources: OrderedDict[str, _Source] = field(default_factory=OrderedDict)
    size: int = 0
    """Bytes that are remembered."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(
        self, source: str, page: Page, kind: Kind | None = None, select: Select | None = None
    ) -> Listing:
        """Return the listing on a page of `source`. Raises `ReadError`."""
        if select is not None or kind not in (None, Kind.HTML):
            return extract.read(page, kind, select)
        text, warnings = decode(page)
        if warnings or (kind or sniff(page, text)) is not Kind.HTML:
            return extract.read(page, kind)
        known = self._taken(source)
        try:
            return self._read(known, page, kind, text)
        finally:
            self._put(source, known)

    def _read(self, known: _Source, page: Page, kind: Kind | None, text: str) -> Listing:
        found = read_again(known.lesson, page, text) if known.lesson is not None else None
        if found is not None:
            listing, known.lesson = found
            known.patience = 1
            self.again += 1
            return listing
        self.in_full += 1
        listing = extract.read(page, kind)
        if known.lesson is not None:
            known.lesson = confirmed(known.lesson, page, text, listing)
        if known.lesson is not None:
            return listing
        known.rest -= 1
        if known.rest < 0:
            with held_back():
                known.lesson = learn(page, text, listing)
            known.rest = known.patience - 1
            known.patience = min(2 * known.patience, _LONGEST_REST)
        return listing

    def _taken(self, source: str) -> _Source:
        """Return what is remembered of a source, which is nobody else's until it is put back."""
        with self._lock:
            known = self._sources.pop(source, None)
            self.size -= known.size if known is not None else 0
        return known if known is not None else _Source()

    def _put(self, source: str, known: _Source) -> None:
        with self._lock:
            self._sources[source] = known
            self.size += known.size
            while self.size > self.largest and self._sources:
                _, forgotten = self._sources.popitem(last=False)
                self.size -= forgotten.size
