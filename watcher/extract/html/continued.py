"""Add the records behind a list that are set smaller and belong to it: "earlier stories" below the cards."""

from __future__ import annotations

from watcher.extract.html import single
from watcher.extract.html.addresses import form
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import of
from watcher.extract.html.marks import any_inside, dated
from watcher.extract.html.record import Record, record
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import ASIDE, Chain, Node, Tree, Zone

_FEWEST = 3
_HEADLINES, _FOLLOWING = 0.7, 0.5
_DATED = 0.9
_MOST_LINKS = 300
"""So many links behind the list are looked at."""


def continued(analysis: Analysis, best: Ranked, records: list[Record]) -> list[Record]:
    """Return the records with those of the smaller lists behind them.

    Both must be dated, or the smaller follow with nothing said between, and have addresses of the same form;
    such a list has neither headings nor pictures, as blocks of other sections do, and stands in the main part
    or in the element around the first one.
    """
    linked = [r for r in records if r.url]
    if best.evidence.dates < _DATED or best.candidate.kind == "text" or len(linked) < _FEWEST - 1:
        return records
    known = {r.url for r in records}
    forms = {form(r.url) for r in linked if r.url}
    found = []
    for titles in _groups(analysis, best):
        more = [_record(analysis, title) for title in titles]
        more = [r for r in more if r.url not in known]
        if len(more) < _FEWEST or not all(_is_like(analysis, r, forms) for r in more):
            continue
        follow = more[0].area.first == records[-1].area.last
        if not (follow or all(dated(analysis.marks, r.area) for r in more)):
            continue
        if sum(worth(r.title) for r in more) < (_FOLLOWING if follow else _HEADLINES) * len(more):
            continue
        if not stands_elsewhere(analysis.tree, records[-1].area.last, more[0].area.first):
            known |= {r.url for r in more}
            found += more
    return sorted([*records, *found], key=lambda r: r.area.begin)


def _is_like(analysis: Analysis, one: Record, forms: set[tuple[str, ...]]) -> bool:
    if one.url is None or form(one.url) not in forms:
        return False
    return not any_inside(analysis.marks.images, one.area)


def _groups(analysis: Analysis, best: Ranked) -> list[list[Node]]:
    """Return the links behind the records that share a chain of tags and a list."""
    tree, scope = analysis.tree, _scope(best.candidate.container)
    groups: dict[tuple[Chain, int], list[Node]] = {}
    behind = [n for n in tree.links if best.areas[-1].end <= n.index < scope.end]
    for link in behind[:_MOST_LINKS]:
        if not link.zone & ASIDE and tree.size_of(link) and tree.tokens[link.first].heading is None:
            groups.setdefault((link.chain, _holder(tree, link)), []).append(link)
    return [links for links in groups.values() if len(links) >= _FEWEST]


def _holder(tree: Tree, link: Node) -> int:
    """Return the index of the element that a link's record stands in."""
    parent = single.root(tree, link).parent
    return parent.index if parent is not None else 0


def _scope(container: Node) -> Node:
    """Return the main part that the records stand in, or the element around their own."""
    scope = container.parent or container
    while scope.parent is not None and scope.parent.zone & Zone.MAIN:
        scope = scope.parent
    return scope


def _record(analysis: Analysis, title: Node) -> Record:
    area = of(single.root(analysis.tree, title))
    return record(analysis.tree, analysis.addresses, area, title)
