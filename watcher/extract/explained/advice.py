"""From a list that was found without selectors to the selectors that find it."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.extract.explained.css import css_of
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import Area
from watcher.extract.html.record import Record
from watcher.extract.html.tree import Node
from watcher.extract.selected.elements import Elements
from watcher.models import Select


def advice(
    analysis: Analysis, elements: Elements, ranked: Ranked, records: Sequence[Record]
) -> Select | None:
    """Return selectors for the records and their titles; None where no short ones exist."""
    roots = _roots(analysis, ranked, records)
    item = css_of(elements, roots, lambda found: found == roots)
    if item is None:
        return None
    heads = [record.node for record in records]
    areas = [record.area for record in records]
    title = css_of(elements, heads, lambda found: _firsts(found, areas) == heads)
    return None if title is None else Select(item=item, title=title)


def _roots(analysis: Analysis, ranked: Ranked, records: Sequence[Record]) -> list[Node]:
    """Return the element that stands for each record."""
    known = dict(zip(map(_span, ranked.areas), ranked.candidate.roots, strict=True))
    return [known.get(_span(one.area)) or analysis.tree.nodes[one.area.begin] for one in records]


def _span(area: Area) -> tuple[int, int]:
    return (area.begin, area.first)


def _firsts(found: list[Node], areas: Sequence[Area]) -> list[Node | None]:
    """Return the first match inside each record."""
    return [next((node for node in found if area.holds(node)), None) for area in areas]
