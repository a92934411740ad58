"""What is remembered of a page to read the next one by, and that reading."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.errors import ReadError
from watcher.extract.again.alone import Alone, Context, alone, turns_no_page
from watcher.extract.again.around import digest
from watcher.extract.again.cut import Cut, Edges, cut
from watcher.extract.again.planted import Ground, planted
from watcher.extract.again.shape import Shape, shape
from watcher.extract.again.steady import FEWEST, LEAST_LEAD
from watcher.extract.again.worths import Usual, moved, usual
from watcher.extract.html.parse import parse
from watcher.models import Listing, Page

LASTS = timedelta(days=1)
"""After that a page is read in full, whatever it looks like, and learned from anew."""
_MANY = 2
"""At most one record in so many may have come since the page was read in full."""
_FEW_LINKS = 2
"""So many links in a record may not be those of several stories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """How a page was read in full, cut in its parts, and what its records gave."""

    at: datetime
    """When the page was read in full."""
    since: datetime
    """When it was learned from; later full readings only confirmed that."""
    listing: Listing
    """Without its items."""
    above: str
    """The steps of the listing's pattern before those of its records."""
    context: Context
    orders: frozenset[str]
    """The orders of day and month that the page proves outside of its records."""
    edges: Edges
    ground: Ground
    around: bytes
    """Digest of what surrounds the records."""
    head: str
    tail: str
    with_class: bool
    titles: Mapping[Shape, int]
    """The shapes of records, each with the place of the title in it."""
    usual: Usual
    lead: float
    """Score by which the list led all others."""
    forms: frozenset[tuple[str, ...]]
    count: int
    first: Mapping[str, Alone]
    """The records of the page that was read in full, by their text."""
    records: Mapping[str, Alone]
    """Those of the last page."""

    @property
    def size(self) -> int:
        """Return about how many bytes this takes."""
        return 2 * (len(self.head) + len(self.tail) + sum(map(len, self.first.keys() | self.records.keys())))


def read_again(lesson: Lesson, page: Page, text: str) -> tuple[Listing, Lesson] | None:
    """Read a page by what was learned from another of its source; None where it has to be read in full."""
    now = page.fetched_at
    if now is None or page.url != lesson.context.url or not lesson.at <= now < lesson.at + LASTS:
        return None
    parts = cut(text, lesson.edges, lesson.tail)
    if parts is None or not _same_around(lesson, parts):
        return None
    records = _records(lesson, parts.records, now)
    if records is None or not fits(lesson, list(records.values())):
        return None
    alive = tuple(records.values())
    pattern = f"{lesson.above}{alive[0].steps}"
    listing = replace(lesson.listing, items=tuple(one.item for one in alive), pattern=pattern)
    return listing, replace(lesson, head=parts.head, tail=parts.tail, records=records)


def confirmed(lesson: Lesson, page: Page, text: str, listing: Listing) -> Lesson | None:
    """Return the lesson as a full reading that gave `listing` confirms it; None where it does not.

    What other records may have taken from the list's lead stays taken.
    """
    now = page.fetched_at
    if now is None or not lesson.since <= now < lesson.since + LASTS:
        return None
    count = len(lesson.records)
    found = read_again(replace(lesson, at=now, first=lesson.records, count=count), page, text)
    if found is None or found[0] != listing:
        return None
    records = found[1].records
    lead = lesson.lead - moved(lesson.usual, tuple(records.values()))
    if lead < LEAST_LEAD:
        return None
    means = {**lesson.usual, **usual(records.values())}
    return replace(found[1], listing=listing, first=records, count=len(records), lead=lead, usual=means)


def fits(lesson: Lesson, records: Sequence[Alone]) -> bool:
    """Tell whether records can be read each by itself, in a list of these."""
    orders = lesson.orders.union(*(one.orders for one in records))
    if (next(iter(orders)) if len(orders) == 1 else None) != lesson.context.order:
        return False
    has_many_links = any(one.links > _FEW_LINKS for one in records)
    forms = {one.form for one in records}
    return (
        _all_same(one.dated for one in records)
        and _all_same(one.item.published is None for one in records)
        and _all_same(one.host for one in records)
        and forms <= lesson.forms
        and not (has_many_links and len(forms) > 1)
        and len({one.item.url for one in records}) == len({one.item.title for one in records}) == len(records)
        and moved(lesson.usual, records) < lesson.lead
    )


def _same_around(lesson: Lesson, parts: Cut) -> bool:
    if parts.head == lesson.head and parts.tail == lesson.tail:
        return True
    try:
        return digest(parse(parts.head + parts.tail)) == lesson.around
    except ReadError:
        return False


def _records(lesson: Lesson, texts: tuple[str, ...], now: datetime) -> dict[str, Alone] | None:
    """Return what the records of a page give, by their texts, in its order."""
    stayed = sum(text in lesson.first for text in texts)
    is_like = abs(len(texts) - lesson.count) * 4 <= lesson.count
    if len(texts) < FEWEST or not is_like or stayed * _MANY < len(texts) or len(set(texts)) < len(texts):
        return None
    known = {text: one for text in texts if (one := lesson.records.get(text) or lesson.first.get(text))}
    fresh = [text for text in texts if text not in known or not known[text].lasts]
    if fresh:
        read = _read(lesson, fresh, now)
        if read is None:
            return None
        known |= read
    return {text: known[text] for text in texts}


def _read(lesson: Lesson, texts: list[str], now: datetime) -> dict[str, Alone] | None:
    grown = planted(lesson.ground, lesson.edges.tag, texts)
    if grown is None:
        return None
    tree, roots = grown
    if not turns_no_page(lesson.context, tree):
        return None
    read: dict[str, Alone] = {}
    for text, root in zip(texts, roots, strict=True):
        looks = shape(tree, root, with_class=lesson.with_class)
        place = lesson.titles.get(looks)
        one = alone(lesson.context, tree, root, looks, place, now) if place is not None else None
        if one is None:
            return None
        read[text] = one
    return read


def _all_same(values: Iterable[Hashable]) -> bool:
    return len(set(values)) <= 1
