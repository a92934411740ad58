"""The extractor of HTML: page to listing."""

from __future__ import annotations

from dataclasses import replace

from watcher.extract import dates
from watcher.extract.html import pager
from watcher.extract.html.analysis import Analysis, analyse
from watcher.extract.html.expand import expanded
from watcher.extract.html.fields import Reading, item
from watcher.extract.html.group_dates import GroupDates
from watcher.extract.html.misfits import without_misfits
from watcher.extract.html.record import Record, record
from watcher.extract.html.tree import Tree, joined
from watcher.extract.html.verdict import believable
from watcher.models import Item, Kind, Listing, Page


def read(page: Page, text: str) -> Listing:
    """Read the page's main list.

    Raises `ReadError` with one line of what the page looks like where it is no listing. A listing that
    shows itself to be empty gives no items.
    """
    analysis = analyse(page, text)
    records = _records(analysis) if believable(analysis) else []
    tree = analysis.tree
    start = records[0].area.begin if records else len(tree.nodes)
    numbered = pager.numbers(tree)
    return Listing(
        kind=Kind.HTML,
        items=_items(page, analysis, records) if records else (),
        heading=pager.heading(tree, start, {r.node.index for r in records}),
        next_page=pager.next_page(tree, analysis.addresses, numbered),
        last_page=pager.last_page(tree, numbered),
        feeds=pager.feeds(tree, analysis.addresses),
        warnings=("the page is too large: its end was not read",) if tree.cut else (),
    )


def _records(analysis: Analysis) -> list[Record]:
    best = analysis.ranked[0]
    found = [
        record(analysis.tree, analysis.addresses, area, title)
        for area, title in zip(best.areas, best.candidate.titles, strict=True)
    ]
    said = [r for r in found if any(c.isalnum() for c in r.title)]
    fit = without_misfits(analysis.tree, analysis.marks, said)
    return _distinct(analysis.tree, expanded(analysis, best, fit))


def _distinct(tree: Tree, records: list[Record]) -> list[Record]:
    """Drop what a carousel repeats; rows that say anything different, as files of one case do, all stay."""
    kept: dict[tuple[str | None, str], Record] = {}
    for one in records:
        kept.setdefault((one.url, joined(tree.tokens[one.area.first : one.area.last])), one)
    return list(kept.values())


def _items(page: Page, analysis: Analysis, records: list[Record]) -> tuple[Item, ...]:
    tree = analysis.tree
    order = dates.order_of(t.text for t in tree.tokens if len(t.text) <= 40 and t.text[-1:].isdigit())
    reading = Reading(tree, analysis.addresses, page.fetched_at, order)
    above = GroupDates(reading, analysis.ranked[0])
    found = []
    for one in records:
        read_item = item(reading, one)
        if read_item.published is None:
            read_item = replace(read_item, published=above.over(one.area))
        found.append(read_item)
    return tuple(found)
