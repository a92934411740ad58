"""Running sums over a page, computed once, that make looking at one area of it cheap."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from watcher.extract.html.areas import Area
from watcher.extract.html.columns import Columns
from watcher.extract.html.titles import DATE_SIGN, is_date
from watcher.extract.html.tree import ASIDE, Node, Tree, Zone

_FEW_LINKS = 2


@dataclass(slots=True)
class Marks:
    """Running sums over a page that make the evidence of one area cheap."""

    dated: list[int]
    plain: list[int]
    """Texts outside of links."""
    times: list[int]
    images: list[int]
    links: list[int]
    chars: int
    link_chars: int
    top: int
    """Index of the first `h1`, or past the end."""
    has_main: bool
    """True where `main` holds links of its own."""
    columns: Columns

    def is_main(self, node: Node) -> bool:
        """Tell whether `node` lies where a page has its main part."""
        return bool(node.zone & Zone.MAIN) if self.has_main else node.index > self.top


def marks(tree: Tree) -> Marks:
    """Compute the sums, once a page."""
    sign = DATE_SIGN.search
    return Marks(
        dated=[0, *accumulate([1 if sign(t.text) and is_date(t.text) else 0 for t in tree.tokens])],
        plain=[0, *accumulate([0 if t.link else 1 for t in tree.tokens])],
        times=[n.index for n in tree.times],
        images=[n.index for n in tree.images],
        links=[n.index for n in tree.links],
        chars=max(1, tree.chars[-1]),
        link_chars=max(1, tree.link_chars[-1]),
        top=next((h.index for h in tree.headings if h.tag == "h1"), len(tree.nodes)),
        has_main=sum(n.zone & (Zone.MAIN | ASIDE) == Zone.MAIN for n in tree.links) >= _FEW_LINKS,
        columns=Columns(tree),
    )


def dated(sums: Marks, area: Area) -> bool:
    """Tell whether an area holds a text that is a date, or a `time` element."""
    return sums.dated[area.last] > sums.dated[area.first] or any_inside(sums.times, area)


def any_inside(indexes: list[int], area: Area) -> bool:
    """Tell whether one of the rising `indexes` is an element of an area."""
    place = bisect_left(indexes, area.begin)
    return place < len(indexes) and indexes[place] < area.end


def links_inside(sums: Marks, area: Area) -> int:
    """Return how many links an area holds."""
    return bisect_left(sums.links, area.end) - bisect_left(sums.links, area.begin)
