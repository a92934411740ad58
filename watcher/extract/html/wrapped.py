"""Records of a list that stand in a wrapper of their own, or outside of one that the others stand in.

So a page holds what it loaded behind its first records, or a first story set apart. A wrapper counts only
where all that it says is in such records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import of
from watcher.extract.html.looks import classes
from watcher.extract.html.tree import ASIDE, Node, Tree

_DEEPEST = 3
"""Wrappers in one another."""
_ROWS = frozenset(("tr", "td", "th", "tbody", "table"))
"""Rows of one table all look alike, whatever they say."""
_TOP = frozenset(("main", "body", "html", "#document"))
_Pair: TypeAlias = tuple[Node, Node]
"""A record's element and its title."""


def with_wrapped(analysis: Analysis, best: Ranked) -> Ranked:
    """Return a candidate with the records that look like its own in such places."""
    roots, container = best.candidate.roots, best.candidate.container
    if (
        len(roots) < 2
        or roots[0].tag in _ROWS
        or any(area != of(root) for area, root in zip(best.areas, roots, strict=True))
    ):
        return best
    own = _Own(analysis.tree, list(zip(roots, best.candidate.titles, strict=True)))
    inside = [pair for part in _uncovered(roots, container) for pair in own.found(part) or ()]
    outside = _beside(own, container) if own.are_marked else []
    if not inside and not outside:
        return best
    pairs = sorted([*own.pairs, *inside, *outside], key=lambda pair: pair[0].index)
    whole = replace(
        best.candidate,
        container=container.parent if outside and container.parent is not None else container,
        roots=[root for root, _ in pairs],
        titles=[title for _, title in pairs],
    )
    return replace(best, candidate=whole, areas=[of(root) for root, _ in pairs])


class _Own:
    """What the records look like, and where their titles stand in them."""

    def __init__(self, tree: Tree, pairs: list[_Pair]) -> None:
        self._tree = tree
        self.pairs = pairs
        self._tags = {root.tag for root, _ in pairs}
        self._classes = [frozenset(classes(root).split()) for root, _ in pairs]
        self._common = frozenset.intersection(*self._classes)
        self._titles = {_place(root, title) for root, title in pairs}
        self._zones = pairs[0][0].zone & ASIDE

    @property
    def are_marked(self) -> bool:
        """Whether something tells them from any other block of the page: their tag, or a class of all."""
        return bool(self._common) or "article" in self._tags

    def found(self, part: Node, level: int = 0) -> list[_Pair] | None:
        """Return the records of which `part` consists, or the one that it is; None where it says more."""
        if part.first == part.last:
            return []
        if part.zone & ASIDE != self._zones:
            return None
        if self._is_like(part):
            inside = self._tree.nodes[part.index : part.end]
            title = next((n for n in inside if n.first < n.last and _place(part, n) in self._titles), None)
            return None if title is None else [(part, title)]
        pairs: list[_Pair] = []
        said = 0
        for child in part.children if level < _DEEPEST else ():
            more = self.found(child, level + 1)
            if more is None:
                return None
            pairs += more
            said += child.last - child.first
        return pairs if said == part.last - part.first else None

    def _is_like(self, part: Node) -> bool:
        """Tell whether an element has the tag of the records' own, and the classes that all of them have."""
        if part.tag not in self._tags:
            return False
        has = frozenset(classes(part).split())
        return has >= self._common if self._common else has in self._classes


def _uncovered(roots: list[Node], container: Node) -> list[Node]:
    """Return the elements beside the records' own, inside their container, that hold no record."""
    covered = {root.index for root in roots}
    holders: dict[int, Node] = {}
    for root in roots:
        up = root.parent
        while up is not None and up.depth >= container.depth and up.index not in holders:
            holders[up.index] = up
            covered.add(up.index)
            up = up.parent
    return [c for holder in holders.values() for c in holder.children if c.index not in covered]


def _beside(own: _Own, container: Node) -> list[_Pair]:
    """Return the records right before and right behind the container."""
    if container.parent is None or container.tag in _TOP:
        return []
    pairs: list[_Pair] = []
    siblings = container.parent.children
    place = next(p for p, child in enumerate(siblings) if child is container)
    for row in (reversed(siblings[:place]), siblings[place + 1 :]):
        for part in row:
            more = own.found(part)
            if more is None:
                break
            pairs += more
    return pairs


def _place(root: Node, title: Node) -> tuple[int, str, str]:
    return title.depth - root.depth, title.tag, classes(title)
