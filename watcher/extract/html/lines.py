"""The text of a record as lines on the screen."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from watcher.extract.html.areas import Area
from watcher.extract.html.tree import Gap, Token, Tree, joined


class Line(NamedTuple):
    """Tokens with no line break between them; `first` is the place of the first in `Tree.tokens`."""

    text: str
    tokens: list[Token]
    first: int


def lines(tree: Tree, area: Area) -> list[Line]:
    """Return the lines of `area`, top to bottom."""
    tokens = tree.tokens[area.first : area.last]
    starts = [place for place, token in enumerate(tokens) if not place or token.gap == Gap.BLOCK]
    bounds = pairwise([*starts, len(tokens)])
    return [Line(joined(tokens[a:b]), tokens[a:b], area.first + a) for a, b in bounds]
