"""From chosen records to a listing, however they were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from watcher.extract import dates
from watcher.extract.html import pager
from watcher.extract.html.addresses import key
from watcher.extract.html.analysis import Analysis
from watcher.extract.html.fields import item
from watcher.extract.html.group_dates import GroupDates, SharedDates
from watcher.extract.html.linked_data import Declared, completed
from watcher.extract.html.reading import Reading
from watcher.extract.html.record import Record
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import Token, Tree, joined
from watcher.models import Item, Kind, Listing, Page

_FEW, _POOR = 3, 0.5
_CLOSING = " .)]"
_LONGEST_DATE = 40
MAX_RECORDS = 2_000
"""Of a longer list only so many are read."""


def listing(page: Page, analysis: Analysis, records: list[Record]) -> Listing:
    """Return the listing of `records`, which are those of the best candidate of `analysis`, or none."""
    tree = analysis.tree
    start = records[0].area.begin if records else len(tree.nodes)
    numbered = pager.numbers(tree, [r.area for r in records])
    return Listing(
        kind=Kind.HTML,
        items=_items(reading(page, analysis), analysis, records) if records else (),
        heading=pager.heading(tree, start, {r.node.index for r in records}),
        next_page=pager.next_page(tree, analysis.addresses, numbered),
        last_page=pager.last_page(tree, numbered),
        feeds=pager.feeds(tree, analysis.addresses),
        warnings=_warnings(analysis),
        pattern=analysis.ranked[0].pattern if records else "",
    )


def reading(page: Page, analysis: Analysis) -> Reading:
    """Return what every record of a page is read with."""
    tree = analysis.tree
    return Reading(tree, analysis.addresses, analysis.marks.columns, page.fetched_at, order_of(tree.tokens))


def order_of(tokens: Iterable[Token]) -> dates.Order | None:
    """Return the order of day and month that texts which end in a number prove."""
    return dates.order_of(
        t.text for t in tokens if len(t.text) <= _LONGEST_DATE and t.text.rstrip(_CLOSING)[-1:].isdigit()
    )


def distinct(tree: Tree, records: list[Record]) -> list[Record]:
    """Drop what a carousel repeats; rows that say anything different, as files of one case do, all stay.

    A line of short links that stands both above and below the records is none of them.
    """
    kept: dict[tuple[str | None, str], Record] = {}
    said = [(one.url, joined(tree.tokens[one.area.first : one.area.last])) for one in records]
    framed = len(said) > _FEW and said[0] == said[-1] and worth(records[0].title) < _POOR
    for key_, one in zip(said, records, strict=True):
        if not framed or key_ != said[0]:
            kept.setdefault(key_, one)
    return list(kept.values())


def _warnings(analysis: Analysis) -> tuple[str, ...]:
    found = ["the page is too large: its end was not read"] if analysis.tree.cut else []
    if analysis.ranked and len(analysis.ranked[0].areas) > MAX_RECORDS:
        found.append(f"the list is too long: only its first {MAX_RECORDS} records were read")
    return tuple(found)


def _items(context: Reading, analysis: Analysis, records: list[Record]) -> tuple[Item, ...]:
    above = GroupDates(context, analysis.ranked[0])
    shared = SharedDates(analysis.tree)
    found = []
    for one in records:
        seen = item(context, one)
        published = shared.under(one.area, seen.published) or above.over(one.area)
        if published != seen.published:
            seen = replace(seen, published=published)
        entry = analysis.declared.get(key(seen.url)) if seen.url else None
        found.append(_completed(seen, entry) if entry else seen)
    return tuple(found)


def _completed(seen: Item, entry: Declared) -> Item:
    """Fill in what the page declares of an article and does not show."""
    return replace(
        seen,
        published=completed(seen.published, entry),
        authors=seen.authors or entry.authors,
        summary=seen.summary or entry.summary,
    )
