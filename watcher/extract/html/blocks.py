"""Front pages: where each record is a block with a large story and smaller ones, each of them is a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from watcher.extract.html import single
from watcher.extract.html.addresses import form
from watcher.extract.html.analysis import Analysis
from watcher.extract.html.areas import of
from watcher.extract.html.lines import lines
from watcher.extract.html.marks import links_inside
from watcher.extract.html.record import Record, record
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.titles import worth

_FEWEST = 2
"""Blocks, and smaller stories in most of them."""
_MOST = 0.6
_LIKE_A_TITLE = 0.7
_SAMPLE = 4


def without_blocks(analysis: Analysis, records: list[Record]) -> list[Record]:
    """Return the stories of all blocks, in order, where the records are blocks; else the records.

    A smaller story is a line that is one linked title, with an address of the form that the large ones have.
    """
    linked = [r for r in records if r.url is not None]
    if len(linked) < max(_FEWEST, _MOST * len(records)):
        return records
    if not _most(links_inside(analysis.marks, r.area) > _FEWEST for r in records):
        return records
    forms = {form(r.url) for r in linked if r.url}
    known = {r.url for r in linked}
    first = [list(_smaller(analysis, r, forms, known)) for r in records[:_SAMPLE]]
    if not _most(len(found) >= _FEWEST for found in first):
        return records
    smaller = first + [list(_smaller(analysis, r, forms, known)) for r in records[_SAMPLE:]]
    if not _most(len(found) >= _FEWEST for found in smaller):
        return records
    large = [replace(r, area=of(single.root(analysis.tree, r.node))) for r in records]
    return sorted([*large, *(s for found in smaller for s in found)], key=lambda r: r.area.begin)


def _smaller(
    analysis: Analysis, one: Record, forms: set[tuple[str, ...]], known: set[str | None]
) -> Iterator[Record]:
    """Yield the smaller stories within a record."""
    tree, seen = analysis.tree, set(known)
    for line in lines(tree, one.area):
        token = line.tokens[0]
        if token.link is None or any(t.link is not token.link for t in line.tokens):
            continue
        node = token.heading or token.link
        address = analysis.addresses.resolve(token.link.attrs["href"])
        if address is None or address in seen or form(address) not in forms or node.holds(one.node):
            continue
        if worth(line.text) >= _LIKE_A_TITLE and not stands_elsewhere(tree, one.area.first, line.first):
            seen.add(address)
            yield record(tree, analysis.addresses, of(single.root(tree, node)), node)


def _most(found: Iterator[bool]) -> bool:
    told = list(found)
    return sum(told) >= max(_FEWEST, _MOST * len(told))
