"""Which rows of literals hold for one article: thousands at a time, by numpy."""

from __future__ import annotations

from array import array
from collections.abc import Collection

import numpy as np

from watcher.rules.key import WIDTH, Filed, Key

_FIRST = 1024
_ALL = np.ones(WIDTH, np.uint8).view(np.uint32)[0]
"""A row of which each literal holds."""


class Presence:
    """For each literal one byte: whether it holds. Between two articles every atom is lacked."""

    def __init__(self) -> None:
        self._holds = _lacking(_FIRST)

    def reach(self, number: int) -> None:
        """Make room for the key of a number."""
        if 2 * number >= len(self._holds):
            self._holds = _lacking(2 * number)

    def met(self, keys: Collection[Key], literals: array[int], targets: array[int]) -> list[int]:
        """Return the targets of the rows that hold where these keys are held and no other: each once."""
        if not targets:
            return []
        holds = self._holds
        held = np.array([key.held for key in keys])
        lacked = held + 1
        holds[held], holds[lacked] = 1, 0
        try:
            # Read from fewer bytes than numpy's own indices have: memory costs more here than one more pass.
            each = holds.take(np.frombuffer(literals, np.intc))
        finally:
            # Whatever went wrong, the next article must not seem to hold what this one held.
            holds[held], holds[lacked] = 0, 1
        found = np.frombuffer(targets, np.int64)[each.view(np.uint32) == _ALL]
        # A choice may hold in several ways.
        found.sort()
        if len(found) > 1:
            found = found[np.diff(found, prepend=found[:1] - 1) != 0]
        once: list[int] = found.tolist()
        return once


def alike(filed: Filed, target: int) -> list[int]:
    """Return the targets whose row is as the first one of `target`, itself among them; none without a row."""
    at = filed.find(target)
    if at < 0:
        return []
    rows = np.frombuffer(filed.literals, np.intc).reshape(-1, WIDTH)
    same: list[int] = np.frombuffer(filed.targets, np.int64)[(rows == rows[at]).all(axis=1)].tolist()
    return same


def _lacking(numbers: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.tile(np.array([0, 1], np.uint8), numbers)
