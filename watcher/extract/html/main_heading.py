"""The heading that is a page's own title."""

from __future__ import annotations

from watcher.extract.html.tree import Node, Tree

_FIRST, _SHORTEST = 8, 4
"""Headings among which a title is looked for, and its characters."""


def main_heading(tree: Tree) -> Node | None:
    """Return the heading that is the page's title: an `h1`, rather none that is a link as logos are.

    Where every `h1` is one, a heading that says a part of the page's title goes before them.
    """
    found = [h for h in tree.headings if h.tag == "h1" and tree.size_of(h)]
    own = next((h for h in found if not _is_linked(tree, h)), None)
    if own is not None or not tree.title:
        return own or next(iter(found), None)
    title = tree.title.casefold()
    named = (h for h in tree.headings[:_FIRST] if h.tag in ("h2", "h3") and tree.size_of(h) >= _SHORTEST)
    likely = next((h for h in named if not _is_linked(tree, h) and tree.text_of(h).casefold() in title), None)
    return likely or next(iter(found), None)


def _is_linked(tree: Tree, node: Node) -> bool:
    return tree.link_chars[node.last] - tree.link_chars[node.first] == tree.size_of(node)
