"""Dates that stand over groups of records instead of in each."""

from __future__ import annotations

from bisect import bisect_left

from watcher.extract import dates
from watcher.extract.html.analysis import Ranked
from watcher.extract.html.areas import Area
from watcher.extract.html.reading import Reading
from watcher.extract.html.titles import is_date
from watcher.extract.html.tree import Tree
from watcher.models import Published

_MANY = 1_000
"""A term holds until the next one."""
_MOST_DIGITS = 3
_SHARING = frozenset(("dt", "td", "th"))


class GroupDates:
    """The dates between the records of one list, by place."""

    def __init__(self, reading: Reading, best: Ranked) -> None:
        self._places: list[int] = []
        self._dates: list[Published] = []
        container = best.candidate.container
        inside = {p for area in best.areas for p in range(area.first, area.last)}
        for place in range(container.first, container.last):
            text = reading.tree.tokens[place].text
            if place in inside or not is_date(text):
                continue
            when = dates.parse(text, reading.now, order=reading.order)
            if when is not None:
                self._places.append(place)
                self._dates.append(when)

    def over(self, area: Area) -> Published | None:
        """Return the nearest date above a record."""
        before = bisect_left(self._places, area.first)
        return self._dates[before - 1] if before else None


class SharedDates:
    """Dates that a record shares with those below it: in a cell that spans rows, or in a list's term."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._is_possible = not tree.tags.isdisjoint(_SHARING)
        self._date: Published | None = None
        self._left = 0

    def under(self, area: Area, own: Published | None) -> Published | None:
        """Return the date of the next record: its own, or one that still holds."""
        if not self._is_possible:
            return own
        records = self._spanned(area)
        if records:
            self._date, self._left = own, records
        elif own is None and self._left:
            own = self._date
        self._left -= 1
        return own

    def _spanned(self, area: Area) -> int:
        """Return for how many records a cell or a term in this one holds; 0 where there is none."""
        most = 0
        for node in self._tree.nodes[area.begin : area.end]:
            if node.tag == "dt":
                return _MANY
            span = node.attrs.get("rowspan", "") if node.tag in ("td", "th") else ""
            if span.isascii() and span.isdigit() and len(span) <= _MOST_DIGITS:
                most = max(most, int(span))
        return most if most > 1 else 0
