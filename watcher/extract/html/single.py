"""The element that is the one record of a list of one."""

from __future__ import annotations

from watcher.extract.html.titles import worth_as
from watcher.extract.html.tree import Node, Tree

_TOP = frozenset(("#document", "html", "body", "main", "table", "tbody", "ul", "ol", "dl", "form"))
_RECORD = frozenset(("article", "li", "tr"))
_LIKE_A_TITLE = 0.5


def root(tree: Tree, title: Node) -> Node:
    """Return the largest element around `title` that holds no second text that could be a linked title."""
    node = title
    while node.parent is not None and node.parent.tag not in _TOP and node.tag not in _RECORD:
        if _holds_another(tree, node.parent, title):
            break
        node = node.parent
    return node


def _holds_another(tree: Tree, node: Node, title: Node) -> bool:
    """Tell whether `node` holds a heading or a title-like link beside `title`."""
    said = tree.text_of(title)
    for token in tree.tokens[node.first : node.last]:
        other = token.heading or token.link
        if other is None or title.holds(other) or other.holds(title):
            continue
        if token.heading is not None or (
            worth_as("link", token.text) >= _LIKE_A_TITLE and token.text != said
        ):
            return True
    return False
