"""What is filed: conjunctions, each with the watches that ask for it, whatever else they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from watcher.rules.ids import Ids
from watcher.rules.query import Field, Form, Node, Variant

Shelf: TypeAlias = tuple[Form, str, Field | None]
"""What atoms have in common that are looked up together: form, language of the stems and field."""


class Place:
    """A place in the tree: the conjunction that ends here, and what goes on from here."""

    __slots__ = ("below", "leaf")

    def __init__(self) -> None:
        self.leaf: Leaf | None = None
        self.below: Below = None


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
        """Those that are met here or nowhere; of an exception, those that it bars."""
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


Below: TypeAlias = "Leaf | dict[Key, Leaf | Place] | None"
"""What goes on from a place: a single leaf at whatever depth, or more by their next key."""


class Aside(Place):
    """What some watches of a leaf have beyond it; None for nothing, since there are many.

    As a place it is the root of a tree of exceptions: an article with all keys of one of them is not met by
    the watches of that one.
    """

    __slots__ = ("rests", "several")

    def __init__(self) -> None:
        super().__init__()
        self.several: Ids = None
        """Watches that other leaves may meet as well."""
        self.rests: dict[Rest, None] | None = None

    def __bool__(self) -> bool:
        return self.several is not None or self.below is not None or bool(self.rests)

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
