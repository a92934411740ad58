"""Add what belongs to a list but has another shape: a first story set larger, a wider card among rows.

Looked for only where no record is: beside the records inside their container, and right before it. It
must have one linked title, an address of the records' own form, and a date where the records have one.
"""

from __future__ import annotations

from watcher.extract.html.addresses import Addresses, form
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import of
from watcher.extract.html.leads import leads
from watcher.extract.html.record import Record, record
from watcher.extract.html.titles import is_date, worth
from watcher.extract.html.tree import Node, Tree

_LEAST_WORTH = 0.4
_MOST_PARTS = 40
"""So many stretches without a record are looked at."""
_LANDMARKS = frozenset(("nav", "aside", "footer", "form", "dialog"))


def expanded(analysis: Analysis, best: Ranked, records: list[Record]) -> list[Record]:
    """Return the records and what was found beside them, in the page's order."""
    tree, addresses = analysis.tree, analysis.addresses
    linked = [r for r in records if r.url]
    if len(linked) < 2 or best.candidate.kind == "text":
        return records
    known = {r.url for r in linked}
    forms = {form(r.url) for r in linked if r.url}
    dated = best.evidence.dates >= 0.9
    found = list(records)
    for part in _uncovered(best)[:_MOST_PARTS]:
        one = _lead(tree, addresses, part, best)
        if one is None or one.url in known or one.url is None or form(one.url) not in forms:
            continue
        if dated and not _has_date(tree, part):
            continue
        known.add(one.url)
        found.append(one)
    for one in leads(analysis, best):
        if one.url and one.url not in known and form(one.url) in forms:
            known.add(one.url)
            found.append(one)
    return sorted(found, key=lambda r: r.area.begin)


def _uncovered(best: Ranked) -> list[Node]:
    """Return the elements beside the records' own that hold no record."""
    container = best.candidate.container
    covered = {root.index for root in best.candidate.roots}
    holders: dict[int, Node] = {}
    for root in best.candidate.roots:
        up = root.parent
        while up is not None and up.depth >= container.depth and up.index not in holders:
            holders[up.index] = up
            covered.add(up.index)
            up = up.parent
    last = best.areas[-1].end
    parts = [c for holder in holders.values() for c in holder.children if c.index not in covered]
    if container.parent is not None:
        before = [c for c in container.parent.children if c.index < container.index]
        parts += before[-1:]
    flat = any(area.begin < p.index < area.end for area in best.areas[:3] for p in parts[:20])
    return [] if flat else [p for p in parts if p.tag not in _LANDMARKS and p.index < last]


def _lead(tree: Tree, addresses: Addresses, part: Node, best: Ranked) -> Record | None:
    """Return the one record that `part` is, if it is one."""
    titles = _linked_headings(tree, part)
    if not titles and best.candidate.kind == "link":
        like = best.candidate.titles[0]
        titles = [n for n in _links(tree, part) if _alike(n, like)]
    worthy = [t for t in titles if worth(tree.text_of(t)[:500]) >= _LEAST_WORTH]
    if len(worthy) != 1:
        return None
    return record(tree, addresses, of(part), worthy[0])


def _linked_headings(tree: Tree, part: Node) -> list[Node]:
    headings = [h for h in tree.headings if part.holds(h)]
    return [h for h in headings if _inside_link(h) or _mostly_linked(tree, h)]


def _mostly_linked(tree: Tree, node: Node) -> bool:
    return (tree.link_chars[node.last] - tree.link_chars[node.first]) * 10 >= tree.size_of(node) * 6


def _links(tree: Tree, part: Node) -> list[Node]:
    return [n for n in tree.nodes[part.index : part.end] if n.tag == "a" and "href" in n.attrs]


def _inside_link(node: Node) -> bool:
    up = node.parent
    while up is not None:
        if up.tag == "a":
            return True
        up = up.parent
    return False


def _alike(link: Node, like: Node) -> bool:
    """Tell whether a link is marked up like the records' titles."""
    above, above_like = link.parent, like.parent
    if above is None or above_like is None or above.tag != above_like.tag:
        return False
    css = link.attrs.get("class", "") + above.attrs.get("class", "")
    return css == like.attrs.get("class", "") + above_like.attrs.get("class", "")


def _has_date(tree: Tree, part: Node) -> bool:
    if any(is_date(t.text) for t in tree.tokens[part.first : part.last]):
        return True
    return any(n.tag == "time" for n in tree.nodes[part.index : part.end])
