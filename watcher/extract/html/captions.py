"""Captions that stand as bare text behind the linked number of their document, line by line."""

from __future__ import annotations

import re

from watcher.extract.html.titles import without_date, worth
from watcher.extract.html.tree import Gap, Node, Tree

LEADS = " -–—:|,.·"
"""What parts a number from the caption behind it."""
_FEWEST = 3
_LONGEST_NUMBER = 24
_POOR, _LIKE_A_NAME = 0.4, 0.2
_FOOTNOTE = re.compile(r"^\W*\d{1,3}\W*$")


def captions(tree: Tree) -> dict[int, str]:
    """Return the captions of links by the links' indexes; of a few nothing is told."""
    found = {link.index: said for link in tree.links if (said := _caption(tree, link))}
    return found if len(found) >= _FEWEST else {}


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
