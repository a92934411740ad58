"""The extractor of HTML: page to listing."""

from __future__ import annotations

from dataclasses import replace

from watcher.extract import dates
from watcher.extract.html import pager
from watcher.extract.html.addresses import key
from watcher.extract.html.analysis import Analysis, analyse
from watcher.extract.html.expand import expanded
from watcher.extract.html.fields import item
from watcher.extract.html.group_dates import GroupDates
from watcher.extract.html.linked_data import Declared, completed
from watcher.extract.html.misfits import without_misfits
from watcher.extract.html.reading import Reading
from watcher.extract.html.record import Record, record
from watcher.extract.html.tree import Tree, joined
from watcher.extract.html.verdict import believable
from watcher.models import Item, Kind, Listing, Page

MAX_RECORDS = 2_000


def read(page: Page, text: str) -> Listing:
    """Read the page's main list.

    Raises `ReadError` with one line of what the page looks like where it is no listing. A listing that
    shows itself to be empty gives no items.
    """
    analysis = analyse(page, text)
    records = _records(analysis) if believable(analysis) else []
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


def _warnings(analysis: Analysis) -> tuple[str, ...]:
    found = ["the page is too large: its end was not read"] if analysis.tree.cut else []
    if analysis.ranked and len(analysis.ranked[0].areas) > MAX_RECORDS:
        found.append(f"the list is too long: only its first {MAX_RECORDS} records were read")
    return tuple(found)


def _records(analysis: Analysis) -> list[Record]:
    best = analysis.ranked[0]
    found = [
        record(analysis.tree, analysis.addresses, area, title)
        for area, title in zip(best.areas[:MAX_RECORDS], best.candidate.titles, strict=False)
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
        seen = item(reading, one)
        if seen.published is None:
            seen = replace(seen, published=above.over(one.area))
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
