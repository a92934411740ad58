"""Where each record of a candidate begins and ends.

Mostly a record is an element of its own. In flat markup (`h2 p h2 p`, `a br a br`, a table with two rows
a record) it is a stretch of siblings, and where the stretch begins is read from what stands before the
first title and behind the last.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from watcher.extract.html.candidates import Candidate
from watcher.extract.html.tree import Node

_RULES = ("hr", "br")
_LONGEST_STRETCH = 12


class Area(NamedTuple):
    """A record's half-open ranges of elements (`Tree.nodes`) and of text (`Tree.tokens`)."""

    begin: int
    end: int
    first: int
    last: int

    def holds(self, node: Node) -> bool:
        """Tell whether `node` lies inside."""
        return self.begin <= node.index < self.end


def of(node: Node) -> Area:
    """Return the area of one element."""
    return Area(node.index, node.end, node.first, node.last)


def areas(candidate: Candidate) -> list[Area]:
    """Return the areas of all records, in order."""
    roots = candidate.roots
    if len(roots) < 2 or not _is_flat(roots):
        return [of(root) for root in roots]
    return _stretches(roots)


def _is_flat(roots: list[Node]) -> bool:
    pairs = [(a, b) for a, b in pairwise(roots) if a.parent is b.parent]
    between = sum(1 for a, b in pairs if b.first > a.last)
    return len(pairs) * 2 >= len(roots) - 1 and between * 10 >= len(pairs) * 6


def _stretches(roots: list[Node]) -> list[Area]:
    places = _places(roots)
    gaps = [
        _tags(a.parent, places[a.index] + 1, places[b.index])
        for a, b in pairwise(roots)
        if a.parent is b.parent and a.parent is not None
    ]
    usual = Counter(gaps).most_common(1)[0][0]
    lead = _lead(roots, places, usual)
    found = []
    for i, root in enumerate(roots):
        follower = roots[i + 1] if i + 1 < len(roots) else None
        found.append(_stretch(root, follower, places, lead, len(usual)))
    return found


def _places(roots: list[Node]) -> dict[int, int]:
    """Return each root's place among its siblings."""
    places: dict[int, int] = {}
    parents = {root.parent.index: root.parent for root in roots if root.parent is not None}
    for parent in parents.values():
        for place, child in enumerate(parent.children):
            places[child.index] = place
    return places


def _tags(parent: Node | None, start: int, stop: int) -> tuple[str, ...]:
    if parent is None:
        return ()
    return tuple(child.tag for child in parent.children[max(0, start) : stop][: _LONGEST_STRETCH * 2])


def _lead(roots: list[Node], places: dict[int, int], usual: tuple[str, ...]) -> int:
    """Return how many siblings before its title a record begins."""
    for rule in _RULES:
        if rule in usual:
            return len(usual) - 1 - _last_index(usual, rule)
    first, last = roots[0], roots[-1]
    before = _tags(first.parent, places[first.index] - len(usual), places[first.index])
    after = _tags(last.parent, places[last.index] + 1, places[last.index] + 1 + len(usual))
    for lead in range(len(usual) + 1):
        tail = len(usual) - lead
        if after[:tail] == usual[:tail] and (lead == 0 or before[-lead:] == usual[-lead:]):
            return lead
    return 0


def _last_index(tags: tuple[str, ...], tag: str) -> int:
    return len(tags) - 1 - tags[::-1].index(tag)


def _stretch(root: Node, follower: Node | None, places: dict[int, int], lead: int, gap: int) -> Area:
    parent = root.parent
    if parent is None:
        return of(root)
    children = parent.children
    begin = max(0, places[root.index] - lead)
    if follower is not None and follower.parent is parent:
        end = max(begin + 1, places[follower.index] - lead)
    else:
        end = min(len(children), places[root.index] + 1 + max(gap - lead, 0))
    ruled = begin > 0 and children[begin - 1].tag in _RULES
    first = children[begin - 1].last if ruled else children[begin].first
    if begin == 0 and root.tag == "a":
        first = parent.first
    last = children[end].first if end < len(children) else parent.last
    if end < len(children) and children[end - 1].tag in _RULES:
        last = children[end - 1].first
    return Area(children[begin].index, children[end - 1].end, first, last)
