"""Captions that stand as bare text: behind the linked number of their document, or above its files."""

from __future__ import annotations

import re

from watcher.extract.html.titles import without_date, worth
from watcher.extract.html.tree import Chain, Gap, Node, Tree

LEADS = " -–—:|,.·"
"""What parts a number from the caption behind it."""
_FEWEST = 3
_LONGEST_NUMBER = 24
_POOR, _LIKE_A_NAME = 0.4, 0.2
_FOOTNOTE = re.compile(r"^\W*\d{1,3}\W*$")


def captions(tree: Tree) -> dict[int, str]:
    """Return captions by the indexes of links or of the elements they begin; a few tell nothing."""
    found = {link.index: said for link in tree.links if (said := _caption(tree, link))}
    return (found if len(found) >= _FEWEST else {}) | _above_files(tree)


def _above_files(tree: Tree) -> dict[int, str]:
    """Return the first lines of elements that go on with links which mostly say less, by these elements."""
    found: dict[Chain, list[Node]] = {}
    for link in tree.links:
        node, tokens = link.parent, tree.tokens
        if node is None or link.first == link.last or node.first != link.first - 1:
            continue
        first, heading = tokens[node.first], tokens[link.first].heading
        if first.node is node and first.heading is heading is None and tokens[link.first].gap == Gap.BLOCK:
            found.setdefault(node.chain, []).append(node)
    same = (nodes for nodes in found.values() if len(nodes) >= _FEWEST and _say_more_than_links(tree, nodes))
    return {node.index: tree.tokens[node.first].text for nodes in same for node in nodes}


def _say_more_than_links(tree: Tree, nodes: list[Node]) -> bool:
    own = [worth(tree.tokens[n.first].text) for n in nodes]
    below = [worth(t.text) for n in nodes for t in tree.tokens[n.first + 1 : n.last]]
    value = sum(own) / len(own)
    return value > _POOR and value > sum(below) / len(below)


def _caption(tree: Tree, link: Node) -> str:
    """Return the text right behind a link that is a number, on its line and in its element."""
    place, tokens = link.last, tree.tokens
    if place - link.first != 1 or place >= len(tokens):
        return ""
    behind, number = tokens[place], tokens[link.first].text
    if behind.node is not link.parent or behind.gap == Gap.BLOCK or len(number) > _LONGEST_NUMBER:
        return ""
    if not any(map(str.isdigit, number)) or _FOOTNOTE.match(number) or worth(number) >= _POOR:
        return ""
    said = without_date(behind.text.lstrip(LEADS)).lstrip(LEADS).rstrip(" -–—|,")
    return said if worth(said) >= _LIKE_A_NAME else ""
