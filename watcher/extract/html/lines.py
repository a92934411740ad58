"""The text of a record as lines on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.extract.html.areas import Area
from watcher.extract.html.tree import Gap, Token, Tree, joined


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens with no line break between them; `first` is the place of the first in `Tree.tokens`."""

    text: str
    tokens: list[Token]
    first: int


def lines(tree: Tree, area: Area) -> list[Line]:
    """Return the lines of `area`, top to bottom."""
    found: list[Line] = []
    start = area.first
    for place in range(area.first, area.last + 1):
        if place < area.last and (place == start or tree.tokens[place].gap != Gap.BLOCK):
            continue
        if place > start:
            tokens = tree.tokens[start:place]
            found.append(Line(joined(tokens), tokens, start))
        start = place
    return found
