"""Pages that write each title once: the cheapest way to read their lines as title, summary, byline.

A Viterbi search: each line pays for the part that it plays (`costs`), each pair of neighbours for its
order, and the cheapest whole wins. So one missing byline costs a little, and does not shift the rest.
The first reading tells the page's habits (`habits`), and by them it is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from watcher.extract.text.costs import Measures
from watcher.extract.text.habits import GAPS, Habits, gap_of, learn
from watcher.extract.text.lines import Line
from watcher.extract.text.parts import AFTER, END, START, Part

_NEVER = float("inf")
_READINGS = 3
"""How often a page is read by the habits that the reading before it showed, at the most."""
_KEPT = 0.8
"""Share of its titles that a reading must leave to be taken for a better one."""
_BARE = 0.1
"""What a byline right below a title costs where most items have no summary."""
_SHIFT = 3.0
"""More for two titles or summaries in a row where nothing but their turns tells them apart."""
_UNSIGNED = 1.5
"""More for an item without a byline on a page that has them."""

_UNENDED = (Part.TITLE, Part.SUMMARY, Part.TAG)
_STARTS = tuple(START.get(part, _NEVER) for part in Part)
_ENDS = tuple(END.get(part, 0.0) for part in Part)
_Steps = list[list[tuple[int, float]]]
"""For each part what it may follow, and at which cost."""


@dataclass(frozen=True, slots=True)
class Way:
    """A reading of the lines: the part of each, none where no reading is possible, and what it costs."""

    parts: tuple[Part, ...]
    cost: float
    own: Sequence[Sequence[float]] = ()
    """What each line costs for each part, by itself."""


def assign(lines: Sequence[Line], measures: Measures) -> Way:
    """Return the cheapest way to read the lines."""
    if not lines:
        return Way((), 0.0)
    own = measures.table(lines)
    return replace(_cheapest(lines, own, [_steps_of(measures)] * GAPS), own=own)


def reassign(lines: Sequence[Line], measures: Measures, way: Way) -> Way:
    """Return the way again, read by the habits that it shows, until they change nothing."""
    own = way.own
    for _ in range(_READINGS):
        habits = learn(lines, way.parts) if way.parts else None
        if habits is None:
            return way
        again = _cheapest(lines, _weighed(lines, own, habits), _habitual(measures, habits))
        if again.parts == way.parts or _titles(again) < _KEPT * _titles(way):
            break
        way = again
    return way


def _titles(way: Way) -> int:
    return way.parts.count(Part.TITLE)


def _weighed(lines: Sequence[Line], own: Sequence[Sequence[float]], habits: Habits) -> list[list[float]]:
    """Return what each line costs for each part, its length measured against its likes."""
    table = [list(costs) for costs in own]
    for line, costs in zip(lines, table, strict=True):
        if costs[Part.TITLE] < _NEVER:
            for part, price in habits.lengths(line):
                costs[part] += price
    return table


def _habitual(measures: Measures, habits: Habits) -> list[_Steps]:
    """Return for each kind of gap what each part may follow, at the cost that the habits give it."""
    steps = _steps_of(measures)
    return [
        [
            [(before, price + habits.step(before, part, gap)) for before, price in ways]
            for part, ways in enumerate(steps)
        ]
        for gap in range(GAPS)
    ]


def _cheapest(lines: Sequence[Line], own: Sequence[Sequence[float]], steps: Sequence[_Steps]) -> Way:
    costs = [start + price for start, price in zip(_STARTS, own[0], strict=True)]
    trails: list[list[int]] = []
    for line, prices in zip(lines[1:], own[1:], strict=True):
        trail = [0] * len(costs)
        reached = [_NEVER] * len(costs)
        for part, ways in enumerate(steps[gap_of(line)]):
            price = prices[part]
            if price == _NEVER:
                continue
            best = _NEVER
            for before, step in ways:
                if costs[before] + step < best:
                    best, trail[part] = costs[before] + step, before
            reached[part] = best + price
        costs = reached
        trails.append(trail)
    return _walk_back(costs, trails)


def _steps_of(measures: Measures) -> _Steps:
    """Return for each part what it may follow, and at which cost."""
    return _steps(signed=measures.signed, bare=measures.bare, alternating=measures.alternating)


@cache
def _steps(*, signed: bool, bare: bool, alternating: bool) -> _Steps:
    steps: _Steps = [[] for _ in Part]
    for before, ways in AFTER.items():
        for part, price in ways.items():
            ends_unsigned = before in _UNENDED and part in (Part.TITLE, Part.LABEL)
            shifts = before is part and part in (Part.TITLE, Part.SUMMARY)
            more = _UNSIGNED * (signed and ends_unsigned) + _SHIFT * (alternating and shifts)
            is_bare = bare and (before, part) == (Part.TITLE, Part.BYLINE)
            steps[part].append((int(before), _BARE if is_bare else price + more))
    return steps


def _walk_back(costs: Sequence[float], trails: Sequence[Sequence[int]]) -> Way:
    """Return the cheapest way, from its end to its start and turned round."""
    cost, last = min((price + end, part) for part, (price, end) in enumerate(zip(costs, _ENDS, strict=True)))
    part = Part(last)
    if cost == _NEVER:
        return Way((), cost)
    way = [part]
    for trail in reversed(trails):
        part = Part(trail[part])
        way.append(part)
    return Way(tuple(way[::-1]), cost)
