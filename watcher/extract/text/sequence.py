"""Pages that write each title once: the cheapest way to read their lines as title, summary, byline.

A Viterbi search: each line pays for the part that it plays (`costs`), each pair of neighbours for its
order, and the cheapest whole wins. So one missing byline costs a little, and does not shift the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.extract.text.costs import Measures, Part
from watcher.extract.text.lines import Line

_NEVER = float("inf")
_START = {Part.HEADING: 0.0, Part.TITLE: 0.6, Part.LABEL: 0.8}
_AFTER = {
    Part.HEADING: {Part.ABOUT: 0.2, Part.TITLE: 0.4, Part.LABEL: 0.8},
    Part.ABOUT: {Part.ABOUT: 1.6, Part.TITLE: 0.0, Part.LABEL: 0.4},
    Part.LABEL: {Part.TITLE: 0.0, Part.LABEL: 1.0},
    Part.TITLE: {Part.SUMMARY: 0.0, Part.BYLINE: 1.5, Part.TITLE: 1.5, Part.LABEL: 2.2, Part.TAG: 0.6},
    Part.TAG: {Part.SUMMARY: 0.0, Part.BYLINE: 0.6, Part.TITLE: 2.2},
    Part.SUMMARY: {Part.BYLINE: 0.0, Part.TITLE: 0.0, Part.LABEL: 0.2, Part.SUMMARY: 3.0, Part.BIO: 2.0},
    Part.BYLINE: {Part.TITLE: 0.0, Part.LABEL: 0.2, Part.BIO: 1.0, Part.BYLINE: 4.0},
    Part.BIO: {Part.TITLE: 0.0, Part.LABEL: 0.2, Part.BIO: 1.0},
}
"""What may follow what, and at which cost; a page with bylines pays `_UNSIGNED` for an item without one."""
_BARE = 0.1
"""What a byline right below a title costs where most items have no summary."""
_SHIFT = 1.5
"""More for two titles or summaries in a row where nothing but their turns tells them apart."""
_UNSIGNED = 1.5


@dataclass(frozen=True, slots=True)
class Way:
    """A reading of the lines: the part of each, none where no reading is possible, and what it costs."""

    parts: tuple[Part, ...]
    cost: float


def assign(lines: Sequence[Line], measures: Measures) -> Way:
    """Return the cheapest way to read the lines."""
    if not lines:
        return Way((), 0.0)
    steps = _steps(measures)
    costs = {part: _START.get(part, _NEVER) + measures.cost(lines[0], part, 0) for part in Part}
    trails: list[dict[Part, Part]] = []
    for index, line in enumerate(lines[1:], start=1):
        trail: dict[Part, Part] = {}
        reached: dict[Part, float] = {}
        for part, ways in steps.items():
            own = measures.cost(line, part, index)
            best, trail[part] = _NEVER, part
            for before, price in () if own == _NEVER else ways:
                if costs[before] + price < best:
                    best, trail[part] = costs[before] + price, before
            reached[part] = best + own
        costs = reached
        trails.append(trail)
    return _walk_back(costs, trails)


def _steps(measures: Measures) -> dict[Part, list[tuple[Part, float]]]:
    """Return for each part what it may follow, and at which cost."""
    return {
        part: [(before, _step(before, part, measures)) for before in Part if part in _AFTER[before]]
        for part in Part
    }


def _step(before: Part, part: Part, measures: Measures) -> float:
    """Return what it costs that `part` follows `before`."""
    price = _AFTER[before][part]
    if measures.bare and (before, part) == (Part.TITLE, Part.BYLINE):
        return _BARE
    if measures.alternating and before is part and part in (Part.TITLE, Part.SUMMARY):
        return price + _SHIFT
    ends_unsigned = before in (Part.TITLE, Part.SUMMARY, Part.TAG) and part in (Part.TITLE, Part.LABEL)
    return price + _UNSIGNED if ends_unsigned and measures.signed else price


def _walk_back(costs: dict[Part, float], trails: list[dict[Part, Part]]) -> Way:
    """Return the cheapest way, from its end to its start and turned round."""
    part = min(costs, key=lambda p: costs[p])
    cost = costs[part]
    if cost == _NEVER:
        return Way((), cost)
    way = [part]
    for trail in reversed(trails):
        part = trail[part]
        way.append(part)
    return Way(tuple(way[::-1]), cost)
