"""Where conjunctions are filed: a tree of their keys, the rarest first, grown only as deep as it must be.

A conjunction hangs on its rarest key, alone, until another one comes there; then both move one key further
down. So an article makes us look at conjunctions whose first keys it holds, not at all that share a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from watcher.rules.leaf import Aside, Below, Key, Leaf, Place

_order: Callable[[Key], Any] = attrgetter("order")


def leaf_of(keys: Iterable[Key], root: Aside | None = None) -> Leaf:
    """Return the leaf of a conjunction; a new one is filed, and counts as one more use of its keys.

    Without a `root` its first key is the place where its tree begins.
    """
    ordered = tuple(sorted(keys, key=_order))
    place: Place = ordered[0] if root is None else root
    for depth in range(root is None, len(ordered)):
        below = place.below
        if isinstance(below, Leaf):
            if below.keys == ordered:
                return below
            below = place.below = {below.keys[depth]: below}
        if below is None:
            leaf = place.below = _new(ordered)
            return leaf
        there = below.get(ordered[depth])
        if there is None:
            leaf = below[ordered[depth]] = _new(ordered)
            return leaf
        if isinstance(there, Leaf):
            if there.keys == ordered:
                return there
            there = below[ordered[depth]] = _pushed_down(there, depth + 1)
        place = there
    if place.leaf is None:
        place.leaf = _new(ordered)
    return place.leaf


def _new(keys: tuple[Key, ...]) -> Leaf:
    for key in keys:
        key.uses += 1
    return Leaf(keys)


def _pushed_down(leaf: Leaf, depth: int) -> Place:
    """Return a place after `depth` keys with `leaf` in it."""
    place = Place()
    if len(leaf.keys) == depth:
        place.leaf = leaf
    else:
        place.below = leaf
    return place


def unfile(leaf: Leaf, root: Aside | None = None) -> None:
    """Take a leaf out of its tree, and every place that is empty without it."""
    if root is None:
        _unfile(leaf, leaf.keys[0], 1)
    else:
        _unfile(leaf, root, 0)


def _unfile(leaf: Leaf, place: Place, depth: int) -> None:
    if len(leaf.keys) == depth:
        place.leaf = None
        return
    below = place.below
    if not isinstance(below, dict):
        place.below = None
        return
    there = below[leaf.keys[depth]]
    if isinstance(there, Place):
        _unfile(leaf, there, depth + 1)
        if there.leaf is not None or there.below is not None:
            return
    del below[leaf.keys[depth]]
    place.below = below or None


def leaves_in(present: Iterable[Key]) -> list[Leaf]:
    """Return the leaves all of whose keys are present."""
    leaves: list[Leaf] = []
    commoner: set[Key] = set()
    # What stands below a key is commoner, so from the commonest on: the rest need not be looked for.
    for key in sorted(present, key=_order, reverse=True):
        commoner.add(key)
        if key.leaf is not None:
            leaves.append(key.leaf)
        if key.below is not None:
            _collect(key.below, commoner, leaves)
    return leaves


def leaves_below(root: Aside, present: set[Key]) -> list[Leaf]:
    """Return the exceptions of which all keys are present."""
    leaves: list[Leaf] = []
    _collect(root.below, present, leaves)
    return leaves


def _collect(below: Below, present: set[Key], leaves: list[Leaf]) -> None:
    if isinstance(below, Leaf):
        if present.issuperset(below.keys):
            leaves.append(below)
        return
    if below is None:
        return
    for key in below.keys() & present:
        there = below[key]
        if isinstance(there, Leaf):
            if present.issuperset(there.keys):
                leaves.append(there)
            continue
        if there.leaf is not None:
            leaves.append(there.leaf)
        _collect(there.below, present, leaves)
