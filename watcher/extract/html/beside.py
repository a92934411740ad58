"""Does a candidate stand beside the place of a list that shows none, and says nothing?"""

from __future__ import annotations

import re

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.side_heads import offers_others, stands_elsewhere
from watcher.extract.html.tree import Node, Tree, Zone

_ASIDE = 0.5
_FULL = 0.5
_LITTLE = 80
"""Characters beside the main heading in a column that has no list: a link to a feed, a button."""
_SIDEBAR = re.compile(
    r"(?<![\w-])(?:(?:left|right|primary|secondary|main|page|site|blog)[-_]?)?side-?bar"
    r"(?:[-_]?(?:first|second|left|right|primary|secondary|area|inner|wrap(?:per)?|\d))?(?![\w-])"
    r"|(?<![\w-])side(?:[-_]?col(?:umn)?)?(?![\w-])",
    re.IGNORECASE,
)
"""What nearly every page without `aside` calls that: only asked whether a list may be believed at all."""
_LONGEST_CLASSES = 300
_DESCRIPTION = 400
"""Characters that may be said of a tag or category below its name."""
_SELECTION = re.compile(r"^[^\W\d](?:[^\W\d]|[ -]){1,30}\s?[:：]\s?\S|[\"“”«»„‟「『‹]\S")
_PLACES = frozenset(("section", "ul", "ol", "div"))
_VOID = frozenset(("br", "hr", "img", "meta", "input"))


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
    has a column of its own with hardly anything else or names what was asked for, or where an empty place is
    between them.
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
    if not is_column:
        heads_recent = stands_elsewhere(tree, title.last, first)
        return heads_recent and _is_behind_an_empty_place(tree, title, container)
    is_barren = says_little and seen.barren > 0
    if stands_elsewhere(tree, column.last, first):
        return is_barren or _is_a_selection(tree, title, column)
    return is_barren and _has_empty_place(tree, title, column)


def _is_in_sidebar(container: Node, depth: int) -> bool:
    up: Node | None = container
    while up is not None and up.depth >= depth:
        for name in ("id", "class"):
            if name in up.attrs and _SIDEBAR.search(up.attrs[name][:_LONGEST_CLASSES]):
                return True
        up = up.parent
    return False


def _is_a_selection(tree: Tree, title: Node, column: Node) -> bool:
    """Tell whether the main heading names what was asked for ("Tag: caves"), over at most a word on it."""
    says = tree.size_of(column) - tree.size_of(title)
    return _SELECTION.search(tree.text_of(title)) is not None and says <= _DESCRIPTION


def _is_behind_an_empty_place(tree: Tree, title: Node, container: Node) -> bool:
    """Tell whether a block that shows nothing ends between the main heading and what the records stand in."""
    block = container
    while block.parent is not None and not block.parent.holds(title):
        block = block.parent
    between = (n for n in tree.nodes[title.end : block.index] if n.tag in _PLACES and n.attrs)
    return any(n.end <= block.index and tree.chars[n.first] == tree.chars[n.last] for n in between)


def _has_empty_place(tree: Tree, title: Node, column: Node) -> bool:
    """Tell whether a block that says and shows nothing ends the column behind the main heading."""
    behind = [n for n in tree.nodes[title.end : column.end] if n.tag not in _VOID]
    return bool(behind) and tree.size_of(column) == tree.size_of(title) and bool(behind[-1].attrs)
