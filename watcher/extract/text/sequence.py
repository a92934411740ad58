"""Pages that write each title once: the cheapest way to read their lines as title, summary, byline.

A Viterbi search: each line pays for the part that it plays (`costs`), each pair of neighbours for its
order, and the cheapest whole wins. So one missing byline costs a little, and does not shift the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from watcher.extract.text.costs import Measures, Part
from watcher.extract.text.lines import Line

_NEVER = float("inf")
_START = {Part.HEADING: 0.0, Part.TITLE: 0.6, Part.LABEL: 0.8}
_AFTER = {
    Part.HEADING: {Part.ABOUT: 0.2, Part.TITLE: 0.4, Part.LABEL: 0.8},
    Part.ABOUT: {Part.ABOUT: 1.6, Part.TITLE: 0.0, Part.LABEL: 0.4},
    Part.LABEL: {Part.TITLE: 0.0, Part.LABEL: 1.0},
    Part.TITLE: {Part.SUMMARY: 0.0, Part.BYLINE: 1.5, Part.TITLE: 1.5, Part.LABEL: 2.2},
    Part.SUMMARY: {Part.BYLINE: 0.0, Part.TITLE: 0.0, Part.LABEL: 0.2, Part.SUMMARY: 3.0, Part.BIO: 2.0},
    Part.BYLINE: {Part.TITLE: 0.0, Part.LABEL: 0.2, Part.BIO: 1.0, Part.BYLINE: 4.0},
    Part.BIO: {Part.TITLE: 0.0, Part.LABEL: 0.2, Part.BIO: 1.0},
}
"""What may follow what, and at which cost; a page with bylines pays `_UNSIGNED` for an item without one."""
_UNSIGNED = 1.5


def assign(lines: Sequence[Line], measures: Measures) -> list[Part]:
    """Return the part of each line, one for one; empty where no reading is possible at all."""
    if not lines:
        return []
    costs = {part: _START.get(part, _NEVER) + measures.cost(lines[0], part, 0) for part in Part}
    trails: list[dict[Part, Part]] = []
    for index, line in enumerate(lines[1:], start=1):
        trail: dict[Part, Part] = {}
        reached: dict[Part, float] = {}
        for part in Part:
            own = measures.cost(line, part, index)
            price, trail[part] = min(
                ((costs[before] + _step(before, part, measures), before) for before in Part),
                key=lambda choice: choice[0],
            )
            reached[part] = price + own
        costs = reached
        trails.append(trail)
    return _walk_back(costs, trails)


def _step(before: Part, part: Part, measures: Measures) -> float:
    """Return what it costs that `part` follows `before`."""
    price = _AFTER[before].get(part, _NEVER)
    ends_unsigned = before in (Part.TITLE, Part.SUMMARY) and part in (Part.TITLE, Part.LABEL)
    return price + _UNSIGNED if ends_unsigned and measures.signed else price


def _walk_back(costs: dict[Part, float], trails: list[dict[Part, Part]]) -> list[Part]:
    """Return the cheapest way, from its end to its start and turned round."""
    part = min(costs, key=lambda p: costs[p])
    if costs[part] == _NEVER:
        return []
    way = [part]
    for trail in reversed(trails):
        part = trail[part]
        way.append(part)
    return way[::-1]
