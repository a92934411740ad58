"""What is filed: conjunctions, each with the watches that ask for it, whatever else they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, filterfalse
from typing import TypeAlias

from watcher.rules.ids import Ids, joined, left, listed
from watcher.rules.query import Field, Form, Node, Variant

Shelf: TypeAlias = tuple[Field | None, Form, str]
"""What atoms have in common that are looked up together: field, form and the language of the stems."""


class Place:
    """A place in the tree: the conjunction that ends here, and what goes on from here."""

    __slots__ = ("below", "leaf")

    def __init__(self) -> None:
        self.leaf: Leaf | None = None
        self.below: Leaf | dict[Key, Leaf | Place] | None = None


class Key(Place):
    """An atom in use, at the root of the tree; the same atom is the same key as long as it is in use."""

    __slots__ = ("order", "shelf", "uses", "words")

    def __init__(self, shelf: Shelf, words: Variant, order: int) -> None:
        super().__init__()
        self.shelf = shelf
        self.words = words
        self.order = order
        """Grows with how common the atom is; no two keys have the same."""
        self.uses = 0


@dataclass(slots=True, eq=False)
class Rest:
    """A query that must be evaluated, since its conjunctions say too little; and the watches that ask it."""

    root: Node
    language: str
    leaves: tuple[Leaf, ...] = ()
    watches: Ids = None


class Leaf:
    """One conjunction of keys, and the watches that an article with all of them meets."""

    __slots__ = ("aside", "keys", "watches")

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self.keys = keys
        self.watches: Ids = None
        """Those that are met here or nowhere."""
        self.aside: Aside | None = None

    def beside(self) -> Aside:
        """Return what is not as simple here, to be changed."""
        if self.aside is None:
            self.aside = Aside()
        return self.aside

    def tidy(self) -> bool:
        """Drop what is empty; tell whether anything is left."""
        if self.aside is not None and not self.aside:
            self.aside = None
        return self.watches is not None or self.aside is not None


@dataclass(slots=True)
class Met:
    """What an article meets, as it comes together."""

    once: list[int] = field(default_factory=list)
    several: set[int] = field(default_factory=set)
    rests: dict[Rest, None] = field(default_factory=dict)
    """To be evaluated, each once."""


class Aside:
    """What some watches of a leaf have beyond it; None for nothing, since there are many."""

    __slots__ = ("exceptions", "rests", "several")

    def __init__(self) -> None:
        self.several: Ids = None
        """Watches that other leaves may meet as well."""
        self.exceptions: dict[Key, Ids] | None = None
        """Watches that this leaf does not meet where an article holds the key."""
        self.rests: dict[Rest, None] | None = None

    def __bool__(self) -> bool:
        return self.several is not None or bool(self.exceptions or self.rests)

    def admitted(self, watches: Ids, present: set[Key], met: Met) -> Ids:
        """Return the leaf's own watches that are met where the keys are `present`; add others to `met`."""
        if self.rests:
            met.rests.update(self.rests)
        barring = self.exceptions.keys() & present if self.exceptions else ()
        if not barring or self.exceptions is None:
            if isinstance(self.several, int):
                met.several.add(self.several)
            elif self.several is not None:
                met.several.update(self.several)
            return watches
        never = set(chain.from_iterable(listed(self.exceptions[key]) for key in barring))
        met.several.update(filterfalse(never.__contains__, listed(self.several)))
        return [*filterfalse(never.__contains__, listed(watches))]

    def bar(self, key: Key, watch_id: int) -> None:
        """Make `key` an exception of a watch."""
        if self.exceptions is None:
            self.exceptions = {}
        self.exceptions[key] = joined(self.exceptions.get(key), watch_id)

    def unbar(self, key: Key, watch_id: int) -> None:
        """Undo `bar`."""
        if self.exceptions is None:
            return
        ids = left(self.exceptions.pop(key), watch_id)
        if ids is not None:
            self.exceptions[key] = ids
        self.exceptions = self.exceptions or None

    def ask(self, rest: Rest) -> None:
        """Have a query evaluated where an article holds all keys of the leaf."""
        if self.rests is None:
            self.rests = {}
        self.rests[rest] = None

    def no_longer_ask(self, rest: Rest) -> None:
        """Undo `ask`."""
        if self.rests is not None:
            del self.rests[rest]
            self.rests = self.rests or None
