"""How much two items tell the same, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from watcher.similar.marks import Marks

THRESHOLD = 0.75
"""From here on it is the same story; the figures that it was chosen by are in `docs/noise.md`."""
FEWEST = 6
"""Words that an item must have: two bare headlines that say the same may be two days of one column."""

Weigh = Callable[[str], float]


def score(one: Marks, other: Marks, weigh: Weigh) -> float:
    """Return the mean of what they share of all they say, and of what the shorter one says.

    By weight: `weigh` gives rare words more. 0 where either has too few words, and where they tell of two
    events: each has a number, or a day of the week, that the other has not, or one headline is the other with
    another word in it.
    """
    if min(len(one.words), len(other.words)) < FEWEST:
        return 0.0
    if _differ(one.numbers, other.numbers) or _differ(one.days, other.days):
        return 0.0
    if _is_one_word_apart(one.title, other.title):
        return 0.0
    shared = _weight(one.words & other.words, weigh)
    first, second = _weight(one.words, weigh), _weight(other.words, weigh)
    return (shared / (first + second - shared) + shared / min(first, second)) / 2


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other and other - one)


def _is_one_word_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one - other) == len(other - one) == 1 and len(one & other) > 1


def _weight(words: Iterable[str], weigh: Weigh) -> float:
    return sum(map(weigh, words))
