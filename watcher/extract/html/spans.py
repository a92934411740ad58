"""Cells that reach down into the next rows of a table: those beside them there stand further to the side."""

from __future__ import annotations

from watcher.extract.html.tree import Node, Tree

_CELLS = frozenset(("td", "th"))
_MOST_ROWS, _MOST_COLUMNS = 1_000, 50
"""Nobody means more."""


def shifts(tree: Tree) -> dict[int, int]:
    """Return, by the index of a cell, before how many cells of rows above it stands; most have none."""
    found: dict[int, int] = {}
    if "td" not in tree.tags:
        return found
    parts: dict[int, Node] = {}
    for cell in tree.nodes:
        if cell.tag in _CELLS and cell.attrs.get("rowspan", "1") not in ("", "0", "1"):
            row = cell.parent
            if row is not None and row.tag == "tr" and row.parent is not None:
                parts[row.parent.index] = row.parent
    for part in parts.values():
        _shift(part, found)
    return found


def _shift(part: Node, found: dict[int, int]) -> None:
    """Note the shifted cells of a table, or of its head or body."""
    left: dict[int, int] = {}
    for row in part.children:
        if row.tag != "tr":
            continue
        column = taken = 0
        begun: dict[int, int] = {}
        for cell in row.children:
            if cell.tag not in _CELLS:
                continue
            while left.get(column):
                column, taken = column + 1, taken + 1
            if taken:
                found[cell.index] = taken
            rows = _number(cell.attrs.get("rowspan", ""), _MOST_ROWS)
            for _ in range(_number(cell.attrs.get("colspan", ""), _MOST_COLUMNS)):
                begun[column] = rows
                column += 1
        left = {c: n - 1 for c, n in left.items() if n > 1 and c not in begun}
        left |= {c: n - 1 for c, n in begun.items() if n > 1}


def _number(span: str, most: int) -> int:
    return max(1, min(int(span), most)) if span.isascii() and span.isdigit() and len(span) < 6 else 1
