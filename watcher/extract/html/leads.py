"""Stories set larger than the list they belong to, in blocks of their own right before it."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.extract.html import single
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import of
from watcher.extract.html.marks import any_inside, dated
from watcher.extract.html.record import Record, record
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import ASIDE, Node, Tree, Zone

_LEAST_WORTH = 0.4
_MOST_BLOCKS = 20
_HEAD = Zone.NAV | Zone.HEADER
_TOP = frozenset(("main", "body", "html", "#document"))


def leads(analysis: Analysis, best: Ranked) -> Iterator[Record]:
    """Yield what could be such: linked headings in the main part, below its title, with a picture or a date.

    Whether they are of the records' kind is left to the caller.
    """
    tree, sums = analysis.tree, analysis.marks
    container = best.candidate.container
    start = _below(analysis, container) or _below_the_head(analysis, best)
    blocks = _blocks(container, start)[-_MOST_BLOCKS:] if sums.has_main or start else []
    for block in blocks:
        for heading in (h for h in tree.headings if block.holds(h)):
            is_outside = sums.has_main and not sums.is_main(heading)
            if is_outside or worth(tree.text_of(heading)[:500]) < _LEAST_WORTH:
                continue
            area = of(single.root(tree, heading))
            tells = dated(sums, area) or any_inside(sums.images, area)
            if tells and _is_linked(tree, heading) and not stands_elsewhere(tree, block.first, area.first):
                yield record(tree, analysis.addresses, area, heading)


def _below(analysis: Analysis, container: Node) -> int:
    """Return the index behind the page's own title: the last main heading before the list that is no link."""
    tree = analysis.tree
    own = [h for h in tree.headings if h.tag == "h1" and not _is_linked(tree, h) and tree.size_of(h)]
    return max((h.end for h in own if h.index < container.index), default=0)


def _below_the_head(analysis: Analysis, best: Ranked) -> int:
    """Return the index behind the menus above a list of headings, on a page without a title or main part."""
    if best.candidate.kind != "heading" or analysis.marks.has_main:
        return 0
    above = (n for n in analysis.tree.nodes[: best.candidate.container.index] if n.zone & _HEAD)
    return max((n.end for n in above if n.end <= best.candidate.container.index), default=0)


def _is_linked(tree: Tree, node: Node) -> bool:
    return (tree.link_chars[node.last] - tree.link_chars[node.first]) * 10 >= tree.size_of(node) * 6


def _blocks(container: Node, start: int) -> list[Node]:
    """Return the elements from `start` up to the container, as wide as they can be without holding it."""
    found: list[Node] = []
    node = container
    while node.parent is not None and node.tag not in _TOP:
        before = [c for c in node.parent.children if c.index < node.index]
        found += [c for c in before if c.end > start and not c.zone & ASIDE]
        node = node.parent
    return sorted(found, key=lambda block: block.index)
