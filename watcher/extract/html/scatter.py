"""Do the records of a candidate stand in blocks of one make, or in several that hold different things?"""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.extract.html.areas import of
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.marks import Marks, dated
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.tree import Node, Tree

_NUMBERED = re.compile(r"[\w-]*\d[\w-]*|\b(?:first|last|odd|even|active|open|alt)\b")
_STATE = re.compile(
    r"(?<![\w-])(?:active|show|shown|open|opened|expanded|collapsed|current|selected|in)(?![\w-])"
)
"""What tells of one block of a set, such as the open one of tabs, that a visitor looks at it."""
_LONGEST_CLASSES = 300
_COLUMNS = 2
"""Of so many blocks the numbers in their classes may be widths; of more they count rows."""
_AKIN = 0.25
"""What is left of the doubt about a block of the same records that stands before the largest."""


def scattered(tree: Tree, sums: Marks, candidate: Candidate) -> float:
    """Return the share of records whose way up to the container has other classes than most have.

    Where no word stands between two blocks, they are one list, however they are called. Pinned and new
    records come before the others in a block of their own; what comes behind them is mostly of another kind.
    """
    roots = candidate.roots
    level = candidate.container.depth
    ways: dict[tuple[str, ...], list[Node]] = {}
    parent: Node | None = None
    way: tuple[str, ...] = ()
    end = -1
    for root in roots:
        if root.parent is not parent:
            parent = root.parent
            way = way if root.first == end else _way(parent, level)
        end = root.last
        ways.setdefault(way, []).append(root)
    if len(ways) > _COLUMNS:
        bare: dict[tuple[str, ...], list[Node]] = {}
        for way, found in ways.items():
            bare.setdefault(tuple(_unnumbered(step) for step in way), []).extend(found)
        ways = bare
    apart = _apart(tree, sums.title, candidate)
    if len(ways) == 1:
        return apart
    most = max(ways.values(), key=len)
    akin = sum(len(w) for w in ways.values() if w is not most and _is_akin(tree, sums, w, most, candidate))
    return max(apart, (len(roots) - len(most) - (1 - _AKIN) * akin) / len(roots))


def _apart(tree: Tree, title: Node | None, candidate: Candidate) -> float:
    """Return the share of records in blocks with headings of their own beside the one under the main heading.

    Where that one has such a heading below the main heading, all are parts of one list.
    """
    container, roots = candidate.container, candidate.roots
    level = container.depth + 1
    if title is None or candidate.depth <= level or not container.holds(title):
        return 0.0
    home = title.ancestor(level)
    inside = [r for r in roots if home.holds(r)]
    if not inside or len(inside) == len(roots) or _is_headed(tree, title.end, inside[0].index):
        return 0.0
    firsts = {block.index: root for root in reversed(roots) if (block := root.ancestor(level)) is not home}
    if not all(_is_headed(tree, block, root.index) for block, root in firsts.items()):
        return 0.0
    return 1 - len(inside) / len(roots)


def _is_headed(tree: Tree, begin: int, end: int) -> bool:
    return any(begin <= h.index < end for h in tree.headings)


def _is_akin(tree: Tree, sums: Marks, block: list[Node], most: list[Node], candidate: Candidate) -> bool:
    """Tell whether a block before the largest holds the same records, and not under "most read"."""
    one, other = block[0], most[0]
    if block[-1].index > other.index or len(most) <= len(block):
        return False
    is_alike = one.tag == other.tag and _kind(one) == _kind(other)
    if not is_alike or dated(sums, of(one)) != dated(sums, of(other)):
        return False
    return not stands_elsewhere(tree, candidate.container.first, one.first)


def _kind(root: Node) -> str:
    """Return the first class that says what a record is, without numbers and states."""
    return next(iter(_unnumbered(root.attrs.get("class", "")).split()), "")


@lru_cache(maxsize=1024)
def _unnumbered(classes: str) -> str:
    return _NUMBERED.sub("", classes[:_LONGEST_CLASSES])


@lru_cache(maxsize=1024)
def _stateless(classes: str) -> str:
    return " ".join(_STATE.sub("", classes[:_LONGEST_CLASSES]).split())


def _way(node: Node | None, level: int) -> tuple[str, ...]:
    steps: list[str] = []
    while node is not None and node.depth > level:
        steps.append(_stateless(node.attrs.get("class", "")))
        node = node.parent
    return tuple(steps)
