"""Propose record lists: many, and cheaply; choosing is left to the score.

The titles of a list share a chain of tags. Where their lowest common ancestors lie tells how they are
nested: cards in rows in a column give one candidate for each row and one for the column, two look-alike
columns one for each and one for both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from math import log2
from operator import attrgetter, itemgetter
from typing import NamedTuple, TypeAlias

from watcher.extract.html import single
from watcher.extract.html.looks import classes
from watcher.extract.html.seeds import Seeds
from watcher.extract.html.titles import NAMES_A_FIELD, worth_as
from watcher.extract.html.tree import ASIDE, Node, Tree

MOST = {"heading": 14, "link": 18, "text": 10}
"""So many of each kind are scored; the rest has less title-like text."""
_NEXT = 0.8
"""What the promise of a group's next proposal is worth, beside that of the one before it."""
_LONGEST_TEXT = 500
_LEAST_WORTH_TOGETHER = 0.5
_LEAST_WORTH_ALONE, _LIKE_A_TITLE, _SMALL = 0.3, 0.7, 10
"""Worth of a title that nothing is like, of one unlike its neighbours, and the most of these."""
_MUCH_LESS = 0.6
"""The first text of a record is its title, unless in many records a later one is worth so much more."""
_MANY = 0.4
_IN_MENUS = 0.5
_LONGEST_LABEL = 30
_EMPHASIS = frozenset(("b", "strong"))
_STRIPES = 3
"""Classes of rows that take turns."""


_Signature: TypeAlias = tuple[str, str, str, int, str]


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
    """A first guess from the titles alone: long ones count, many of them a little more."""
    crowd: float = 0.0
    """Share of records that hold a second text just like the title: then they may be groups of records."""
    uneven: float = 0.0
    """Share of records that hold more or fewer such texts than most do."""


def candidates(tree: Tree, groups: list[Seeds]) -> list[Candidate]:
    """Return the most promising candidates of each kind."""
    found: list[tuple[float, _Proposal]] = []
    for group in groups:
        if len(group.nodes) == 1 and not _holds_link(tree, group.nodes[0]):
            continue
        texts = [tree.title_of(node)[:_LONGEST_TEXT] for node in group.nodes]
        worths = [worth_as(group.kind, text) for text in texts]
        if len(texts) > 1 and sum(worths) < _LEAST_WORTH_TOGETHER:
            continue
        parts = _split(tree, group.kind, group.nodes, texts, worths)
        found += _in_turn(chain.from_iterable(_runs(tree, group.kind, part) for part in parts))
    found.sort(key=_FIRST, reverse=True)
    left = dict(MOST)
    distinct: dict[tuple[int, int, int, int], Candidate] = {}
    for _, proposal in found:
        if left[proposal.kind]:
            made = _candidate(proposal) if len(proposal.members) > 1 else _single(tree, proposal)
            key = (made.titles[0].index, made.titles[-1].index, len(made.titles), made.depth)
            if distinct.setdefault(key, made) is made:
                left[proposal.kind] -= 1
    return list(distinct.values())


def _in_turn(proposals: Iterable[_Proposal]) -> Iterator[tuple[float, _Proposal]]:
    """Yield proposals of one group, each with less of its promise, lest a menu take a short list's place."""
    ranked = sorted(proposals, key=_PROMISE, reverse=True)
    return ((proposal.promise * _NEXT**place, proposal) for place, proposal in enumerate(ranked))


class _Member(NamedTuple):
    """A possible title."""

    node: Node
    text: str
    worth: float
    signature: _Signature
    """Its tag and class, its parent's class, its column, and its label or emphasis."""


class _Proposal(NamedTuple):
    """What a candidate is made of, if it is promising enough."""

    kind: str
    members: list[_Member]
    depth: int
    level: int
    promise: float


_FIRST = itemgetter(0)
_PROMISE = attrgetter("promise")


def _split(
    tree: Tree, kind: str, nodes: list[Node], texts: list[str], worths: list[float]
) -> list[list[_Member]]:
    """Return all members together, and apart by their classes where those tell several kinds."""
    signatures = [_signature(tree, kind, node) for node in nodes]
    members = list(map(_Member, nodes, texts, worths, signatures))
    kinds: dict[_Signature, list[_Member]] = {}
    for member in members:
        kinds.setdefault(member.signature, []).append(member)
    if len(kinds) == 1:
        return [members]
    may_be_alone = len(nodes) <= _SMALL
    alike = [k for k in kinds.values() if len(k) > 1 or (may_be_alone and k[0].worth >= _LIKE_A_TITLE)]
    return [members, *alike, *_columns(kinds)]


def _columns(kinds: dict[_Signature, list[_Member]]) -> Iterator[list[_Member]]:
    """Yield the cells of each column whose rows have several classes, such as odd and even ones."""
    columns: dict[tuple[str, str, int], list[list[_Member]]] = {}
    for (tag, css, _, column, _), found in kinds.items():
        if tag == "td" or css:
            columns.setdefault((tag, css, column), []).append(found)
    for parts in columns.values():
        if 1 < len(parts) <= _STRIPES and max(map(len, parts)) > 1:
            yield sorted(chain.from_iterable(parts), key=lambda m: m.node.index)


def _runs(tree: Tree, kind: str, members: list[_Member]) -> list[_Proposal]:
    if len(members) == 1:
        return _alone(tree, kind, members)
    joints = [_joint(a.node, b.node) for a, b in pairwise(members)]
    found: list[_Proposal] = []
    seen: set[tuple[int, int]] = set()
    for level in sorted(set(joints), reverse=True):
        start = 0
        for stop in [i + 1 for i, joint in enumerate(joints) if joint < level] + [len(members)]:
            if stop - start > 1 and (start, stop) not in seen:
                seen.add((start, stop))
                found += _nested(kind, members[start:stop], joints[start : stop - 1])
            start = stop
    return found


def _joint(a: Node, b: Node) -> int:
    """Return the depth of the lowest common ancestor of two nodes, of which `a` comes first."""
    up, first = b, a.index
    while up.index > first and up.parent is not None:
        up = up.parent
    return up.chain.depth


def _nested(kind: str, members: list[_Member], joints: list[int]) -> list[_Proposal]:
    """Return one proposal for each depth at which the records' roots may lie."""
    distinct = sum({m.text: m.worth for m in members}.values())
    if distinct < _LEAST_WORTH_TOGETHER:
        return []
    promise = _promise(distinct / len(members), len(members), members[0].node)
    level = min(joints)
    return [_Proposal(kind, members, depth + 1, level, promise) for depth in _usual(joints)]


def _promise(worths: float, number: int, first: Node) -> float:
    return worths * worths * log2(1 + number) * (_IN_MENUS if first.zone & ASIDE else 1.0)


def _candidate(proposal: _Proposal) -> Candidate:
    kind, members, depth, level, promise = proposal
    titles: list[_Member] = []
    roots: list[Node] = []
    counts: list[int] = []
    twins: set[int] = set()
    later: dict[int, _Member] = {}
    for member in members:
        around = member.node.ancestor(depth)
        if not roots or roots[-1] is not around:
            titles.append(member)
            roots.append(around)
            counts.append(1)
            continue
        counts[-1] += 1
        if member.signature == titles[-1].signature:
            twins.add(len(roots))
        if member.worth * _MUCH_LESS > (later.get(len(roots)) or titles[-1]).worth:
            later[len(roots)] = member
    uneven = 1 - max(map(counts.count, set(counts))) / len(counts)
    crowd = 0.0 if kind == "text" else len(twins) / len(roots)
    if len(later) >= _MANY * len(roots):
        titles = [later.get(place, title) for place, title in enumerate(titles, 1)]
    nodes = [title.node for title in titles]
    return Candidate(kind, nodes[0].ancestor(level), depth, nodes, roots, promise, crowd=crowd, uneven=uneven)


def _signature(tree: Tree, kind: str, node: Node) -> _Signature:
    tag, above = node.tag, node.parent
    if above is None:
        return tag, classes(node), "", 0, ""
    column = _column(node, tree.shifts) if tag == "td" or above.tag == "td" else 0
    label = (_label(tree, node) or _emphasis(tree, node)) if kind == "text" else ""
    return tag, classes(node), classes(above), column, label


def _emphasis(tree: Tree, node: Node) -> str:
    """Return the tag of what sets the whole of a text off, if it is set off."""
    inner = tree.tokens[node.first].node
    is_whole = inner is not node and inner.first == node.first and inner.last == node.last
    return inner.tag if is_whole and inner.tag in _EMPHASIS else ""


def _label(tree: Tree, node: Node) -> str:
    """Return the name of a field ("Parties:") that stands right before a text."""
    before = tree.tokens[node.first - 1].text if node.first else ""
    return before if before.endswith(NAMES_A_FIELD) and len(before) <= _LONGEST_LABEL else ""


def _column(node: Node, shifts: dict[int, int]) -> int:
    """Return the place of the table cell that `node` is or stands right in; 0 outside of tables."""
    cell = node if node.tag == "td" else node.parent
    if cell is None or cell.tag != "td" or cell.parent is None:
        return 0
    return cell.parent.children.index(cell) + shifts.get(cell.index, 0)


def _usual(joints: list[int]) -> list[int]:
    """Return the depths that a good part of the joints have: records may hold two such texts each."""
    if joints.count(joints[0]) == len(joints):
        return joints[:1]
    counts = Counter(joints)
    return [depth for depth, count in counts.items() if count * 4 >= len(joints)] or [
        max(counts, key=lambda depth: (counts[depth], depth))
    ]


def _alone(tree: Tree, kind: str, members: list[_Member]) -> list[_Proposal]:
    node, value = members[0].node, members[0].worth
    if value < _LEAST_WORTH_ALONE or node.parent is None:
        return []
    if not _holds_link(tree, node) and (node.tag != "td" or not _holds_link(tree, node.parent)):
        return []
    return [_Proposal(kind, members, node.depth, node.depth, _promise(value, 1, node))]


def _holds_link(tree: Tree, node: Node) -> bool:
    return tree.link_chars[node.last] > tree.link_chars[node.first]


def _single(tree: Tree, proposal: _Proposal) -> Candidate:
    """A list of one: only what else stands there tells that it is a record."""
    node = proposal.members[0].node
    top = single.root(tree, node)
    return Candidate(proposal.kind, top.parent or top, top.depth, [node], [top], proposal.promise)
