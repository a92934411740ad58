"""What the reader of HTML does with records once they are chosen."""

from __future__ import annotations

from watcher.extract import dates
from watcher.extract.html import pager
from watcher.extract.html.analysis import Analysis
from watcher.extract.html.reader import _distinct, _items, _records, _warnings
from watcher.extract.html.reading import Reading
from watcher.extract.html.record import Record
from watcher.models import Kind, Listing, Page

distinct = _distinct
records_of = _records


def listing(page: Page, analysis: Analysis, records: list[Record]) -> Listing:
    """Return the listing that `records` are."""
    tree = analysis.tree
    start = records[0].area.begin if records else len(tree.nodes)
    numbered = pager.numbers(tree, [r.area for r in records])
    return Listing(
        kind=Kind.HTML,
        items=_items(page, analysis, records) if records else (),
        heading=pager.heading(tree, start, {r.node.index for r in records}),
        next_page=pager.next_page(tree, analysis.addresses, numbered),
        last_page=pager.last_page(tree, numbered),
        feeds=pager.feeds(tree, analysis.addresses),
        warnings=_warnings(analysis),
        pattern=analysis.ranked[0].pattern if records else "",
    )


def reading(page: Page, analysis: Analysis) -> Reading:
    """Return what the records of a page are read with."""
    tree = analysis.tree
    order = dates.order_of(t.text for t in tree.tokens if len(t.text) <= 40 and t.text[-1:].isdigit())
    return Reading(tree, analysis.addresses, page.fetched_at, order)
