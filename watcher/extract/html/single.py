"""The element that is the one record of a list of one."""

from __future__ import annotations

from watcher.extract.html.tree import Node, Tree

_TOP = frozenset(("#document", "html", "body", "main", "td", "table", "center", "form"))


def root(tree: Tree, title: Node) -> Node:
    """Return the largest element around `title` that holds no other heading of its rank or above."""
    node = title
    while node.parent is not None and node.parent.tag not in _TOP:
        if node.tag in ("article", "li") or _other_headings(tree, node.parent, title):
            break
        node = node.parent
    return node


def _other_headings(tree: Tree, node: Node, title: Node) -> bool:
    return any(node.holds(h) and not h.holds(title) and not title.holds(h) for h in tree.headings)
