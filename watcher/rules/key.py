"""An atom in use: articles hold it or lack it, and watches are filed under it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from watcher.rules.ids import Ids
from watcher.rules.query import Field, Form, Variant

Shelf: TypeAlias = tuple[Form, str, Field | None]
"""What atoms have in common that are looked up together: form, language of the stems and field."""

WIDTH = 4
"""Literals of a row. More would make all rows longer; fewer, more watches need more than their row."""
ALWAYS = 1
"""A literal that always holds: number 0 is no key's, so every article lacks it."""
_PADDING = tuple((ALWAYS,) * (WIDTH - length) for length in range(WIDTH + 1))
"""By the number of literals, what makes a row of them."""


class Key:
    """An atom in use; the same atom is the same key for as long as it is in use."""

    __slots__ = ("alone", "filed", "held", "order", "shelf", "uses", "words")

    def __init__(self, shelf: Shelf, words: Variant, order: int, number: int) -> None:
        self.shelf = shelf
        self.words = words
        self.order = order
        """Grows with how common the atom is; no two keys have the same."""
        self.held = 2 * number
        """The literal that an article holds the atom; the next one is that it lacks it."""
        self.uses = 0
        self.alone: Ids = None
        """Watches that ask for nothing else."""
        self.filed: Filed | None = None
        """Those that ask for more, where this atom is their rarest."""

    def put(self, literals: Sequence[int], target: int) -> None:
        """File a row: at most `WIDTH` literals that must hold besides this atom's."""
        filed = self.filed
        if filed is None:
            filed = self.filed = Filed()
        filed.put((*literals, *_PADDING[len(literals)]), target)

    def take(self, target: int) -> array[int]:
        """Take the rows of a target out, and return their literals one after the other."""
        if self.filed is None:
            return array("i")
        taken = self.filed.take(target)
        if not self.filed.targets:
            self.filed = None
        return taken


class Filed:
    """Rows side by side: numbers, not objects, for thousands are looked at in the time of a few objects."""

    __slots__ = ("literals", "targets")

    def __init__(self) -> None:
        self.literals = array("i")
        """`WIDTH` for each row, made up with `ALWAYS`."""
        self.targets = array("q")
        """For each row the id of its watch, or a number of `further`; ascending."""

    def put(self, row: Sequence[int], target: int) -> None:
        """Add a row."""
        targets = self.targets
        if not targets or target >= targets[-1]:
            targets.append(target)
            self.literals.extend(row)
        else:
            at = bisect_right(targets, target)
            targets.insert(at, target)
            self.literals[at * WIDTH : at * WIDTH] = array("i", row)

    def take(self, target: int) -> array[int]:
        """Take the rows of a target out, and return their literals one after the other."""
        start, end = bisect_left(self.targets, target), bisect_right(self.targets, target)
        taken = self.literals[start * WIDTH : end * WIDTH]
        del self.targets[start:end]
        del self.literals[start * WIDTH : end * WIDTH]
        return taken

    def find(self, target: int) -> int:
        """Return where the first row of a target is, counted in rows; -1 where it has none."""
        at = bisect_left(self.targets, target)
        return at if at < len(self.targets) and self.targets[at] == target else -1
