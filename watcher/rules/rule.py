"""What the matcher files: rules, which watches share, and conjunctions of numbered atoms."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from watcher.rules.query import Node

ALONE = 0
"""Stands for the second atom of a conjunction of one; atoms are numbered from 1."""
_NUMBER = "I"

Numbers: TypeAlias = tuple[int, ...]
Packed: TypeAlias = tuple[Numbers, Numbers]
"""The required atoms of a conjunction, the rarest first, and the excluded ones."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A query that must be evaluated, since its conjunctions say too little."""

    root: Node
    language: str


class Rule:
    """What a query asks for, and the watches that ask it; a lone watch needs no set."""

    __slots__ = ("packed", "rest", "watches")

    def __init__(self, packed: bytes, rest: Rest | None, watch_id: int) -> None:
        self.packed = packed
        self.rest = rest
        self.watches: int | set[int] = watch_id

    @property
    def key(self) -> bytes | tuple[bytes, Rest]:
        """What two rules have in common that ask for the same."""
        return rule_key(self.packed, self.rest)

    def join(self, watch_id: int) -> None:
        """Share the rule with one more watch."""
        if isinstance(self.watches, set):
            self.watches.add(watch_id)
        else:
            self.watches = {self.watches, watch_id}

    def leave(self, watch_id: int) -> bool:
        """Take a watch off; tell whether it was the last."""
        if not isinstance(self.watches, set):
            return True
        self.watches.discard(watch_id)
        return not self.watches


@dataclass(frozen=True, slots=True)
class Leaf:
    """A conjunction with more to look at than the two atoms that it is filed under."""

    rule: Rule
    required: Numbers
    excluded: Numbers

    def met_by(self, present: set[int]) -> bool:
        """Tell whether an article with these atoms holds the rest, and nothing excluded."""
        return present.issuperset(self.required) and present.isdisjoint(self.excluded)


Entry: TypeAlias = Rule | Leaf
"""What is filed under two atoms; a rule stands for a conjunction that asks for nothing more."""


def rule_key(packed: bytes, rest: Rest | None) -> bytes | tuple[bytes, Rest]:
    """Return what tells a rule from all others."""
    return packed if rest is None else (packed, rest)


def pack(conjunctions: Iterable[Packed]) -> bytes:
    """Write conjunctions down in few bytes, the same for the same ones in any order."""
    each = (array(_NUMBER, (len(must), len(never), *must, *never)) for must, never in conjunctions)
    return b"".join(sorted(numbers.tobytes() for numbers in each))


def unpack(packed: bytes) -> Iterator[Packed]:
    """Undo `pack`."""
    numbers = array(_NUMBER, packed)
    at = 0
    while at < len(numbers):
        middle = at + 2 + numbers[at]
        end = middle + numbers[at + 1]
        yield tuple(numbers[at + 2 : middle]), tuple(numbers[middle:end])
        at = end


def place(rule: Rule, conjunction: Packed) -> tuple[int, int, Entry]:
    """Return the two atoms that a conjunction is filed under, and what is filed there."""
    required, excluded = conjunction
    second = required[1] if len(required) > 1 else ALONE
    if required[2:] or excluded:
        return required[0], second, Leaf(rule, required[2:], excluded)
    return required[0], second, rule
