"""Where conjunctions are filed: a tree of their keys, the rarest first, grown only as deep as it must be.

A conjunction hangs on its rarest key, alone, until another one comes there; then both move one key further
down. So an article makes us look at conjunctions whose first keys it holds, not at all that share a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from watcher.rules.leaf import Key, Leaf, Place


def leaf_of(keys: Iterable[Key], hold: Callable[[Key], None]) -> Leaf:
    """Return the leaf of a conjunction; a new one is filed, and `hold` called for each of its keys."""
    ordered = tuple(sorted(keys, key=_order))
    place: Place = ordered[0]
    for depth, key in enumerate(ordered[1:], 1):
        below = place.below
        if isinstance(below, Leaf):
            if below.keys == ordered:
                return below
            below = place.below = {below.keys[depth]: below}
        if below is None:
            leaf = place.below = _new(ordered, hold)
            return leaf
        there = below.get(key)
        if there is None:
            leaf = below[key] = _new(ordered, hold)
            return leaf
        if isinstance(there, Leaf):
            if there.keys == ordered:
                return there
            there = below[key] = _pushed_down(there, depth + 1)
        place = there
    if place.leaf is None:
        place.leaf = _new(ordered, hold)
    return place.leaf


def _order(key: Key) -> int:
    return key.order


def _new(keys: tuple[Key, ...], hold: Callable[[Key], None]) -> Leaf:
    for key in keys:
        hold(key)
    return Leaf(keys)


def _pushed_down(leaf: Leaf, depth: int) -> Place:
    """Return a place after `depth` keys with `leaf` in it."""
    place = Place()
    if len(leaf.keys) == depth:
        place.leaf = leaf
    else:
        place.below = leaf
    return place


def unfile(leaf: Leaf, place: Place | None = None, depth: int = 1) -> None:
    """Take a leaf out of the tree below `place`, its first key, and every place that is empty without it."""
    place = place or leaf.keys[0]
    if len(leaf.keys) == depth:
        place.leaf = None
        return
    below = place.below
    if not isinstance(below, dict):
        place.below = None
        return
    there = below[leaf.keys[depth]]
    if isinstance(there, Place):
        unfile(leaf, there, depth + 1)
        if there.leaf is not None or there.below is not None:
            return
    del below[leaf.keys[depth]]
    place.below = below or None


def leaves_in(present: set[Key]) -> list[Leaf]:
    """Return the leaves all of whose keys are present."""
    leaves: list[Leaf] = []
    places: list[Place] = list(present)
    # It grows as it is walked.
    for place in places:
        if place.leaf is not None:
            leaves.append(place.leaf)
        below = place.below
        if below is None:
            continue
        if isinstance(below, Leaf):
            if present.issuperset(below.keys):
                leaves.append(below)
            continue
        for key in below.keys() & present:
            there = below[key]
            if isinstance(there, Place):
                places.append(there)
            elif present.issuperset(there.keys):
                leaves.append(there)
    return leaves
