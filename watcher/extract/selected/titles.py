"""Finds the title in each of given records, by the same evidence that ranks whole lists."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from watcher.extract.html.areas import Area
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.evidence import total
from watcher.extract.html.marks import Marks
from watcher.extract.html.score import evidence
from watcher.extract.html.seeds import seeds
from watcher.extract.html.tree import Chain, Node, Tree

_MOST_PATTERNS = 200
"""So many are weighed; the rest is in fewer records."""
_MOST_SHAPES = 8
"""Records of one list are marked up in so many ways at most."""

Titles = dict[int, Node]
"""Place of a record → the element that may be its title."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    titles: Titles


def titles(tree: Tree, sums: Marks, spans: list[Area], roots: list[Node], known: Titles) -> Titles:
    """Return the titles: the known ones, and of the other records the likeliest.

    A record without any text has none.
    """
    patterns = sorted(_patterns(tree, spans), key=lambda p: -len(p.titles))[:_MOST_PATTERNS]
    found = dict(known)
    for _ in range(_MOST_SHAPES):
        left = [p for p in (_without(pattern, found) for pattern in patterns) if p.titles]
        if not left:
            break
        found |= max(left, key=lambda p: _worth(tree, sums, spans, roots, p)).titles
    return found


def _without(pattern: _Pattern, found: Titles) -> _Pattern:
    return _Pattern(pattern.kind, {p: node for p, node in pattern.titles.items() if p not in found})


def _patterns(tree: Tree, spans: list[Area]) -> list[_Pattern]:
    """Return, for each way that titles may be marked up, the first such element of each record."""
    begins = [area.begin for area in spans]
    found: dict[tuple[str, Chain, str], Titles] = {}
    for group in seeds(tree):
        for node in group.nodes:
            place = bisect_right(begins, node.index) - 1
            if place >= 0 and spans[place].holds(node):
                for classes in {"", node.attrs.get("class", "")}:
                    found.setdefault((group.kind, node.chain, classes), {}).setdefault(place, node)
    return [_Pattern(kind, members) for (kind, _, _), members in found.items()]


def _worth(tree: Tree, sums: Marks, spans: list[Area], roots: list[Node], pattern: _Pattern) -> float:
    """Return the evidence that these are titles, times the share of records that have one."""
    places = sorted(pattern.titles)
    candidate = Candidate(
        kind=pattern.kind,
        container=container(roots),
        depth=roots[0].depth,
        titles=[pattern.titles[place] for place in places],
        roots=[roots[place] for place in places],
        promise=0.0,
    )
    found = evidence(tree, sums, candidate, [spans[place] for place in places])
    return total(found) * len(places) / len(spans)


def container(roots: list[Node]) -> Node:
    """Return the innermost element around all of `roots`."""
    first, last = roots[0], max(roots, key=lambda node: node.end)
    node = first
    while node.parent is not None and (node is first or not node.holds(last) or node.end < last.end):
        node = node.parent
    return node
