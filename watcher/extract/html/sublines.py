"""Drop the further lines of a title that is plain text: who, where, which number stands below it."""

from __future__ import annotations

from dataclasses import replace

from watcher.extract.html.record import Record
from watcher.extract.html.titles import NAMES_A_FIELD, worth
from watcher.extract.html.tree import Gap, Tree, joined

_FEWEST, _NEARLY_ALL = 3, 0.8
_LIKE_A_NAME = 0.3
_EMPHASIS = frozenset(("b", "strong"))


def without_sublines(tree: Tree, records: list[Record]) -> list[Record]:
    """Return the records with the first line of their titles, where nearly all go on in another element.

    What goes on in bold is rather the title itself, unless it is the name of a field.
    """
    ends = [_first_line(tree, r) for r in records]
    if sum(map(bool, ends)) < max(_FEWEST, _NEARLY_ALL * len(records)):
        return records
    return [_until(tree, r, end) if end else r for r, end in zip(records, ends, strict=True)]


def _first_line(tree: Tree, record: Record) -> int:
    """Return where the first line of a plain title ends, if another element goes on below it; else 0."""
    node, tokens = record.node, tree.tokens
    if node.tag == "a" or tokens[node.first].heading is not None or tokens[node.first].link is not None:
        return 0
    for place in range(node.first + 1, node.last):
        if tokens[place].gap != Gap.BLOCK:
            continue
        above, below = tokens[place - 1], tokens[place]
        is_bold = below.node.tag in _EMPHASIS and not below.text.endswith(NAMES_A_FIELD)
        if above.node is below.node or is_bold:
            return 0
        line, rest = joined(tokens[node.first : place]), joined(tokens[place : node.last])
        is_title = worth(line) >= _LIKE_A_NAME and record.title.endswith(rest)
        return place if is_title else 0
    return 0


def _until(tree: Tree, record: Record, end: int) -> Record:
    rest = joined(tree.tokens[end : record.node.last])
    return replace(record, title=record.title.removesuffix(rest).rstrip())
