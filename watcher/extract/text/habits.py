"""What a page's own records have in common, learned from a first reading of it, as costs for the next.

A page is written by a template: after a title comes the same part, after the same number of blank lines,
in most records. A first reading that is right about most of them shows the template, and what departs
from it is dear the second time: a short summary stays a summary where no record has a label there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log
from statistics import fmean, pstdev

from watcher.extract.text.lines import Line
from watcher.extract.text.parts import AFTER, Part

FEWEST = 4
"""Titles from which on records show a habit."""
GAPS = 3
"""No blank line, one, several."""
_DOUBT = 1.0
"""How many records' worth of doubt each habit begins with."""
_DEAREST, _ODDEST = 3.0, 2.0
"""The most that an unusual place or length costs."""
_NEWLY = 2.0
"""What it costs to find head or foot where the first reading found items, whose habits have their price."""
_UNLABELLED = 0.9
"""The most that it costs to begin with a heading and a bare title where titles have labels above them."""
_NO_ITEM = (Part.ABOVE, Part.ABOUT, Part.BIO, Part.BELOW)
_BODY = (Part.LABEL, Part.TITLE, Part.TAG, Part.SUMMARY, Part.UNDER, Part.BYLINE, Part.TAIL)
_OPENING, _CLOSING = (Part.LABEL, Part.TITLE), (Part.TITLE, Part.SUMMARY, Part.BYLINE, Part.TAIL)
_SIDES = (Part.LABEL, Part.TAG, Part.UNDER, Part.TAIL)
_MEASURED = (Part.TITLE, Part.SUMMARY)
_NARROWEST = 0.22
"""The least deviation of logarithms of lengths: a fifth more or less is never odd."""
_LENGTH_WEIGHT = 0.35
_TERSE = 0.3
"""How odd a short summary is, beside a long one or a title of another length."""


def gap_of(line: Line) -> int:
    """Return which kind of gap stands before the line."""
    return min(line.gap, GAPS - 1)


_WAYS: dict[int, list[Part]] = {before: [way for way in AFTER[before] if way in _BODY] for before in _BODY}


class Habits:
    """What follows what, after which gap, and how long titles and summaries are."""

    def __init__(self, lines: Sequence[Line], parts: Sequence[Part]) -> None:
        self._steps: Counter[tuple[int, int, int]] = Counter(
            (before, part, gap_of(line))
            for (before, part), line in zip(pairwise(parts), lines[1:], strict=True)
        )
        self._pairs: Counter[tuple[int, int]] = Counter()
        self._counts: Counter[int] = Counter(parts)
        self._openings: Counter[int] = Counter()
        for (before, part, gap), count in self._steps.items():
            self._pairs[before, part] += count
            if before in _CLOSING and part in _OPENING:
                self._openings[gap] += count
        spreads = ((part, _spread(lines, parts, part)) for part in _MEASURED)
        self._lengths = {part: spread for part, spread in spreads if spread}
        self._known: dict[tuple[int, int], float] = {}

    def step(self, before: int, part: int, gap: int) -> float:
        """Return what it costs beside the usual that `part` follows `before` after that gap."""
        if before not in _BODY or part not in _BODY:
            newly = _NEWLY * (part in _NO_ITEM and not self._pairs[before, part])
            if (before, part) == (Part.HEADING, Part.TITLE):
                newly += self._lacks_label()
            return newly + (self._opens_after(gap) if before == Part.ABOUT and part in _OPENING else 0.0)
        if (before, part) not in self._known:
            self._known[before, part] = self._follows(before, part) + self._is_beside(part)
        return self._known[before, part] + self._stands_off(before, part, gap)

    def lengths(self, line: Line) -> list[tuple[int, float]]:
        """Return what it costs that a title or a summary is so much shorter or longer than the others."""
        size = log(len(line.text))
        prices = []
        for part, (mean, deviation) in self._lengths.items():
            weight = _LENGTH_WEIGHT * (_TERSE if part is Part.SUMMARY and size < mean else 1)
            prices.append((int(part), min(_ODDEST, weight * ((size - mean) / deviation) ** 2)))
        return prices

    def _follows(self, before: int, part: int) -> float:
        ways = _WAYS[before]
        share = _DOUBT / len(ways)
        most = max(self._pairs[before, way] for way in ways) + share
        return min(_DEAREST, log(most / (self._pairs[before, part] + share)))

    def _is_beside(self, part: int) -> float:
        """Return what a label costs where this page seldom has one: on that side of the title, or at all."""
        if part not in _SIDES:
            return 0.0
        usual = self._counts[Part.TITLE] / 2
        most = max(usual, *(self._counts[side] for side in _SIDES)) + _DOUBT
        return min(_DEAREST, log(most / (self._counts[part] + _DOUBT)))

    def _lacks_label(self) -> float:
        """Return what it costs that the first title has no label above it, where the others have."""
        bare = sum(self._pairs[before, Part.TITLE] for before in _CLOSING)
        odds = (self._pairs[Part.LABEL, Part.TITLE] + _DOUBT) / (bare + _DOUBT)
        return min(_UNLABELLED, max(0.0, log(odds)))

    def _opens_after(self, gap: int) -> float:
        """Return what it costs that the first record stands closer to the head than one to the other."""
        closer = sum(count for other, count in self._openings.items() if other <= gap)
        others = sum(self._openings.values())
        return min(_DEAREST, log((others + _DOUBT) / (closer + _DOUBT)))

    def _stands_off(self, before: int, part: int, gap: int) -> float:
        if not self._pairs[before, part]:
            return 0.0
        share = _DOUBT / GAPS
        most = max(self._steps[before, part, other] for other in range(GAPS)) + share
        return min(_DEAREST, log(most / (self._steps[before, part, gap] + share)))


def learn(lines: Sequence[Line], parts: Sequence[Part]) -> Habits | None:
    """Return the habits that a reading shows; None where it has too few records to show any."""
    return Habits(lines, parts) if sum(part is Part.TITLE for part in parts) >= FEWEST else None


def _spread(lines: Sequence[Line], parts: Sequence[Part], part: Part) -> tuple[float, float] | None:
    """Return mean and deviation of the logarithms of a part's lengths; None where it is too rare."""
    lengths = [log(len(line.text)) for line, other in zip(lines, parts, strict=True) if other is part]
    return (fmean(lengths), max(_NARROWEST, pstdev(lengths))) if len(lengths) >= FEWEST else None
