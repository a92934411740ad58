"""The extractor of HTML: page to listing."""

from __future__ import annotations

from watcher.extract.html.analysis import Analysis
from watcher.extract.html.blocks import without_blocks
from watcher.extract.html.choice import chosen
from watcher.extract.html.continued import continued
from watcher.extract.html.expand import expanded
from watcher.extract.html.kickers import without_kickers
from watcher.extract.html.listing import MAX_RECORDS, distinct, listing
from watcher.extract.html.misfits import until_others, without_misfits
from watcher.extract.html.record import Record, record, without_label
from watcher.extract.html.sublines import without_sublines
from watcher.extract.html.verdict import believable
from watcher.models import Listing, Page


def read(page: Page, text: str) -> Listing:
    """Read the page's main list.

    Raises `ReadError` with one line of what the page looks like where it is no listing. A listing that
    shows itself to be empty gives no items.
    """
    analysis = chosen(page, text, every=False)
    try:
        return listing(page, analysis, records(analysis) if believable(analysis) else [])
    finally:
        analysis.tree.release()


def records(analysis: Analysis) -> list[Record]:
    """Return the records of the best candidate: without what does not belong, with what does."""
    best = analysis.ranked[0]
    found = [
        record(analysis.tree, analysis.addresses, area, title)
        for area, title in zip(best.areas[:MAX_RECORDS], best.candidate.titles, strict=False)
    ]
    tree = analysis.tree
    said = [r for r in found if any(c.isalnum() for c in r.title)]
    plain = without_sublines(tree, without_kickers(tree, without_label(tree, said)))
    fit = without_misfits(tree, analysis.marks, until_others(tree, plain))
    whole = expanded(analysis, best, without_blocks(analysis, fit))
    return distinct(tree, continued(analysis, best, whole) if whole else whole)
