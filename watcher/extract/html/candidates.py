"""Propose record lists: many, and cheaply; choosing is left to the score.

The titles of a list share a chain of tags. Where their lowest common ancestors lie tells how they are
nested: cards in rows in a column give one candidate for each row and one for the column, two look-alike
columns one for each and one for both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from watcher.extract.html.seeds import Seeds
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import Node, Tree

MAX_CANDIDATES = 60
"""So many are scored; the rest has less title-like text."""
_SAMPLE = 40


@dataclass(slots=True)
class Candidate:
    """Titles with one chain of tags under `container`, and the `depth` of the records' roots."""

    kind: str
    """`heading`, `link` or `text`: what the title is written as."""
    container: Node
    depth: int
    titles: list[Node]
    """The first title of each record, in document order."""
    roots: list[Node]
    promise: float
    """Sum of the worth of the titles: a first guess."""
    crowd: float = 0.0
    """Share of records that hold a second text just like the title: then they may be groups of records."""
    uneven: float = 0.0
    """Share of records that hold more or fewer such texts than most do."""


def candidates(tree: Tree, groups: list[Seeds]) -> list[Candidate]:
    """Return the most promising candidates, best first."""
    found: list[Candidate] = []
    for group in groups:
        found += _runs(tree, group)
    found.sort(key=lambda c: -c.promise)
    return found[:MAX_CANDIDATES]


def _runs(tree: Tree, group: Seeds) -> list[Candidate]:
    nodes = group.nodes
    if len(nodes) == 1:
        return _single(tree, group)
    joints = [_joint(a, b) for a, b in pairwise(nodes)]
    texts = [tree.text_of(n)[:500] for n in nodes]
    found = []
    seen: set[tuple[int, int]] = set()
    for level in sorted(set(joints), reverse=True):
        start = 0
        for stop in [i + 1 for i, joint in enumerate(joints) if joint < level] + [len(nodes)]:
            if stop - start > 1 and (start, stop) not in seen:
                seen.add((start, stop))
                promise = sum({t: worth(t) for t in texts[start:stop]}.values())
                if promise >= 0.5:
                    found += _nested(group, start, stop, joints[start : stop - 1], promise)
            start = stop
    return found


def _joint(a: Node, b: Node) -> int:
    """Return the depth of the lowest common ancestor of two nodes of equal depth."""
    up, down = a, b
    while up is not down and up.parent is not None and down.parent is not None:
        up, down = up.parent, down.parent
    return up.depth


def _nested(group: Seeds, start: int, stop: int, joints: list[int], promise: float) -> list[Candidate]:
    """Return one candidate for each depth at which the records' roots may lie."""
    level = min(joints)
    return [
        _candidate(group.kind, group.nodes[start:stop], depth + 1, level, promise) for depth in _usual(joints)
    ]


def _candidate(kind: str, nodes: list[Node], depth: int, level: int, promise: float) -> Candidate:
    titles: list[Node] = []
    roots: list[Node] = []
    counts: list[int] = []
    twins: set[int] = set()
    for node in nodes:
        root = node.ancestor(depth)
        if not roots or roots[-1] is not root:
            titles.append(node)
            roots.append(root)
            counts.append(1)
        else:
            counts[-1] += 1
            if _signature(node) == _signature(titles[-1]):
                twins.add(len(roots))
    uneven = 1 - max(Counter(counts).values()) / len(counts)
    crowd = len(twins) / len(roots)
    container = titles[0].ancestor(level)
    return Candidate(kind, container, depth, titles, roots, promise, crowd=crowd, uneven=uneven)


def _signature(node: Node) -> tuple[str, str, str]:
    above = node.parent
    return (node.tag, node.attrs.get("class", ""), above.attrs.get("class", "") if above else "")


def _usual(joints: list[int]) -> list[int]:
    """Return the depths that a good part of the joints have: records may hold two such texts each."""
    counts = Counter(joints)
    return [depth for depth, count in counts.items() if count * 4 >= len(joints)] or [
        max(counts, key=lambda depth: (counts[depth], depth))
    ]


def _single(tree: Tree, group: Seeds) -> list[Candidate]:
    """A list of one: the record's root is found by what else it holds."""
    node = group.nodes[0]
    promise = worth(tree.text_of(node)[:500])
    if promise < 0.3 or group.kind == "text":
        return []
    root = node
    return [Candidate(group.kind, root.parent or root, root.depth, [node], [root], promise * 0.5)]
