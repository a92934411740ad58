"""Does a candidate stand beside the place of a list that shows none, and says nothing?"""

from __future__ import annotations

import re

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.side_heads import offers_others, stands_elsewhere
from watcher.extract.html.tree import Node, Tree, Zone

_ASIDE = 0.5
_FULL = 0.5
_FIRST, _SHORTEST = 8, 4
"""Headings among which a title is looked for, and its characters."""
_LITTLE = 80
"""Characters beside the main heading in a column that has no list: a link to a feed, a button."""
_SIDEBAR = re.compile(
    r"(?<![\w-])(?:(?:left|right|primary|secondary|main|page|site|blog)[-_]?)?side-?bar"
    r"(?:[-_]?(?:first|second|left|right|primary|secondary|area|inner|wrap(?:per)?|\d))?(?![\w-])",
    re.IGNORECASE,
)
"""What nearly every page without `aside` calls that: only asked whether a list may be believed at all."""
_LONGEST_CLASSES = 300
_VOID = frozenset(("br", "hr", "img", "meta", "input"))


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


def column_of(title: Node, container: Node) -> Node:
    """Return the largest element around `title` that does not hold `container`."""
    column = title
    while column.parent is not None and not column.parent.holds(container):
        column = column.parent
    return column


def stands_beside(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether the candidate is what remains of a page whose main part shows no list.

    It is outside of a main part with hardly more than a heading; in a sidebar, by landmark or by name, of a
    page that has a main heading; below "you may also like"; or below "recent posts" where the main heading
    has a column of its own with hardly anything else.
    """
    tree, seen = analysis.tree, best.evidence
    title, container = main_heading(tree), best.candidate.container
    first = best.areas[0].first
    if title is None:
        return offers_others(tree, 0, first)
    if title.holds(container):
        return False
    if container.holds(title):
        return title.last <= first and offers_others(tree, title.last, first)
    column = column_of(title, container)
    is_column = column is not title
    is_outside = bool(title.zone & Zone.MAIN) and not container.zone & Zone.MAIN
    says_little = tree.size_of(column) - tree.size_of(title) <= _LITTLE
    # Below a mere banner, records that say much are the page's list, whatever the place is called.
    may_be_list = says_little and seen.detail >= _FULL
    if is_column and not may_be_list and _is_in_sidebar(container, column.depth):
        return True
    if title.index > container.index:
        return is_column and says_little and (seen.aside >= _ASIDE or stands_elsewhere(tree, 0, first))
    if is_column and says_little and is_outside:
        return True
    if seen.aside >= _ASIDE or offers_others(tree, title.last, first):
        return True
    if not (is_column and says_little and seen.barren > 0):
        return False
    return stands_elsewhere(tree, column.last, first) or _has_empty_place(tree, title, column)


def _is_in_sidebar(container: Node, depth: int) -> bool:
    up: Node | None = container
    while up is not None and up.depth >= depth:
        for name in ("id", "class"):
            if name in up.attrs and _SIDEBAR.search(up.attrs[name][:_LONGEST_CLASSES]):
                return True
        up = up.parent
    return False


def _has_empty_place(tree: Tree, title: Node, column: Node) -> bool:
    """Tell whether a block that says and shows nothing ends the column behind the main heading."""
    behind = [n for n in tree.nodes[title.end : column.end] if n.tag not in _VOID]
    return bool(behind) and tree.size_of(column) == tree.size_of(title) and bool(behind[-1].attrs)
