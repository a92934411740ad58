"""The items of the last while, found again by the rare words that they share with a new one."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from math import log
from typing import Generic, TypeVar

from watcher.similar.marks import Marks
from watcher.similar.score import THRESHOLD, score

Key = TypeVar("Key", bound=Hashable)

MOST_ITEMS = 5_000
"""Kept at a time, about 50 MB; with more the oldest go before their time."""
PRIOR = 100
"""Items that are counted as known and without any of the words: while few are known, words weigh alike."""
RAREST = 12
"""Words of a new item that others are looked up by."""
WIDEST = 200
"""Items that have a word, newest first, that are looked at."""
CANDIDATES = 20
"""Items that are compared in full."""


@dataclass(frozen=True, slots=True)
class Similar(Generic[Key]):
    """A recent item that tells the same story."""

    key: Key
    score: float


class Recent(Generic[Key]):
    """An index over a window of time. What a look-up costs does not grow with the items in it."""

    def __init__(self, window: timedelta, threshold: float = THRESHOLD) -> None:
        self._window = window
        self._threshold = threshold
        self._marks: dict[Key, Marks] = {}
        self._having: defaultdict[str, deque[Key]] = defaultdict(deque)
        self._order: deque[tuple[datetime, Key]] = deque()

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, key: Key, marks: Marks, at: datetime) -> None:
        """Take an item in, not from before those that are in; one whose key is in already stays as it is."""
        if key in self._marks:
            return
        self._expire(at)
        if len(self._order) >= MOST_ITEMS:
            self._forget(self._order.popleft()[1])
        self._marks[key] = marks
        self._order.append((at, key))
        for word in marks.words:
            self._having[word].append(key)

    def like(self, marks: Marks, at: datetime, besides: Key | None = None) -> Sequence[Similar[Key]]:
        """Return the items in the window that tell the same story, the most alike first."""
        self._expire(at)
        found = (Similar(key, score(marks, self._marks[key], self._weigh)) for key in self._candidates(marks))
        alike = [one for one in found if one.score >= self._threshold and one.key != besides]
        return sorted(alike, key=lambda one: one.score, reverse=True)

    def _candidates(self, marks: Marks) -> Sequence[Key]:
        shared: Counter[Key] = Counter()
        for word in nlargest(RAREST, marks.words & self._having.keys(), key=self._weigh):
            keys = self._having[word]
            shared.update(keys[-place] for place in range(1, min(len(keys), WIDEST) + 1))
        return [key for key, number in shared.most_common(CANDIDATES) if number > 1]

    def _weigh(self, word: str) -> float:
        # The new item counts as one that has the word.
        return log((len(self._marks) + 1 + PRIOR) / (len(self._having.get(word, ())) + 1.5))

    def _expire(self, now: datetime) -> None:
        while self._order and self._order[0][0] < now - self._window:
            self._forget(self._order.popleft()[1])

    def _forget(self, key: Key) -> None:
        for word in self._marks.pop(key).words:
            # Items go in the order in which they came, so it is the first of each.
            keys = self._having[word]
            keys.popleft()
            if not keys:
                del self._having[word]
