"""Explains the reading of a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from watcher.errors import ReadError
from watcher.extract.decode import decode
from watcher.extract.explained.advice import advice
from watcher.extract.explained.explanation import Explanation, Pattern
from watcher.extract.explained.kinds import HOW, why
from watcher.extract.explained.words import reasons
from watcher.extract.html.analysis import Analysis
from watcher.extract.html.choice import chosen
from watcher.extract.html.listing import listing
from watcher.extract.html.reader import records as records_of
from watcher.extract.html.record import Record
from watcher.extract.selected import reader as selected
from watcher.extract.selected.elements import Elements
from watcher.models import Item, Kind, Page, Select

_SHOWN = 3
_LEAST_DIFFERENCE = 0.2
"""Share of titles that are in one list only; below it the lists are the same for a reader."""
_MOST_READINGS = 2
"""Of the same records, each with other titles: the rest would hide the other lists of the page."""


def explain(page: Page, kind: Kind | None = None) -> Explanation:
    """Say what `page` was recognised as, what its list could be, and how to name it with selectors.

    Raises `ReadError` where there is nothing to explain: no text, or no HTML in what is said to be HTML.
    """
    text, _ = decode(page)
    if not text.strip():
        raise ReadError("the page is empty")
    found, reason = why(page, text, kind)
    patterns = islice(_patterns(page, text), _SHOWN) if found is Kind.HTML else ()
    return Explanation(kind=found, why=reason, how=HOW[found], patterns=tuple(patterns))


def _patterns(page: Page, text: str) -> Iterator[Pattern]:
    """Yield the likeliest lists, best first, those left out that hardly differ from better ones."""
    analysis = chosen(page, text)
    elements = Elements(analysis.tree)
    shown: list[list[Record]] = []
    for ranked in analysis.ranked:
        alone = replace(analysis, ranked=(ranked,))
        records = records_of(alone)
        if records and _adds(records, shown):
            shown.append(records)
            yield _pattern(page, text, alone, elements, records)


def _adds(records: list[Record], shown: list[list[Record]]) -> bool:
    """Tell whether these are other titles than those shown, and not a third reading of the same records."""
    titles = {record.title for record in records}
    if any(_alike(titles, {record.title for record in others}) for others in shown):
        return False
    return sum(_lie_in(records, others) for others in shown) < _MOST_READINGS


def _lie_in(records: list[Record], others: list[Record]) -> bool:
    """Tell whether most titles of `records` stand in others' areas."""
    begins = [other.area.begin for other in others]
    above = [bisect_right(begins, record.node.index) - 1 for record in records]
    inside = sum(
        place >= 0 and others[place].area.holds(record.node)
        for place, record in zip(above, records, strict=True)
    )
    return inside * 2 > len(records)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one ^ other) <= len(one | other) * _LEAST_DIFFERENCE


def _pattern(page: Page, text: str, analysis: Analysis, elements: Elements, records: list[Record]) -> Pattern:
    ranked = analysis.ranked[0]
    items = listing(page, analysis, records).items
    select = advice(analysis, elements, ranked, records)
    return Pattern(
        pattern=ranked.pattern,
        score=round(ranked.score, 2),
        items=items,
        reasons=tuple(reasons(ranked)),
        select=select,
        exact=select is not None and _gives(page, text, select, items),
    )


def _gives(page: Page, text: str, select: Select, items: tuple[Item, ...]) -> bool:
    try:
        return selected.read(page, text, select).items == items
    except ReadError:
        return False
