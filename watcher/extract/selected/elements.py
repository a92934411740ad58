"""The parsed page as an element tree that selectors can search, each element tied to its node.

Built from the `Tree` that the reader works on, not parsed anew: so a match is always a node, and what the
parser leaves out or bounds (scripts, styles, depth) is left out here too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from lxml import etree

from watcher.extract.html.tree import Node, Tree
from watcher.extract.selected.selector import Selector

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_UNNAMED = "unnamed"
"""Stands for a tag that an element tree cannot hold, such as `o:p`; it can be selected by class or id."""
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Elements:
    """Finds the nodes of one page that selectors match."""

    def __init__(self, tree: Tree) -> None:
        self._root = etree.Element("document")
        elements = [self._root]
        for node in tree.nodes[1:]:
            above = elements[node.parent.index] if node.parent is not None else self._root
            elements.append(etree.SubElement(above, _name(node.tag), _attributes(node)))
        self._nodes = dict(zip(elements, tree.nodes, strict=True))
        _write_texts(tree, elements)

    def matches(self, selector: Selector) -> list[Node]:
        """Return the nodes that a selector with CSS matches, in document order."""
        found = selector.css(self._root) if selector.css is not None else []
        return sorted((self._nodes[element] for element in found), key=lambda node: node.index)


def _name(tag: str) -> str:
    return tag if _NAME.fullmatch(tag) else _UNNAMED


def _attributes(node: Node) -> dict[str, str]:
    return {name: _UNSTORABLE.sub("", value) for name, value in node.attrs.items() if _NAME.fullmatch(name)}


def _write_texts(tree: Tree, elements: list[etree._Element]) -> None:
    """Put the visible text into the elements, for `:contains()`."""
    texts: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for place, token in enumerate(tree.tokens):
        before = bisect_right(token.node.children, place, key=lambda child: child.last)
        texts[token.node.index, before].append(_UNSTORABLE.sub("", token.text))
    for (index, before), found in texts.items():
        element = elements[index]
        text = f" {' '.join(found)} "
        if before:
            element[before - 1].tail = text
        else:
            element.text = text
