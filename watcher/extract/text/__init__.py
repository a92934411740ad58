"""Reads listings that come as plain text, by the roles of their lines.

::

    text ─► lines (each with what it shows alone) ─► head, pager
         ─► titles that repeat? ── all ───► repeated    by their places in the blocks
                                └─ others ─► single      cheapest sequence of parts, by the page's habits
            (bylines that stand above their items are moved below them: above)
         ─► doubt: is it a listing at all?
"""

from __future__ import annotations

from watcher.extract.text.above import lowered, stand_above
from watcher.extract.text.blocks import Block, covers, find_blocks, folded
from watcher.extract.text.doubt import refuse_if_no_listing, says_empty
from watcher.extract.text.head import (
    last_page,
    strip_head,
    without_menu,
    without_page_date,
    without_second_heading,
)
from watcher.extract.text.lines import Line, split
from watcher.extract.text.names import mark_names
from watcher.extract.text.reading import Reading
from watcher.extract.text.repeated import read_blocks
from watcher.extract.text.single import read_single
from watcher.models import Kind, Listing, Page


def read(page: Page, text: str) -> Listing:
    """Return the listing that `text` is; links, which text does not have, are None.

    Raises `ReadError` where it has no titles, or is no listing.
    """
    lines = split(text, page.fetched_at)
    section, body = strip_head(lines)
    if says_empty([line.text for line in body]):
        first = next((line.text for line in body if line.is_label_like), "")
        return Listing(kind=Kind.TEXT, items=(), heading=section or first)
    body = without_second_heading(without_menu(body))
    named = mark_names(body)
    blocks = find_blocks(named)
    repeated = _read_repeated(body, named, blocks, section) if blocks else None
    reading = repeated or read_single(folded(body, blocks), section)
    dated = any(item.published for item in reading.items)
    refuse_if_no_listing(reading.items, proven=bool(repeated) or dated)
    return Listing(kind=Kind.TEXT, items=reading.items, heading=reading.heading, last_page=last_page(lines))


def _read_repeated(body: list[Line], named: list[Line], blocks: list[Block], section: str) -> Reading | None:
    """Read a page that writes each title more than once; None where it writes some only once."""
    lines = mark_names(lowered(body) if stand_above(named, blocks) else without_page_date(body))
    blocks = find_blocks(lines)
    return read_blocks(lines, blocks, section) if covers(lines, blocks) else None
