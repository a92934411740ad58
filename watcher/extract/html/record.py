"""The one title of a record, and its link."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watcher.extract.html.addresses import Addresses
from watcher.extract.html.areas import Area
from watcher.extract.html.target import target
from watcher.extract.html.titles import NAMES_A_FIELD
from watcher.extract.html.tree import Node, Tree, joined

_CUT = ("…", "...")
_LONGEST_BADGE = 12


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a listing: where it lies, the element that is its title, and what that says and links."""

    area: Area
    node: Node
    title: str
    url: str | None


def record(tree: Tree, addresses: Addresses, area: Area, node: Node) -> Record:
    """Read the title and the link of the record whose title stands in `node`."""
    is_above_files = node.tag != "a" and node.index in tree.captions
    link = None if is_above_files else _own_link(tree, node)
    if link is not None and addresses.resolve(link.attrs.get("href", "")) is None:
        return Record(area, node, _title(tree, node, link), target(tree, addresses, area, node))
    if link is not None:
        return Record(area, node, _title(tree, node, link), addresses.resolve(link.attrs["href"]))
    return Record(area, node, _said(tree, node), target(tree, addresses, area, node))


def without_label(tree: Tree, records: list[Record]) -> list[Record]:
    """Return the records without the name of the field ("Title:") that all their titles begin with."""
    labels = {tree.tokens[r.node.first].text for r in records}
    label = labels.pop() if len(labels) == 1 and len(records) > 1 else ""
    if not label.endswith(NAMES_A_FIELD):
        return records
    stripped = [replace(r, title=r.title.removeprefix(label).lstrip()) for r in records]
    return stripped if all(r.title for r in stripped) else records


def _said(tree: Tree, node: Node) -> str:
    """Return the text of a title without the sign that links the title itself (¶, #)."""
    if node.index in tree.captions:
        return tree.captions[node.index]
    tokens = tree.tokens[node.first : node.last]
    kept = [t for t in tokens if t.link is None or any(map(str.isalnum, t.text))]
    return joined(kept or tokens)


def _own_link(tree: Tree, node: Node) -> Node | None:
    """Return the link that the title is, holds or lies in."""
    inside = [n for n in tree.nodes[node.index : node.end] if n.tag == "a" and "href" in n.attrs]
    if inside:
        return max(inside, key=lambda n: (tree.size_of(n), -n.index))
    up = node.parent
    while up is not None:
        if up.tag == "a" and "href" in up.attrs:
            return up
        up = up.parent
    return None


def _title(tree: Tree, node: Node, link: Node) -> str:
    """Return the link's text where it is most of the title (badges and counts stand beside it)."""
    whole = _said(tree, node)
    if not node.holds(link):
        return whole
    if link.index in tree.captions:
        return tree.captions[link.index]
    text = tree.text_of(link)
    chosen = text if len(text) * 10 >= len(whole) * 6 else whole
    full = " ".join(link.attrs.get("title", "")[:500].split())
    for mark in _CUT:
        stem = chosen.removesuffix(mark).rstrip()
        if chosen.endswith(mark) and len(full) > len(stem) and full.startswith(stem):
            return full
    # A sign such as "new" right behind the last word is not what a tooltip repeats.
    has_badge = chosen.startswith(full) and len(full) * 10 >= len(chosen) * 6
    return full if has_badge and len(chosen) - len(full) <= _LONGEST_BADGE else chosen
