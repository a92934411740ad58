"""What a row does not decide alone: conjunctions of more literals, and queries to be evaluated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from watcher.rules.document import Document
from watcher.rules.evaluate import holds
from watcher.rules.ids import Ids, listed
from watcher.rules.key import Key
from watcher.rules.query import Node


class Row(NamedTuple):
    """A whole conjunction: its keys, the one that it is filed under first, and all of its literals."""

    keys: tuple[Key, ...]
    literals: Sequence[int]

    def holds(self, held: Collection[int]) -> bool:
        """Tell whether all literals hold where an article has the keys of `held`, and no others."""
        return all((literal & ~1 in held) is not bool(literal & 1) for literal in self.literals)


@dataclass(slots=True, eq=False)
class Longer:
    """A conjunction that has no room in a row, which only begins it."""

    rows: tuple[Row]
    watch_id: int
    target: int = 0


@dataclass(slots=True, eq=False)
class Rest:
    """A query that must be evaluated, since its conjunctions say too little; and the watches that ask it."""

    root: Node
    language: str
    rows: tuple[Row, ...]
    watches: Ids = None
    target: int = 0


Case: TypeAlias = Longer | Rest


class Further:
    """Cases by the target that stands for them in rows: negative, as no watch's id is."""

    def __init__(self) -> None:
        self._cases: dict[int, Case] = {}
        self._rests: dict[tuple[Node, str], Rest] = {}
        self._least = 0

    def __bool__(self) -> bool:
        return bool(self._cases)

    def add(self, case: Case) -> None:
        """Give a case its target."""
        self._least -= 1
        case.target = self._least
        self._cases[case.target] = case
        if isinstance(case, Rest):
            self._rests[case.root, case.language] = case

    def drop(self, case: Case) -> None:
        """Forget a case."""
        del self._cases[case.target]
        if isinstance(case, Rest):
            del self._rests[case.root, case.language]

    def rest(self, root: Node, language: str) -> Rest | None:
        """Return the case of a query that somebody asks already."""
        return self._rests.get((root, language))

    def met(self, targets: Iterable[int], present: Iterable[Key], document: Document) -> list[int]:
        """Return the watches of those of these cases that a document with these keys meets."""
        held = {key.held for key in present}
        found: list[int] = []
        for target in targets:
            case = self._cases[target]
            if not any(row.holds(held) for row in case.rows):
                continue
            if isinstance(case, Longer):
                found.append(case.watch_id)
            elif holds(case.root, document, case.language):
                found += listed(case.watches)
        return found

    def watches_of(self, target: int) -> Sequence[int]:
        """Return the watches that a target stands for: the id of a watch for itself."""
        if target >= 0:
            return (target,)
        case = self._cases[target]
        return listed(case.watches) if isinstance(case, Rest) else (case.watch_id,)
