"""Dates that stand over groups of records instead of in each."""

from __future__ import annotations

from bisect import bisect_left

from watcher.extract import dates
from watcher.extract.html.analysis import Ranked
from watcher.extract.html.areas import Area
from watcher.extract.html.reading import Reading
from watcher.extract.html.titles import is_date
from watcher.models import Published


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
