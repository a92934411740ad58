"""How much other records than those of the full reading may have changed which list is chosen.

What moves the choice is what texts are worth as titles: the list loses by poorer titles, and another that
could be made of the same records wins by texts beside the titles that read more like titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import sub
from typing import TypeAlias

from watcher.extract.again.alone import Alone
from watcher.extract.again.shape import Shape

Usual: TypeAlias = Mapping[Shape, tuple[float, ...]]
"""What the texts of records of each shape are worth in the mean; the last is the title."""

_SLOPE = 6.0
"""Score that a list gains at most where the mean worth of its titles rises by one, in the usual range."""


def usual(records: Iterable[Alone]) -> Usual:
    """Return what the texts of records are worth."""
    return {looks: _means(found) for looks, found in _by_shape(records).items()}


def moved(before: Usual, records: Sequence[Alone]) -> float:
    """Return by how much the score of another list may have come nearer, at most."""
    risen = lost = 0.0
    for looks, found in _by_shape(records).items():
        then, now = before[looks], _means(found)
        lost += len(found) * max(0.0, then[-1] - now[-1])
        risen += len(found) * max([0.0, *map(sub, now[:-1], then[:-1])])
    return _SLOPE * (risen + lost) / len(records)


def _by_shape(records: Iterable[Alone]) -> dict[Shape, list[tuple[float, ...]]]:
    by_shape: dict[Shape, list[tuple[float, ...]]] = {}
    for one in records:
        by_shape.setdefault(one.shape, []).append(one.worths)
    return by_shape


def _means(worths: list[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple([sum(column) / len(worths) for column in zip(*worths, strict=True)])
