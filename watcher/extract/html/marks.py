"""Running sums over a page, computed once, that make looking at one area of it cheap."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from watcher.extract.html.areas import Area
from watcher.extract.html.columns import Columns
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.numbers import is_number
from watcher.extract.html.titles import LONGEST_DATE, is_date
from watcher.extract.html.tree import ASIDE, Node, Tree, Zone

_FEW_LINKS = 2


@dataclass(slots=True)
class Marks:
    """Running sums over a page that make the evidence of one area cheap."""

    dated: list[int]
    numbered: list[int]
    """Places of the texts that are a case's, a document's or an application's number."""
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
    title: Node | None
    """The heading that is the page's own title."""
    columns: Columns

    def is_main(self, node: Node) -> bool:
        """Tell whether `node` lies where a page has its main part."""
        return bool(node.zone & Zone.MAIN) if self.has_main else node.index > self.top

    def main_share(self, nodes: list[Node]) -> float:
        """Return the share of `nodes` that lie there."""
        if self.has_main:
            return len([n for n in nodes if n.zone & Zone.MAIN]) / len(nodes)
        return len([n for n in nodes if n.index > self.top]) / len(nodes)


def marks(tree: Tree) -> Marks:
    """Compute the sums, once a page."""
    short = [text if len(text := t.text) <= LONGEST_DATE else "" for t in tree.tokens]
    return Marks(
        dated=[0, *accumulate(map(is_date, short))],
        numbered=[place for place, text in enumerate(short) if text and is_number(text)],
        plain=[0, *accumulate([0 if t.link else 1 for t in tree.tokens])],
        times=[n.index for n in tree.times],
        images=[n.index for n in tree.images],
        links=[n.index for n in tree.links],
        chars=max(1, tree.chars[-1]),
        link_chars=max(1, tree.link_chars[-1]),
        top=next((h.index for h in tree.headings if h.tag == "h1"), len(tree.nodes)),
        has_main=sum(n.zone & (Zone.MAIN | ASIDE) == Zone.MAIN for n in tree.links) >= _FEW_LINKS,
        title=main_heading(tree),
        columns=Columns(tree),
    )


def aside_share(nodes: list[Node]) -> float:
    """Return the share of `nodes` that lie where menus and notes stand."""
    return len([n for n in nodes if n.zone & ASIDE]) / len(nodes)


def dated(sums: Marks, area: Area) -> bool:
    """Tell whether an area holds a text that is a date, or a `time` element."""
    return sums.dated[area.last] > sums.dated[area.first] or any_inside(sums.times, area)


def numbers(tree: Tree, sums: Marks, spans: list[Area]) -> int:
    """Return how many areas hold a number that no area before them has."""
    found: set[str] = set()
    for area in spans:
        inside = sums.numbered[bisect_left(sums.numbered, area.first) : bisect_left(sums.numbered, area.last)]
        own = next((text for p in inside if (text := tree.tokens[p].text) not in found), None)
        if own is not None:
            found.add(own)
    return len(found)


def any_inside(indexes: list[int], area: Area) -> bool:
    """Tell whether one of the rising `indexes` is an element of an area."""
    place = bisect_left(indexes, area.begin)
    return place < len(indexes) and indexes[place] < area.end


def links_inside(sums: Marks, area: Area) -> int:
    """Return how many links an area holds."""
    return bisect_left(sums.links, area.end) - bisect_left(sums.links, area.begin)
